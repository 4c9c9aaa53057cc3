// What stands beside review latency: the slow end, reviews for security, who waits still, and what went in unreviewed.
import { median, quantile } from "../../statistics/quantiles.ts";
import type { KpiInput } from "../definition.ts";
import type { Beside, Breakdown } from "../measurement.ts";
import type { Latency, LeftOut } from "./population.ts";
import { securityLabelled } from "./reviews.ts";

/** Figures beside the number, none of them part of it. */
export function besideReviewLatency(latencies: readonly Latency[], input: KpiInput): Beside[] {
  const counted = latencies.filter(({ leftOut }) => leftOut === null);
  const moments = new Map(
    latencies.map(({ change, at, leftOut }) => [
      change.number,
      leftOut === "not reviewed yet" ? input.window.to - 1 : at,
    ]),
  );
  const labelled = securityLabelled(input, moments);
  const forSecurity = (latency: Latency) => labelled.has(latency.change.number);
  const because = (...reasons: readonly LeftOut[]) =>
    latencies.filter(({ leftOut }) => leftOut !== null && reasons.includes(leftOut));
  const waiting = longestFirst(because("not reviewed yet"));
  const hours = hoursOf(counted);
  const security = counted.filter(forSecurity);
  return [
    { id: "p90", label: "90th percentile", value: quantile(hours, 0.9), unit: "hours" },
    {
      id: "security-median",
      label: `median of pull requests for security review (${security.length})`,
      value: median(hoursOf(security)),
      unit: "hours",
      evidenceIds: security.map(changeId),
    },
    count("waiting", "waiting for a first review", waiting),
    {
      id: "waiting-longest",
      label: "longest wait for a first review so far",
      value: waiting[0]?.hours ?? null,
      unit: "hours",
      evidenceIds: waiting.slice(0, 1).map(changeId),
    },
    count("waiting-security", "waiting for a first security review", waiting.filter(forSecurity)),
    count("merged-unreviewed", "merged without a review", because("merged without a review")),
    count(
      "merged-draft-review",
      "merged, reviewed only as a draft",
      because("merged, reviewed only as a draft"),
    ),
    ...(input.config.changes.bots === "separate" ? [medianOfBots(because("opened by a bot"))] : []),
  ];
}

function medianOfBots(bots: readonly Latency[]): Beside {
  const label = `median of pull requests by bots (${bots.length})`;
  return {
    id: "bots-median",
    label,
    value: median(hoursOf(bots)),
    unit: "hours",
    evidenceIds: bots.map(changeId),
  };
}

function count(id: string, label: string, latencies: readonly Latency[]): Beside {
  return { id, label, value: latencies.length, unit: "", evidenceIds: latencies.map(changeId) };
}

function changeId({ change }: Latency): string {
  return `#${change.number}`;
}

function hoursOf(latencies: readonly Latency[]): number[] {
  return latencies.flatMap(({ hours }) => hours ?? []);
}

/** Of equal waits the lower number first. */
function longestFirst(latencies: readonly Latency[]): Latency[] {
  return [...latencies].sort((a, b) => (b.hours ?? 0) - (a.hours ?? 0) || a.change.number - b.change.number);
}

/** Upper bounds in hours, inclusive. */
export const latencyBands: readonly { readonly label: string; readonly upTo: number }[] = [
  { label: "up to 4 hours", upTo: 4 },
  { label: "over 4, up to 24 hours", upTo: 24 },
  { label: "over 24, up to 72 hours", upTo: 72 },
  { label: "over 72 hours", upTo: Number.POSITIVE_INFINITY },
];

/** How many first reviews came within which time, most often first; within a band the slowest first. */
export function breakDownLatencies(counted: readonly Latency[]): Breakdown[] {
  return latencyBands
    .map(({ label, upTo }, index) => {
      const above = latencyBands[index - 1]?.upTo ?? Number.NEGATIVE_INFINITY;
      const those = counted.filter(({ hours }) => hours !== null && hours > above && hours <= upTo);
      return {
        label,
        count: those.length,
        of: counted.length,
        evidenceIds: longestFirst(those).map(changeId),
      };
    })
    .filter((band) => band.count > 0)
    .sort((a, b) => b.count - a.count);
}
