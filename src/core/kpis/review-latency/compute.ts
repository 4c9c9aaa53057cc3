// The formula of review latency: first reviews of the window → the median of the hours that they were waited for.
import { median } from "../../statistics/quantiles.ts";
import { incompleteHistory, partialHistoryNote } from "../coverage.ts";
import type { KpiInput } from "../definition.ts";
import type { Computed, Evidence, Reason } from "../measurement.ts";
import { historyOfReviews } from "../needed-history.ts";
import { besideReviewLatency, breakDownLatencies } from "./beside.ts";
import { spellHours } from "./hours.ts";
import { findLatencies, type Latency } from "./population.ts";

/** Computes the median hours to the first review. Pure; order and repetition of facts do not matter. */
export function computeReviewLatency(input: KpiInput): Computed {
  const latencies = findLatencies(input);
  const counted = latencies.filter(({ leftOut }) => leftOut === null);
  const samples = counted.flatMap(({ hours }) => hours ?? []).sort((a, b) => a - b);
  const value = median(samples);
  const base = {
    excluded: countLeftOut(latencies),
    evidence: latencies.map(evidenceOf),
    beside: besideReviewLatency(latencies, input),
    breakdown: breakDownLatencies(counted),
  };
  const notes = notesOf(input);
  if (value === null) return { ...base, notes, ...whyNothing(input, latencies) };
  return {
    ...base,
    notes,
    outcome: "measured",
    value,
    numerator: null,
    denominator: samples.length,
    samples,
  };
}

function countLeftOut(latencies: readonly Latency[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { leftOut } of latencies) {
    if (leftOut !== null) counts[leftOut] = (counts[leftOut] ?? 0) + 1;
  }
  return counts;
}

function notesOf(input: KpiInput): string[] {
  const { workingHours } = input.config.reviews;
  const partial = partialHistoryNote(input, input.window, historyOfReviews);
  return [
    ...(partial === null ? [] : [partial]),
    ...(workingHours === null
      ? []
      : [
          `Only working hours count: ${workingHours.from} to ${workingHours.to}, ${input.config.timeZone}, on ${workingHours.days.length} days a week.`,
        ]),
  ];
}

/** Never a name: neither who reviewed nor who waited. */
function evidenceOf({ change, at, hours, leftOut }: Latency): Evidence {
  const spelled = hours === null ? "" : spellHours(hours);
  const waited = leftOut === "not reviewed yet" ? `waiting for ${spelled}` : `first review after ${spelled}`;
  const note = hours === null ? "" : waited;
  return {
    kind: "pull-request",
    id: `#${change.number}`,
    url: change.url,
    at,
    note: leftOut === null ? note : `left out: ${leftOut}${note === "" ? "" : `; ${note}`}`,
    counted: leftOut === null ? true : null,
  };
}

function whyNothing(
  input: KpiInput,
  latencies: readonly Latency[],
): { outcome: "not-applicable" | "not-measured"; reasons: Reason[] } {
  const unknown = latencies.filter(
    ({ leftOut }) => leftOut === "beginning not seen" || leftOut === "wait not seen throughout",
  ).length;
  const reasons: Reason[] = [];
  const incomplete = incompleteHistory(input, input.window, historyOfReviews);
  if (incomplete !== null) reasons.push(incomplete);
  if (unknown > 0) {
    const changes = unknown === 1 ? "1 pull request" : `${unknown} pull requests`;
    const text = `How long ${changes} waited is not known, because not all of the wait was seen. Wait for newer ones.`;
    reasons.push({ code: "waits-not-seen", text });
  }
  const outcome = reasons.length > 0 ? "not-measured" : "not-applicable";
  const text = "No pull request got its first review by another person in the window.";
  return { outcome, reasons: [...reasons, { code: "no-first-review", text }] };
}
