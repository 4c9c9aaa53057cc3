// Facts of pushes → how many distinct commits reached the branches that count: the denominator of secret exposure.
import type { Config } from "../../config/config.ts";
import { type Fact, factsOfKind } from "../../facts/fact.ts";
import { oncePerList } from "../../facts/once-per-list.ts";
import type { PushFact } from "../../facts/push.ts";
import { sameEventMillis } from "../../listed-history/same-event.ts";
import type { Window } from "../measurement.ts";

export interface PushedCommits {
  readonly distinct: number;
  /** The pushes that count, by time, each once. */
  readonly pushes: readonly { readonly push: PushFact; readonly commits: number | null }[];
  /** Pushes that GitHub cut short and that nothing has completed yet. */
  readonly incomplete: readonly PushFact[];
}

/**
 * Counts distinct commits of the pushes in the window, each commit and each push once.
 * A truncated push counts what the compare API said of it; without that the count is not complete.
 */
export function countCommits(
  facts: readonly Fact[],
  window: Window,
  branches: Config["secrets"]["branches"],
): PushedCommits {
  const completed = new Map<string, number>();
  for (const { subject, data } of factsOfKind(facts, "push-completed")) {
    completed.set(subject, Math.max(completed.get(subject) ?? 0, data.totalCommits));
  }
  const seen = new Set<string>();
  const pushes: { push: PushFact; commits: number | null }[] = [];
  // Truncated ones first: what they list is part of their own count and must not be counted again elsewhere.
  for (const push of distinctPushes(facts, window, branches).sort(truncatedFirst)) {
    const fresh = push.data.commits.filter(({ distinct, sha }) => distinct && !seen.has(sha));
    for (const { sha } of fresh) seen.add(sha);
    const listed = new Set(fresh.map(({ sha }) => sha)).size;
    pushes.push({ push, commits: push.data.truncated ? (completed.get(push.subject) ?? null) : listed });
  }
  pushes.sort((a, b) => a.push.occurredAt - b.push.occurredAt);
  return {
    distinct: pushes.reduce((sum, { commits }) => sum + (commits ?? 0), 0),
    pushes,
    incomplete: pushes.filter(({ commits }) => commits === null).map(({ push }) => push),
  };
}

function distinctPushes(facts: readonly Fact[], window: Window, branches: "default" | "all"): PushFact[] {
  return pushesToldOnce(facts).filter(({ occurredAt, data }) => {
    if (occurredAt < window.from || occurredAt >= window.to || data.deleted) return false;
    return branches === "all" ? data.ref.startsWith("refs/heads/") : data.toDefaultBranch;
  });
}

/**
 * Each push once, by time: two tellings of one push within minutes are one, and what was delivered goes before what was read. A push that
 * comes again later, by force, is another.
 */
const pushesToldOnce = oncePerList((facts: readonly Fact[]): readonly PushFact[] => {
  const bySubject = Map.groupBy(factsOfKind(facts, "push"), ({ subject }) => subject);
  const pushes = [...bySubject.values()].flatMap((tellings) => {
    const told: PushFact[] = [];
    for (const push of tellings.toSorted(bestTold)) {
      const isKnown = told.some((other) => Math.abs(other.occurredAt - push.occurredAt) <= sameEventMillis);
      if (!isKnown) told.push(push);
    }
    return told;
  });
  const key = ({ occurredAt, subject }: PushFact) => `${occurredAt} ${subject}`;
  return pushes.sort((a, b) => (key(a) < key(b) ? -1 : 1));
});

/** Delivered before read, whole before cut; then by content. */
function bestTold(a: PushFact, b: PushFact): number {
  const [left, right] = [a, b].map(({ occurredAt, data }) => JSON.stringify([occurredAt, data])) as [
    string,
    string,
  ];
  return (
    Number(a.read ?? false) - Number(b.read ?? false) ||
    Number(a.data.truncated) - Number(b.data.truncated) ||
    (left > right ? -1 : left < right ? 1 : 0)
  );
}

function truncatedFirst(a: PushFact, b: PushFact): number {
  return Number(b.data.truncated) - Number(a.data.truncated) || a.occurredAt - b.occurredAt;
}
