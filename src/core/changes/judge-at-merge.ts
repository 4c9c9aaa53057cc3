// What the security checks of a commit said at the moment of the merge, and not what they say now.
import type { Config } from "../config/config.ts";
import { matchesNameGlob } from "../config/glob.ts";
import type { Fact } from "../facts/fact.ts";
import type { SecurityCheck } from "./change.ts";
import { type CheckSighting, gatherEvidence } from "./head-evidence.ts";
import { judgeChecks } from "./judge-checks.ts";
import { type CheckFilter, selectSecurityChecks } from "./select-checks.ts";

export interface MergeContext {
  readonly config: Config;
  readonly isSecurityCheck: CheckFilter;
  /** Milliseconds UTC. */
  readonly mergedAt: number;
  /** The commit is one that the merge queue made: its runs count. */
  readonly mergeGroup: boolean;
}

/** How the gate stood, and the checks because of which it stood so, sorted by name. */
export interface GateAtMerge {
  readonly state: "passed" | "failed" | "missing" | "unfinished";
  /** Names of the checks that failed, were missing (as `checks.required` has them) or unfinished; empty otherwise. */
  readonly checks: readonly string[];
}

/**
 * Judges the checks of one commit as they stood at the merge: the latest outcome of each, re-runs included. What concluded in
 * the same second counts as concluded; what concluded later was still running, and what began in that second or later was not there.
 * Any check that had failed makes it `failed`. Else `missing` where no check ran (skipped ones did not), or a required one was
 * not there; else `unfinished` where an expected one ran still, or ended without an answer (cancelled, stale). Expected are
 * the required ones, else all that were there.
 */
export function judgeAtMerge(factsOfSha: readonly Fact[], context: MergeContext): GateAtMerge {
  const { config, isSecurityCheck, mergedAt, mergeGroup } = context;
  const evidence = gatherEvidence(factsOfSha, { mergeQueue: mergeGroup });
  const sightings = selectSecurityChecks(evidence, isSecurityCheck).flatMap((sighting) =>
    asOf(sighting, mergedAt),
  );
  const checks = judgeChecks(sightings, evidence, config.checks.neutral);
  const failed = namesOf(checks.filter(({ latestOutcome }) => latestOutcome === "fail"));
  if (failed.length > 0) return { state: "failed", checks: failed };
  const skipped = new Set(checks.filter((check) => wasSkipped(check, sightings)));
  if (skipped.size === checks.length) return { state: "missing", checks: [...config.checks.required].sort() };
  const { required } = config.checks;
  const absent = required.filter((glob) => !checks.some(({ name }) => matchesNameGlob(glob, name)));
  if (absent.length > 0) return { state: "missing", checks: [...absent].sort() };
  const open = checks.filter(
    (check) =>
      (check.latestOutcome === "waiting" || check.latestOutcome === "undecided") && !skipped.has(check),
  );
  const expected = open.filter(
    ({ name }) => required.length === 0 || required.some((glob) => matchesNameGlob(glob, name)),
  );
  return expected.length > 0
    ? { state: "unfinished", checks: namesOf(expected) }
    : { state: "passed", checks: [] };
}

/** A sighting as it would have been made at that time; none of a run that had not begun. */
function asOf(sighting: CheckSighting, at: number): CheckSighting[] {
  const { startedAt, concludedAt } = sighting;
  if (concludedAt !== null && concludedAt <= at) return [sighting];
  // A run that begins in the second of the merge is one of those that the merge itself sets off.
  return startedAt < at ? [{ ...sighting, concludedAt: null, conclusion: null }] : [];
}

/** It did not run: every run of it there was had been skipped, and no other check passed beside it. */
function wasSkipped(check: SecurityCheck, sightings: readonly CheckSighting[]): boolean {
  if (check.latestOutcome !== "undecided") return false;
  return sightings
    .filter(
      ({ name, appSlug, source }) =>
        name === check.name && appSlug === check.appSlug && source === check.source,
    )
    .every(({ concludedAt, conclusion }) => concludedAt === null || conclusion === "skipped");
}

function namesOf(checks: readonly SecurityCheck[]): string[] {
  return [...new Set(checks.map(({ name }) => name))].sort();
}
