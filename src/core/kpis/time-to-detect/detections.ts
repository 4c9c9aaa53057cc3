// When the commit was made that brought a finding, and how long after it GitHub raised the alert.
import type { Fact } from "../../facts/fact.ts";
import { commitTimes } from "../../findings/commit-times.ts";
import type { Finding } from "../../findings/finding.ts";
import { beforeDeliveries, isWithin, type JudgedFinding, whyNoFinding } from "../judged-finding.ts";
import type { Window } from "../measurement.ts";

const dayMillis = 24 * 60 * 60 * 1000;

export const commitNotTold = "commit not told";
export const commitTimeUnknown = "time of the commit not known";
const noFairSample = "timed, but of too many others no commit was told";

/** With more than this share of commits untold, what was timed is no fair sample of what was found. */
const untoldShare = 0.1;

export interface DetectedFinding extends JudgedFinding {
  /** From the commit to the alert; null where it is left out. */
  readonly days: number | null;
}

/**
 * Findings whose alert was created in the window, each with the days that it took. Those from before `countedFrom` are left out: of
 * them nobody told the commits, nor what was found on pull requests.
 */
export function judgeDetected(
  findings: readonly Finding[],
  facts: readonly Fact[],
  window: Window,
  countedFrom: number,
): DetectedFinding[] {
  const committedAt = commitTimes(facts);
  const judged = findings
    .filter(({ createdAt }) => isWithin(createdAt, window))
    .map((finding) => judge(finding, committedAt, countedFrom));
  const timed = judged.filter(({ days }) => days !== null).length;
  const untold = judged.filter(({ leftOut }) => leftOut === commitNotTold).length;
  if (untold <= untoldShare * (untold + timed)) return judged;
  return judged.map((each) =>
    each.days === null ? each : { ...each, leftOut: noFairSample, counted: false, days: null },
  );
}

function judge(
  finding: Finding,
  committedAt: ReadonlyMap<string, number>,
  countedFrom: number,
): DetectedFinding {
  const { id, createdAt: at, introducedSha: sha } = finding;
  const leave = (leftOut: string): DetectedFinding => {
    const note = sha === null ? "alert" : `alert of commit ${sha.slice(0, 7)}`;
    return { finding, id, at, note, leftOut, counted: false, days: null };
  };
  if (at < countedFrom) return leave(beforeDeliveries);
  const none = whyNoFinding(finding);
  if (none !== null) return leave(none);
  if (finding.foundInHistory) return leave("found in history");
  if (sha === null) return leave(commitNotTold);
  const committed = committedAt.get(sha);
  if (committed === undefined) return leave(commitTimeUnknown);
  if (committed > at) return leave("commit dated after its alert");
  const days = (at - committed) / dayMillis;
  const note = `${tellDuration(days)} after commit ${sha.slice(0, 7)}`;
  return { finding, id, at, note, leftOut: null, counted: true, days };
}

/** `40 minutes`, `5 hours`, `12 days`. */
function tellDuration(days: number): string {
  const [count, unit] =
    days >= 2 ? [days, "day"] : days >= 1 / 12 ? [days * 24, "hour"] : [days * 1440, "minute"];
  const rounded = Math.round(count);
  return `${rounded} ${unit}${rounded === 1 ? "" : "s"}`;
}
