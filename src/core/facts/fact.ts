// A fact is one thing that happened on GitHub, said once, in our words and at GitHub's own time.
// The ledger is a set of facts: every number is a fold over them, so order and repetition cannot matter.
import type {
  CalledWorkflowFact,
  TeamRepositoriesFact,
  TemplateFileFact,
  TemplateListedFact,
  TemplateTagFact,
} from "./account.ts";
import type {
  CheckRunFact,
  CheckSuiteFact,
  CommitStatusFact,
  MergeGroupFact,
  WorkflowRunFact,
} from "./check.ts";
import type { CodeScanningAlertFact } from "./code-scanning-alert.ts";
import type { DependabotAlertFact } from "./dependabot-alert.ts";
import type {
  BranchProtectionRuleFact,
  CustomPropertiesFact,
  RepositoryRulesetFact,
  SecurityFeaturesFact,
} from "./governance.ts";
import type { DeliveriesMissedFact, HistoryReadFact } from "./history.ts";
import type {
  CodeOwnersFact,
  CommitFact,
  ControlsFact,
  FindingsListedFact,
  ReleaseEvidenceFact,
  ReleasesListedFact,
  RuleSuitesFact,
} from "./observations.ts";
import { oncePerList } from "./once-per-list.ts";
import type { PavedRoadFact } from "./paved-road.ts";
import type { PullRequestFact, PullRequestReviewFact } from "./pull-request.ts";
import type { PushCompletedFact, PushFact } from "./push.ts";
import type { ReleaseFact } from "./release.ts";
import type { RepositoryFact } from "./repository.ts";
import type {
  SecretLocationFact,
  SecretPlacesReadFact,
  SecretScanFact,
  SecretScanningAlertFact,
} from "./secret-scanning-alert.ts";

export type Fact =
  | PullRequestFact
  | PullRequestReviewFact
  | PushFact
  | PushCompletedFact
  | CheckRunFact
  | CheckSuiteFact
  | CommitStatusFact
  | WorkflowRunFact
  | MergeGroupFact
  | CodeScanningAlertFact
  | SecretScanningAlertFact
  | SecretLocationFact
  | SecretPlacesReadFact
  | SecretScanFact
  | DependabotAlertFact
  | RepositoryFact
  | ReleaseFact
  | CustomPropertiesFact
  | SecurityFeaturesFact
  | RepositoryRulesetFact
  | BranchProtectionRuleFact
  | PavedRoadFact
  | ControlsFact
  | FindingsListedFact
  | RuleSuitesFact
  | CodeOwnersFact
  | ReleaseEvidenceFact
  | ReleasesListedFact
  | CommitFact
  | TemplateTagFact
  | TemplateFileFact
  | TemplateListedFact
  | CalledWorkflowFact
  | TeamRepositoriesFact
  | HistoryReadFact
  | DeliveriesMissedFact;

export type FactKind = Fact["kind"];

const partByKind = oncePerList((facts: readonly Fact[]) => Map.groupBy(facts, ({ kind }) => kind));

/** Narrows a list of facts to one kind, keeping its order. */
export function factsOfKind<K extends FactKind>(
  facts: readonly Fact[],
  kind: K,
): readonly Extract<Fact, { kind: K }>[] {
  return (partByKind(facts).get(kind) ?? []) as Extract<Fact, { kind: K }>[];
}
