// An audit of a clone on disk: its files, its history and files of findings beside it become facts, and facts become the scorecard that every
// surface shows. What this evidence does not support stays not measured.
import type { Fact } from "../../core/facts/fact.ts";
import type { PavedRoadData } from "../../core/facts/paved-road.ts";
import type { Window } from "../../core/kpis/measurement.ts";
import { evaluateRules } from "../../core/paved-road/evaluate-rules.ts";
import { findMembership } from "../../core/paved-road/membership.ts";
import { findRoad } from "../../core/paved-road/road.ts";
import type { RuleResult } from "../../core/paved-road/rule-result.ts";
import type { SarifFinding } from "../../core/sarif/finding.ts";
import { uniqueFindings } from "../../core/sarif/unique.ts";
import { mostWeeksCounted } from "../../core/scorecard/off-target-weeks.ts";
import { loadScorecard } from "../load-scorecard.ts";
import type { Audit, AuditedSecret, AuditInput, Sightings } from "./audit.ts";
import { type BegunAudit, beginAudit } from "./begin-audit.ts";
import { type KeptHistory, keepHistory } from "./keep-history.ts";
import { noteSightings } from "./note-sightings.ts";
import { keepObservation, observeRoad } from "./observe-clone.ts";
import { factsOfSecrets, listSecretReadings, placeSecrets } from "./place-secrets.ts";
import { reviewExceptions } from "./review-exceptions.ts";
import { explainUnscanned } from "./scanned-commits.ts";

const dayMillis = 24 * 60 * 60 * 1000;
const weekMillis = 7 * dayMillis;

/** @throws CloneError, with words for a person, when the clone cannot be read as asked. */
export async function auditClone(input: AuditInput): Promise<Audit> {
  return (await finishAudit(input, await beginAudit(input))).audit;
}

export interface FinishedAudit {
  readonly audit: Audit;
  /** What it was made of. */
  readonly facts: readonly Fact[];
  readonly road: PavedRoadData;
}

/** All that follows once it is known what is looked at, and by which configuration. */
export async function finishAudit(input: AuditInput, begun: BegunAudit): Promise<FinishedAudit> {
  const { store, state, config, asOf } = begun;
  const road = await observeRoad(begun, begun.tree, null);
  await keepObservation(begun, road);
  const window = { from: asOf - (input.windowMillis ?? config.windowDays * dayMillis), to: asOf };
  const history = await followHistory(input, begun, window);
  const findings = listFindings(input);
  const revision = begun.commit.sha;
  const secrets = await placeSecrets(findings, {
    clone: input.clone,
    revision,
    history,
    from: window.from,
  });
  const told = listSecretReadings(input);
  const unscanned = await explainUnscanned(told, input.clone, history?.newest ?? null);
  await store.facts.append(factsOfSecrets(secrets, told, unscanned, state, begun.at), "audit");
  const { accountId, repositoryId } = state;
  const query = { accountId, repositoryId, now: asOf, window, source: "clone" } as const;
  const loaded = await loadScorecard(store, query);
  const { scorecard, facts, exceptionFiles } = loaded;
  const given = input.sarif.length + input.secretsSarif.length > 0;
  const audit: Audit = {
    scorecard: {
      ...scorecard,
      // GitHub's id, where it is known: a clone has none.
      repository: { ...scorecard.repository, id: input.repository?.id ?? 0 },
    },
    config,
    configProblems: [...new Set([...begun.configProblems, ...loaded.configProblems])],
    road: evaluateRoad(begun, facts),
    exceptions: reviewExceptions(exceptionFiles ?? [], {
      repository: state,
      config,
      findings: given ? findings : null,
      at: asOf,
    }),
    findings: findings.filter(({ isSecret }) => !isSecret),
    secrets,
    sightings: sightingsOf(input, begun, history, secrets),
  };
  return { audit, facts, road };
}

/** As the KPI judges them. */
function evaluateRoad(begun: BegunAudit, facts: readonly Fact[]): RuleResult[] {
  const { state, config, asOf } = begun;
  const found = findRoad(facts, asOf);
  if (found === null) return [];
  const { rules } = config.templates;
  const membership = findMembership(config, facts, state.repositoryId, asOf);
  return evaluateRules({ observed: found.road, rules, repository: state, membership });
}

/** The window, the one before it, and the weeks in which a KPI may have been off target. */
async function followHistory(
  { clone, store }: AuditInput,
  { tip, branch, state }: BegunAudit,
  window: Window,
): Promise<KeptHistory | null> {
  const back = Math.max(window.to - window.from, mostWeeksCounted * weekMillis);
  // A week in which a KPI may have been off target has a window of its own before it.
  const span = { from: window.from - back - (window.to - window.from), to: window.to };
  return keepHistory(store, { clone, state, tip, branch: branch ?? state.defaultBranch }, span, window);
}

/** Each once, in an order of their content. */
function listFindings({ sarif, secretsSarif }: AuditInput): SarifFinding[] {
  const readings = [...sarif, ...secretsSarif];
  return uniqueFindings(readings.flatMap((reading) => ("findings" in reading ? reading.findings : [])));
}

function sightingsOf(
  input: AuditInput,
  begun: BegunAudit,
  history: KeptHistory | null,
  secrets: readonly AuditedSecret[],
): Sightings {
  const { clone, sarif, secretsSarif } = input;
  const readings = [...sarif, ...secretsSarif];
  return {
    commit: begun.commit,
    workingTree: input.at === "working-tree" && !clone.isBare,
    branch: begun.branch,
    isShallow: clone.isShallow,
    commits: history === null ? null : { count: history.commits, steps: history.steps },
    sarif: readings.flatMap((reading) =>
      "broken" in reading ? [{ file: reading.file, broken: reading.broken }] : [],
    ),
    notes: noteSightings(input, begun, secrets),
  };
}
