// The head of a repository's default branch as the ledger knows it: who knows the commit need not ask for it.
import { type Fact, factsOfKind } from "../../core/facts/fact.ts";
import type { PushFact } from "../../core/facts/push.ts";
import type { Store } from "../../records/store.ts";
import type { Place } from "../find-place.ts";

/** How far back the newest push is looked for. An older one says no less, but is not worth the looking. */
const lookbackMillis = 90 * 24 * 60 * 60 * 1000;

export interface KnownHead {
  readonly commitSha: string;
  /** Milliseconds UTC. */
  readonly pushedAt: number;
}

/**
 * What the newest push to the branch made of it; null where none is known, where several of one moment disagree, or where deliveries
 * have been interrupted since: then there may be one that nobody told of.
 * @param now milliseconds UTC.
 */
export async function findHead(store: Store, { known }: Place, now: number): Promise<KnownHead | null> {
  const { accountId, repositoryId, defaultBranch } = known.state;
  const facts = await store.facts.list({
    accountId,
    repositoryId,
    kinds: ["push"],
    from: now - lookbackMillis,
  });
  const newest = findNewestPushes(facts, `refs/heads/${defaultBranch}`);
  const [head] = newest;
  if (head === undefined || head.data.deleted) return null;
  if (newest.some(({ data }) => data.after !== head.data.after)) return null;
  const resumedAt = Math.max(
    known.resumedAt ?? 0,
    (await store.installations.find(accountId))?.resumedAt ?? 0,
  );
  return head.occurredAt > resumedAt ? { commitSha: head.data.after, pushedAt: head.occurredAt } : null;
}

function findNewestPushes(facts: readonly Fact[], ref: string): PushFact[] {
  const pushes = factsOfKind(facts, "push").filter(({ data }) => data.ref === ref);
  const latest = Math.max(...pushes.map(({ occurredAt }) => occurredAt));
  return pushes.filter(({ occurredAt }) => occurredAt === latest);
}
