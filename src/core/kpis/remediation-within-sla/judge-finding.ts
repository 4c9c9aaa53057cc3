// One finding against its SLA in one window: in time, late, left out and why, or no business of this window.
import type { Closure, Finding } from "../../findings/finding.ts";
import { lastTransition } from "../../findings/life.ts";
import { type Clock, clockOf } from "../../findings/sla.ts";
import type { KpiInput } from "../definition.ts";
import { isWithin, type JudgedFinding, whyNoFinding } from "../judged-finding.ts";
import { severityNotKnown } from "../severity-unknown.ts";

const dayMillis = 24 * 60 * 60 * 1000;

export const clockStopped = "clock stopped by an accepted exception";

const leftOutFor: Readonly<Record<Exclude<Closure, "accepted">, string>> = {
  "false-positive": "false positive",
  test: "used in tests",
  administrative: "closed by a rule, not by a judgement",
  unknown: "closed without a known reason",
};

/** What a finding counts as in the window; null where neither its SLA ran out nor anything closed it then. */
export function judgeFinding(finding: Finding, input: KpiInput): JudgedFinding | null {
  const { window } = input;
  const clock = clockOf(finding, input.exceptions, input.config);
  const last = lastTransition(finding, window.to);
  if (clock === null || last === null) return null;
  const base = { finding, id: finding.id };
  const closedNow = last.state !== "open" && isWithin(last.at, window);
  if (clock.dueAt === null) {
    if (!closedNow && last.state !== "open") return null;
    const leftOut = finding.severity === null ? severityNotKnown : "no SLA for its severity";
    return { ...base, at: last.at, note: last.state, leftOut, counted: false };
  }
  const ranOut = isWithin(clock.dueAt, window);
  const none = whyNoFinding(finding);
  if (none !== null) {
    return closedNow || ranOut
      ? { ...base, at: last.at, note: last.state, leftOut: none, counted: false }
      : null;
  }
  if (last.state === "fixed") {
    if (!closedNow) return null;
    const note = `fixed ${tellDistance(last.at - clock.dueAt)}`;
    return { ...base, at: last.at, note, leftOut: null, counted: last.at <= clock.dueAt };
  }
  if (last.closure !== null && last.closure !== "accepted") {
    if (!ranOut && !closedNow) return null;
    return { ...base, at: last.at, note: "dismissed", leftOut: leftOutFor[last.closure], counted: false };
  }
  if (ranOut) {
    const now = last.state === "open" ? "still open" : "accepted, but not in time or for too long";
    return { ...base, at: clock.dueAt, note: `its SLA ran out, ${now}`, leftOut: null, counted: false };
  }
  const acceptedNow = closedNow && clock.dueAt >= window.to;
  return acceptedNow || wouldHaveRunOut(clock, window)
    ? { ...base, at: last.at, note: "accepted", leftOut: clockStopped, counted: false }
    : null;
}

/** Whether the SLA would have run out in the window had no exception stopped the clock. */
function wouldHaveRunOut({ startedAt, slaMillis, pausedMillis }: Clock, window: KpiInput["window"]): boolean {
  return pausedMillis > 0 && slaMillis !== null && isWithin(startedAt + slaMillis, window);
}

function tellDistance(millis: number): string {
  const days = (Math.abs(millis) / dayMillis).toFixed(1);
  return millis <= 0 ? `in time, ${days} days before it was due` : `${days} days late`;
}
