// From when a repository's history can be relied on: what the ledger says it covers, or else the first thing seen there.
import type { Fact, FactKind } from "../facts/fact.ts";
import { oncePerList } from "../facts/once-per-list.ts";
import type { Reason, Window } from "./measurement.ts";

interface KnownHistory {
  readonly facts: readonly Fact[];
  readonly coveredFrom: number | null;
  readonly resumedAt?: number | null;
}

/** Facts that are delivered as they happen. Others may carry a time from long before the first delivery. */
const promptKinds: ReadonlySet<FactKind> = new Set<FactKind>([
  "pull-request",
  "pull-request-review",
  "push",
  "check-run",
  "check-suite",
  "commit-status",
  "workflow-run",
]);

const earliestPrompt = oncePerList((facts: readonly Fact[]) => {
  let earliest: number | null = null;
  for (const { kind, occurredAt } of facts) {
    if (promptKinds.has(kind) && (earliest === null || occurredAt < earliest)) earliest = occurredAt;
  }
  return earliest;
});

/**
 * The earlier of the covered time and the earliest fact that is delivered as it happens; null when there is neither.
 * Such a fact before the covered time shows that deliveries came in already then. Deliveries that were interrupted, by a
 * suspension or by leaving the App, are relied on from when they resumed: there is a gap before that.
 */
export function seenFrom({ facts, coveredFrom, resumedAt = null }: KnownHistory): number | null {
  const told = earliestPrompt(facts);
  const earliest =
    told === null || coveredFrom === null ? (told ?? coveredFrom) : Math.min(told, coveredFrom);
  return earliest === null || resumedAt === null ? (earliest ?? resumedAt) : Math.max(earliest, resumedAt);
}

/** Whether the history was seen from the beginning of the window on. */
export function coversWindow(history: KnownHistory, window: Window): boolean {
  const from = seenFrom(history);
  return from !== null && from <= window.from;
}

/** Why an empty window is no proof that nothing happened; null when its whole length was seen. */
export function incompleteHistory(history: KnownHistory, window: Window): Reason | null {
  if (coversWindow(history, window)) return null;
  const from = seenFrom(history);
  const since =
    from === null ? "no event tells yet since when this repository is seen" : `known since ${day(from)} only`;
  return {
    code: "history-incomplete",
    text: `History incomplete: ${since}, and the window begins on ${day(window.from)}. Wait for deliveries, or install Firstpass on the repository if it is not.`,
  };
}

/** What to know of a number whose window was seen in part; null when all of it was. */
export function partialHistoryNote(history: KnownHistory, window: Window): string | null {
  if (coversWindow(history, window)) return null;
  const from = seenFrom(history);
  if (from === null) return null;
  return `The history of this repository is known since ${day(from)} only: the number speaks for what happened since then.`;
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
