// What a pull request of the made organisation is to become, and how far it has come.
import type { LocalCodeScanningAlert } from "../../local-github/security-state.ts";
import type { PullRequest } from "../../local-github/state.ts";
import type { PullRequestView } from "../payloads/pull-requests.ts";
import type { Person } from "../payloads/scene.ts";
import type { Place } from "./place.ts";

export interface PullRequestPlan {
  readonly title: string;
  readonly author: Person;
  /** Security checks that fail on the first head. */
  readonly failing: readonly string[];
  /** What ends the failure: a further commit, a force-push, or only a re-run on the same commit. */
  readonly mended: "commit" | "force-push" | "rerun";
  readonly draft?: boolean;
  readonly fork?: boolean;
  /** The first head is superseded before its checks conclude. */
  readonly superseded?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  /** No file of code comes with them. */
  readonly filesAlone?: boolean;
  /** Still open at the end of the story. */
  readonly leftOpen?: boolean;
  /** Merged while its checks fail, against the ruleset. What CodeQL found is fixed so many days later; null: never. */
  readonly mergedAnyway?: { readonly fixedAfter: number | null };
  readonly labels?: readonly string[];
}

/** A pull request under way. */
export interface Story {
  readonly place: Place;
  readonly plan: PullRequestPlan;
  readonly local: PullRequest;
  view: PullRequestView;
  /** When it was no draft any more. */
  readyAt: number;
  /** What CodeQL found on it. */
  finding: LocalCodeScanningAlert | null;
}

/** What a commit of the pull request holds; `comment` makes its code another than the one before. */
export function changedFiles(plan: PullRequestPlan, number: number, comment: string): Record<string, string> {
  const code = plan.filesAlone === true ? {} : { [`src/change-${number}.ts`]: `// ${comment}\n` };
  return { ...code, ...plan.files };
}
