// Decides one head: passed, failed, waiting, passed over, or no security check at all. The rule of the first evaluated head.
import type { Config } from "../config/config.ts";
import { matchesNameGlob } from "../config/glob.ts";
import type { Fact } from "../facts/fact.ts";
import type { ReviewableHead, SecurityCheck } from "./change.ts";
import { type CheckSighting, gatherEvidence, groupBySha, type HeadEvidence } from "./head-evidence.ts";
import { checkKey, judgeChecks } from "./judge-checks.ts";
import {
  type CheckFilter,
  ownCheckName,
  securityCheckFilter,
  selectSecurityChecks,
} from "./select-checks.ts";

export interface HeadContext {
  readonly config: Config;
  /** From when it was up for review; what concluded earlier counts from then. Absent: from the beginning. */
  readonly since?: number;
  /** When another head took its place; null or absent while it is the head. */
  readonly supersededAt?: number | null;
  /** Checks that began later are none of this evaluation; null or absent: all that began while it was the head are. */
  readonly checksBeginBy?: number | null;
  /** No further check is to be expected: without any check the answer is `none`, not `waiting`. */
  readonly closed?: boolean;
  /** Judge the runs of the merge queue, which are left out otherwise. */
  readonly mergeGroup?: boolean;
  /** The configuration's filter, where many heads share one. */
  readonly isSecurityCheck?: CheckFilter;
}

/**
 * Evaluates the security checks of one commit.
 * A failing first conclusion decides at once. Otherwise it passes when every expected check has passed: the configured
 * required ones, else all that were seen, once their check suites completed. What happens after another head took its
 * place does not count: a head that nothing decided by then is passed over. A tie within one second goes to the check.
 * A cancelled or stale check is never taken for a pass: the head stays undecided until that check says more.
 */
export function evaluateHead(facts: readonly Fact[], sha: string, context: HeadContext): ReviewableHead {
  return evaluateHeadFacts(groupBySha(facts).get(sha) ?? [], sha, context);
}

/** The same for facts that are already known to be of this SHA. */
export function evaluateHeadFacts(
  factsOfSha: readonly Fact[],
  sha: string,
  context: HeadContext,
): ReviewableHead {
  const { config, since = 0, supersededAt = null } = context;
  const isSecurityCheck = context.isSecurityCheck ?? securityCheckFilter(config);
  const evidence = gatherEvidence(factsOfSha, { mergeQueue: context.mergeGroup === true });
  const inTime = supersededAt ?? Number.POSITIVE_INFINITY;
  const beginBy = Math.min(inTime, context.checksBeginBy ?? Number.POSITIVE_INFINITY);
  const sightings = withoutLateChecks(selectSecurityChecks(evidence, isSecurityCheck), beginBy);
  const checks = judgeChecks(sightings, evidence, config.checks.neutral);
  const head = { sha, since, supersededAt, checks };

  const missing = missingForPass(checks, sightings, evidence, config);
  const failedAt = earliest(checks.filter(({ outcome }) => outcome === "fail"));
  const unseen = checks.some((check) => check.firstRunUnseen);
  const passedAt = missing.length === 0 && !unseen ? passTime(checks, config) : null;
  const decidedAt = Math.min(failedAt ?? Number.POSITIVE_INFINITY, passedAt ?? Number.POSITIVE_INFINITY);
  if (decidedAt <= inTime && decidedAt < Number.POSITIVE_INFINITY) {
    const evaluation = decidedAt === failedAt ? "fail" : "pass";
    return { ...head, waitingFor: [], evaluation, decidedAt: Math.max(since, decidedAt) };
  }
  if (checks.every(isSkipped)) {
    const quiet = isQuiet(evidence, context);
    const expected = config.checks.required.length > 0 && !quiet ? config.checks.required : [];
    return { ...head, waitingFor: expected, evaluation: quiet ? "none" : "waiting", decidedAt: null };
  }
  const allUndecided = checks.every(({ outcome }) => outcome === "undecided");
  if (supersededAt !== null || allUndecided || unseen) {
    return { ...head, waitingFor: [], evaluation: "passed-over", decidedAt: null };
  }
  return { ...head, waitingFor: missing, evaluation: "waiting", decidedAt: null };
}

/** Without the checks that began only after a time, such as when the head was replaced; later runs of the others stay, to be told as re-runs. */
function withoutLateChecks(sightings: readonly CheckSighting[], beginBy: number): CheckSighting[] {
  const begun = new Set(sightings.filter(({ startedAt }) => startedAt <= beginBy).map(checkKey));
  return sightings.filter((sighting) => begun.has(checkKey(sighting)));
}

/** What must still happen before the head can pass, by name; empty when it can be decided. */
function missingForPass(
  checks: readonly SecurityCheck[],
  sightings: readonly CheckSighting[],
  evidence: HeadEvidence,
  config: Config,
): string[] {
  const { required } = config.checks;
  // A skipped check passes with the first of the others: it is not what is waited for while one of them is open.
  const pending = checks.filter(({ outcome }) => outcome === "waiting" || outcome === "undecided");
  const awaited = pending.every(isSkipped) ? pending : pending.filter((check) => !isSkipped(check));
  if (required.length > 0) {
    return required.flatMap((glob) => {
      const named = checks.filter(({ name }) => matchesNameGlob(glob, name));
      return named.length === 0
        ? [glob]
        : named.filter((check) => awaited.includes(check)).map(({ name }) => name);
    });
  }
  if (awaited.length > 0 || checks.length === 0) return awaited.map(({ name }) => name);
  const suiteIds = new Set(sightings.map(({ suiteId }) => suiteId));
  const openSuites = [...evidence.suites].filter(
    ([id, suite]) => suiteIds.has(id) && suite.completed === false,
  );
  return [
    ...new Set(openSuites.map(([, { appSlug }]) => `${appSlug ?? "unknown app"} (check suite)`)),
  ].sort();
}

/** When the last expected check concluded; null when there is none. */
function passTime(checks: readonly SecurityCheck[], config: Config): number | null {
  const { required } = config.checks;
  const expected =
    required.length === 0
      ? checks
      : checks.filter(({ name }) => required.some((glob) => matchesNameGlob(glob, name)));
  const times = expected.flatMap(({ decidedAt }) => (decidedAt === null ? [] : [decidedAt]));
  return times.length === 0 ? null : Math.max(...times);
}

function earliest(checks: readonly SecurityCheck[]): number | null {
  const times = checks.flatMap(({ decidedAt }) => (decidedAt === null ? [] : [decidedAt]));
  return times.length === 0 ? null : Math.min(...times);
}

/** A check that was skipped did not run. */
function isSkipped(check: SecurityCheck): boolean {
  return check.outcome === "undecided" && check.conclusion === "skipped" && !check.firstRunUnseen;
}

/** Nothing more is to come: something ran here and all of it ended, or the head is no longer looked at. */
function isQuiet(evidence: HeadEvidence, context: HeadContext): boolean {
  if (context.closed === true || (context.supersededAt ?? null) !== null) return true;
  const others = evidence.sightings.filter(({ name }) => name !== ownCheckName);
  const ended = new Set(others.filter(({ concludedAt }) => concludedAt !== null).map(({ runId }) => runId));
  const running = others.some(({ source, runId }) => source === "check-run" && !ended.has(runId));
  const suites = [...evidence.suites.values()];
  const open = suites.some(({ completed, workflowRunning }) => completed === false || workflowRunning);
  return !running && !open && (ended.size > 0 || suites.length > 0);
}
