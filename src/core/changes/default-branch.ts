// Which branch was the default one at an earlier time: a renamed or exchanged default branch does not unmake the changes before.
import { type Fact, factsOfKind } from "../facts/fact.ts";
import type { PushFact } from "../facts/push.ts";

/** Whether a branch was the default branch at a time, milliseconds UTC; null where no push to it tells. */
export type PastDefaultBranch = (branch: string, at: number) => boolean | null;

/** Answers by the push to the branch that is nearest to the time: a merge is one, within seconds. Of two the earlier. */
export function pastDefaultBranch(facts: readonly Fact[]): PastDefaultBranch {
  const pushes = Map.groupBy(factsOfKind(facts, "push"), ({ data }) => data.ref);
  return (branch, at) => {
    const nearest = pushes
      .get(`refs/heads/${branch}`)
      ?.reduce((best, push) => (compareNearness(push, best, at) < 0 ? push : best));
    return nearest?.data.toDefaultBranch ?? null;
  };
}

function compareNearness(a: PushFact, b: PushFact, at: number): number {
  return (
    Math.abs(a.occurredAt - at) - Math.abs(b.occurredAt - at) ||
    a.occurredAt - b.occurredAt ||
    Number(b.data.toDefaultBranch) - Number(a.data.toDefaultBranch)
  );
}
