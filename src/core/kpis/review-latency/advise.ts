// What to do about slow first reviews: who waits now, else the slowest of the window.
import type { Advice } from "../definition.ts";
import type { Computed } from "../measurement.ts";
import { latencyBands } from "./beside.ts";
import { spellHours } from "./hours.ts";

/** Begins with what can still be helped; null where nothing waits and no first review was slow. */
export function adviseReviewLatency(measured: Computed): Advice | null {
  return adviseWaiting(measured) ?? adviseSlow(measured);
}

function adviseWaiting({ beside }: Computed): Advice | null {
  const waiting = beside.find(({ id }) => id === "waiting");
  const longest = beside.find(({ id }) => id === "waiting-longest")?.value ?? null;
  const [first, ...others] = waiting?.evidenceIds ?? [];
  if (first === undefined || longest === null) return null;
  const many = others.length + 1;
  const who =
    many === 1
      ? "1 pull request waits for its first review"
      : `${many} pull requests wait for their first review`;
  return {
    text: `Give ${first} its first review${many === 1 ? "" : " before the others"}.`,
    why: `${who}, ${many === 1 ? "" : "the longest "}for ${spellHours(longest)}.`,
    evidenceIds: [first, ...others],
  };
}

function adviseSlow({ breakdown }: Computed): Advice | null {
  for (const { label } of latencyBands.slice(1).toReversed()) {
    const band = breakdown.find((one) => one.label === label);
    if (band === undefined) continue;
    const reviews = band.of === 1 ? "1 first review" : `${band.of} first reviews`;
    return {
      text: "Look at what the slowest first reviews waited for, and agree who reviews first.",
      why: `${band.count} of ${reviews} took ${label}.`,
      evidenceIds: band.evidenceIds ?? [],
    };
  }
  return null;
}
