// When commits were made, as far as pushes and readings of commits tell.
import { type Fact, factsOfKind } from "../facts/fact.ts";

/** Commit → the committer's time, milliseconds UTC; of several that were told, the earliest. */
export function commitTimes(facts: readonly Fact[]): Map<string, number> {
  const times = new Map<string, number>();
  const add = (sha: string, at: number) => times.set(sha, Math.min(times.get(sha) ?? at, at));
  for (const { data } of factsOfKind(facts, "push")) {
    for (const { sha, committedAt } of data.commits) if (committedAt !== null) add(sha, committedAt);
  }
  for (const { data } of factsOfKind(facts, "commit")) add(data.sha, data.committedAt);
  return times;
}

/** Of several commits the one that was made first, as far as known; else the one whose SHA sorts first. Null for none. */
export function firstCommit(shas: readonly string[], times: ReadonlyMap<string, number>): string | null {
  const timeOf = (sha: string) => times.get(sha) ?? Number.POSITIVE_INFINITY;
  const [first] = [...shas].sort((a, b) => {
    const [left, right] = [timeOf(a), timeOf(b)];
    return left === right ? (a < b ? -1 : 1) : left - right;
  });
  return first ?? null;
}
