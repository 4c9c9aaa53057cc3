// Which branch was the default one at an earlier time: a renamed or exchanged default branch does not unmake the changes before.
import { type Fact, factsOfKind } from "../facts/fact.ts";
import type { PushFact } from "../facts/push.ts";

/** Whether a branch was the default branch at a time, milliseconds UTC; null where no push to it tells. */
export type PastDefaultBranch = (branch: string, at: number) => boolean | null;

/** Answers by the push to the branch that is nearest to the time: a merge is one, within seconds. Of two the earlier. */
export function pastDefaultBranch(facts: readonly Fact[]): PastDefaultBranch {
  const byRef = Map.groupBy(factsOfKind(facts, "push"), ({ data }) => data.ref);
  const ordered = new Map([...byRef].map(([ref, pushes]) => [ref, firstOfEachTime(pushes)]));
  return (branch, at) => {
    const pushes = ordered.get(`refs/heads/${branch}`);
    return pushes === undefined ? null : (findNearest(pushes, at)?.data.toDefaultBranch ?? null);
  };
}

/** By time, one of each: of several at one time the one to the default branch. */
function firstOfEachTime(pushes: readonly PushFact[]): PushFact[] {
  const sorted = pushes.toSorted(
    (a, b) => a.occurredAt - b.occurredAt || Number(b.data.toDefaultBranch) - Number(a.data.toDefaultBranch),
  );
  return sorted.filter(({ occurredAt }, index) => occurredAt !== sorted[index - 1]?.occurredAt);
}

/** Halves the list until the two neighbours of the time are left. */
function findNearest(pushes: readonly PushFact[], at: number): PushFact | undefined {
  let low = 0;
  let high = pushes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((pushes[middle]?.occurredAt ?? at) < at) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [pushes[low - 1], pushes[low]];
  if (before === undefined || after === undefined) return before ?? after;
  return at - before.occurredAt <= after.occurredAt - at ? before : after;
}
