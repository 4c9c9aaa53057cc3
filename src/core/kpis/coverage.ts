// Of which times a repository's history can be relied on: deliveries from when they began, without those that were lost, and what was read
// from GitHub beside them. No number is shown for a time that neither covers.
import { type Fact, type FactKind, factsOfKind } from "../facts/fact.ts";
import type { HistoryReadFact } from "../facts/history.ts";
import { oncePerList } from "../facts/once-per-list.ts";
import type { DataSource } from "./data-source.ts";
import type { Reason, Window } from "./measurement.ts";
import { type HistoryNeed, wholeHistory } from "./needed-history.ts";
import { holdSpan, uniteSpans, withoutSpans } from "./spans.ts";

export interface KnownHistory {
  readonly facts: readonly Fact[];
  readonly coveredFrom: number | null;
  readonly resumedAt?: number | null;
  /** Where the facts come from; absent: an installed App. */
  readonly source?: DataSource;
}

/** What to do about a time that nobody saw, by who was to see it. `from`: the day from which on the history is needed. */
const readFarther: Readonly<Record<DataSource, (from: string) => string>> = {
  app: () =>
    "Wait until its past has been read, or deliveries have told enough; if Firstpass is not installed on the repository, install it.",
  api: (from) => `Have its past read back to ${from}: ask for more days of history.`,
  clone: (from) => `Fetch the commits back to ${from}: git fetch --unshallow.`,
};

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
  for (const { kind, occurredAt, read } of facts) {
    const tells = promptKinds.has(kind) && read !== true;
    if (tells && (earliest === null || occurredAt < earliest)) earliest = occurredAt;
  }
  return earliest;
});

/**
 * When deliveries began: the earlier of the covered time and the earliest fact that was delivered as it happened, which shows that
 * deliveries came in already then. Deliveries that were interrupted, by a suspension or by leaving the App, begin anew.
 */
function deliveriesBegan({ facts, coveredFrom, resumedAt = null }: KnownHistory): number | null {
  const told = earliestPrompt(facts);
  const earliest =
    told === null || coveredFrom === null ? (told ?? coveredFrom) : Math.min(told, coveredFrom);
  return earliest === null || resumedAt === null ? (earliest ?? resumedAt) : Math.max(earliest, resumedAt);
}

const spansKept = oncePerList((_: readonly Fact[]) => new Map<string, readonly Window[]>());

/** By time, none touching another; the last has no end (infinity) where deliveries come in still. Kept per list of facts. */
function coveredSpans(history: KnownHistory, need: HistoryNeed): readonly Window[] {
  const kept = spansKept(history.facts);
  const key = JSON.stringify([history.coveredFrom, history.resumedAt ?? null, need]);
  const spans = kept.get(key) ?? findCoveredSpans(history, need);
  kept.set(key, spans);
  return spans;
}

function findCoveredSpans(history: KnownHistory, need: HistoryNeed): Window[] {
  const began = deliveriesBegan(history);
  const missed = factsOfKind(history.facts, "deliveries-missed").map(({ data }) => data);
  const delivered = began === null ? [] : withoutSpans({ from: began, to: Number.POSITIVE_INFINITY }, missed);
  const read = factsOfKind(history.facts, "history-read").filter((fact) => refusals(fact, need).length === 0);
  return uniteSpans([...delivered, ...(need === "deliveries" ? [] : read.map(({ data }) => data))]);
}

/** What GitHub refused of a reading, of what is needed, for a person. */
function refusals({ data }: HistoryReadFact, need: HistoryNeed): string[] {
  return data.unseen.flatMap(({ part, unseen }) => (need.includes(part) ? [unseen.text] : []));
}

/** From when the history is known without a gap up to now; null when nothing tells. */
export function seenFrom(history: KnownHistory, need: HistoryNeed = wholeHistory): number | null {
  const last = coveredSpans(history, need).at(-1);
  return last?.to === Number.POSITIVE_INFINITY ? last.from : null;
}

/**
 * From when what happened in the window can be counted, where deliveries alone tell it: the beginning of the window if all of it was
 * delivered, or if nothing tells since when deliveries come; else when they began, or came again after the last gap.
 */
export function countedFrom(history: KnownHistory, window: Window): number {
  if (coversWindow(history, window, "deliveries")) return window.from;
  return Math.max(window.from, deliveredFrom(history) ?? window.from);
}

/** The same by deliveries alone: for what GitHub's API does not tell afterwards. */
export function deliveredFrom(history: KnownHistory): number | null {
  return seenFrom(history, "deliveries");
}

/** Whether all of the span was seen, milliseconds UTC. */
export function coversWindow(
  history: KnownHistory,
  window: Window,
  need: HistoryNeed = wholeHistory,
): boolean {
  return holdSpan(coveredSpans(history, need), window);
}

/**
 * Whether nothing of the span can have been missed. Unlike a window, a span that ended before deliveries were interrupted counts as seen:
 * what was delivered then was told as it happened.
 */
export function wasSeenThroughout(history: KnownHistory, span: Window, need: HistoryNeed): boolean {
  if (coversWindow(history, span, need)) return true;
  const { resumedAt = null } = history;
  return (
    resumedAt !== null && span.to < resumedAt && coversWindow({ ...history, resumedAt: null }, span, need)
  );
}

/** The first gap in the history that reaches into the window: seen before it and after it, and not between; null where there is none. */
export function findGap(history: KnownHistory, window: Window, need: HistoryNeed): Window | null {
  const spans = coveredSpans(history, need);
  const gaps = spans.slice(1).map(({ from }, index) => ({ from: spans[index]?.to ?? from, to: from }));
  return gaps.find(({ from, to }) => from < window.to && to > window.from) ?? null;
}

/** Why a gap in the window keeps a number from being told; null where there is none. */
export function gapInHistory(history: KnownHistory, window: Window, need: HistoryNeed): Reason | null {
  const gap = findGap(history, window, need);
  if (gap === null) return null;
  const heal =
    need === "deliveries"
      ? "because deliveries were lost. GitHub does not tell it afterwards. Wait until the window begins after that."
      : "because deliveries were lost. Firstpass reads it again from GitHub. Wait for that, and see that GitHub's deliveries reach Firstpass.";
  const why = (history.source ?? "app") === "app" ? heal : "because it was not read. Run it again.";
  return {
    code: "history-incomplete",
    text: `History incomplete: what happened from ${minute(gap.from)} to ${minute(gap.to)} is not known, ${why}`,
  };
}

/** Why an empty window is no proof that nothing happened; null when its whole length was seen. */
export function incompleteHistory(
  history: KnownHistory,
  window: Window,
  need: HistoryNeed = wholeHistory,
): Reason | null {
  if (coversWindow(history, window, need)) return null;
  const gap = gapInHistory(history, window, need);
  if (gap !== null) return gap;
  const from = seenFrom(history, need);
  const { source = "app" } = history;
  const nothing =
    source === "app"
      ? "no event tells yet since when this repository is seen"
      : "nothing of its past was read";
  const since = from === null ? nothing : `known since ${day(from)} only`;
  const refused = factsOfKind(history.facts, "history-read").flatMap((fact) => refusals(fact, need));
  const why = [...new Set(refused)].sort().map((text) => ` ${text}`);
  return {
    code: "history-incomplete",
    text: `History incomplete: ${since}, and the window begins on ${day(window.from)}. ${readFarther[source](day(window.from))}${why.join("")}`,
  };
}

/** What to know of a number whose window was seen in part; null when all of it was. */
export function partialHistoryNote(
  history: KnownHistory,
  window: Window,
  need: HistoryNeed = wholeHistory,
): string | null {
  if (coversWindow(history, window, need)) return null;
  const from = seenFrom(history, need);
  if (from === null) return null;
  return `The history of this repository is known since ${day(from)} only: the number speaks for what happened since then.`;
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
