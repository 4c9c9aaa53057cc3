// What the ledger knows of a pull request's heads already: it fills in where GitHub's lists do not name them any more, as after a forced push
// to a fork.
import type { PullRequestFact } from "../facts/pull-request.ts";
import type { ListedPullRequest } from "./listed.ts";

/** The heads that were told, and what they replaced: what ran on them can be asked for by their SHA still. */
export function knownHeads(known: readonly PullRequestFact[]): string[] {
  const told = known.flatMap(({ data: { action, headSha, previousHeadSha } }) =>
    action === "opened" || action === "synchronize" ? [headSha, previousHeadSha] : [],
  );
  return [...new Set(told.filter((sha) => sha !== null))];
}

/**
 * The head at a moment, where what was told last before it and next after it agree: then no push can lie between. Null where they do not,
 * or nothing was told before it. After everything told comes the head of today.
 * @param at milliseconds UTC.
 */
export function headBetween(
  { headSha }: Pick<ListedPullRequest, "headSha">,
  known: readonly PullRequestFact[],
  at: number,
): string | null {
  const times = known.map(({ occurredAt }) => occurredAt);
  const lastAt = Math.max(...times.filter((time) => time <= at));
  const nextAt = Math.min(...times.filter((time) => time > at));
  const last = known.filter(({ occurredAt }) => occurredAt === lastAt);
  const next = known.filter(({ occurredAt }) => occurredAt === nextAt);
  const [head] = last;
  if (head === undefined) return null;
  const around = [
    ...last.map(({ data }) => data.headSha),
    // Within one second nothing tells which came first.
    ...(lastAt === at ? last.flatMap((fact) => headBefore(fact)) : []),
    ...(next.length === 0 ? [headSha] : next.flatMap((fact) => headBefore(fact))),
  ];
  return around.every((sha) => sha === head.data.headSha) ? head.data.headSha : null;
}

/** The head that a fact found; of a push the one that it replaced. */
function headBefore({ data: { action, headSha, previousHeadSha } }: PullRequestFact): (string | null)[] {
  return [action === "synchronize" ? previousHeadSha : headSha];
}
