// What each security check of a head said first, and what it says now. The first conclusion is frozen: a later run on the
// same SHA never changes it.
import type { Config } from "../config/config.ts";
import type { SecurityCheck } from "./change.ts";
import type { CheckSighting, HeadEvidence } from "./head-evidence.ts";

type Outcome = "pass" | "fail" | "undecided" | "skipped";
type Concluded = CheckSighting & { readonly concludedAt: number; readonly conclusion: string };

const failing = new Set(["failure", "timed_out", "action_required", "startup_failure", "error"]);

function outcomeOf(conclusion: string, neutral: Config["checks"]["neutral"]): Outcome {
  if (failing.has(conclusion)) return "fail";
  if (conclusion === "success") return "pass";
  if (conclusion === "neutral") return neutral;
  return conclusion === "skipped" ? "skipped" : "undecided";
}

/**
 * Judges the security checks of one head, one per (source, app, name), sorted by name.
 * `skipped` counts as a pass only beside another check that passed with a conclusion of its own. Where the skipped check had
 * begun to run by then, that run counts in its place.
 */
export function judgeChecks(
  sightings: readonly CheckSighting[],
  evidence: HeadEvidence,
  neutral: Config["checks"]["neutral"],
): SecurityCheck[] {
  const checks = groupByCheck(sightings).map((runs) => readRuns(runs, evidence, neutral));
  return checks.map((check) => {
    const others = checks.filter((other) => other !== check);
    const passes = others.flatMap(({ firstOwn }) => (firstOwn?.outcome === "pass" ? [firstOwn.run] : []));
    return freeze(check, Math.min(...passes.map(({ concludedAt }) => concludedAt)));
  });
}

interface CheckRuns {
  readonly latest: CheckSighting;
  /** Since when a run of it has been under way; null where none is. */
  readonly runningSince: number | null;
  /** Concluded runs, first to last. */
  readonly concluded: readonly { readonly run: Concluded; readonly outcome: Outcome }[];
  /** The first that passed or failed by itself, `skipped` not being enough. */
  readonly firstOwn: { readonly run: Concluded; readonly outcome: Outcome } | undefined;
  readonly firstRunUnseen: boolean;
}

/** What makes two runs on one commit runs of the same check. */
export function checkKey({ name, appSlug, source }: CheckSighting): string {
  return JSON.stringify([name, appSlug, source]);
}

function groupByCheck(sightings: readonly CheckSighting[]): CheckSighting[][] {
  const groups = new Map<string, CheckSighting[]>();
  for (const sighting of sightings) {
    const key = checkKey(sighting);
    groups.set(key, [...(groups.get(key) ?? []), sighting]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function readRuns(
  runs: readonly CheckSighting[],
  evidence: HeadEvidence,
  neutral: Config["checks"]["neutral"],
): CheckRuns {
  const concluded = runs
    .filter((run): run is Concluded => run.concludedAt !== null && run.conclusion !== null)
    .map((run) => ({ run, outcome: outcomeOf(run.conclusion, neutral) }))
    .sort((a, b) => a.run.concludedAt - b.run.concludedAt || tieBreak(a, b));
  const pending = runs.filter((run) => run.concludedAt === null && !isConcluded(run, concluded));
  const last = concluded.at(-1)?.run;
  const latest = [...pending].sort(byStart).at(-1) ?? last ?? [...runs].sort(byStart).at(-1);
  if (latest === undefined) throw new Error("A check without a sighting");
  return {
    latest,
    runningSince: pending.length > 0 ? Math.min(...pending.map(({ startedAt }) => startedAt)) : null,
    concluded,
    firstOwn: concluded.find(({ outcome }) => outcome === "pass" || outcome === "fail"),
    firstRunUnseen: concluded[0] !== undefined && attemptOf(concluded[0].run, evidence) > 1,
  };
}

/** Whether a sighting of a running check is superseded by a later one of its end. A status's end is another status. */
function isConcluded(running: CheckSighting, concluded: CheckRuns["concluded"]): boolean {
  return concluded.some(
    ({ run }) =>
      run.concludedAt >= running.startedAt &&
      (running.source === "commit-status" || run.runId === running.runId),
  );
}

/** Of conclusions in the same second the worst comes first, so that a tie never reads as a pass. */
function tieBreak(a: { run: Concluded; outcome: Outcome }, b: { run: Concluded; outcome: Outcome }): number {
  const rank = { fail: 0, pass: 1, skipped: 2, undecided: 3 };
  return rank[a.outcome] - rank[b.outcome] || compareRuns(a.run, b.run);
}

function byStart(a: CheckSighting, b: CheckSighting): number {
  return a.startedAt - b.startedAt || compareRuns(a, b);
}

function compareRuns(a: CheckSighting, b: CheckSighting): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return a.runId - b.runId || (left < right ? -1 : left > right ? 1 : 0);
}

/** Which attempt of its workflow run a check run belongs to; 1 where nothing is known of attempts. */
function attemptOf(run: CheckSighting, evidence: HeadEvidence): number {
  const attempts = run.suiteId === null ? undefined : evidence.suites.get(run.suiteId)?.attempts;
  if (attempts === undefined || attempts.size === 0) return 1;
  const begun = [...attempts].filter(([, startedAt]) => startedAt <= run.startedAt);
  if (begun.length > 0) return Math.max(...begun.map(([attempt]) => attempt));
  return Math.min(...attempts.keys()) - 1;
}

/** `besidePassAt`: when the first of the other checks passed; infinity where none did. */
function freeze(check: CheckRuns, besidePassAt: number): SecurityCheck {
  const settle = (outcome: Outcome) => {
    if (outcome === "skipped") return Number.isFinite(besidePassAt) ? "pass" : "undecided";
    return outcome;
  };
  const judged = check.concluded.map(({ run, outcome }) => ({ run, outcome: settle(outcome) }));
  const own = judged.find(({ run }) => run === check.firstOwn?.run);
  const ownSince = own?.run.startedAt ?? check.runningSince;
  const ranInTime = ownSince !== null && ownSince <= besidePassAt;
  const frozen = ranInTime ? own : judged.find(({ outcome }) => outcome !== "undecided");
  const first = check.firstRunUnseen ? undefined : frozen;
  const last = judged.at(-1);
  const now = check.runningSince !== null ? ("waiting" as const) : (last?.outcome ?? "waiting");
  // Where the first run was not seen there is a conclusion, but not the one that would count.
  const outcome = first?.outcome ?? (check.firstRunUnseen ? "undecided" : now);
  return {
    name: check.latest.name,
    appSlug: check.latest.appSlug,
    source: check.latest.source,
    outcome,
    conclusion: first?.run.conclusion ?? (outcome === "waiting" ? null : (last?.run.conclusion ?? null)),
    latestOutcome: now,
    decidedAt: first?.run.concludedAt ?? null,
    url: first?.run.url ?? check.latest.url,
    changedByRerun: first !== undefined && check.concluded.some(isOtherThan(first.outcome)),
    firstRunUnseen: check.firstRunUnseen,
  };
}

/** A run that was skipped, cancelled or went stale says nothing, and changes nothing. */
function isOtherThan(first: Outcome): (run: { readonly outcome: Outcome }) => boolean {
  return ({ outcome }) => (outcome === "pass" || outcome === "fail") && outcome !== first;
}
