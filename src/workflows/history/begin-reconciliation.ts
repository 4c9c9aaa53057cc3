// Decides what span of a repository's past a reconciliation compares, and which commits it looks at besides those of pull requests.
import { factsOfKind } from "../../core/facts/fact.ts";
import type { ReconcileRepositoryJob } from "../../core/work/job.ts";
import type { Reconciliation, RepositoryHistory, ServerStore } from "../../records/store.ts";
import { beginReading } from "./reading.ts";

const minuteMillis = 60 * 1000;
const dayMillis = 24 * 60 * minuteMillis;

/** Deliveries are minutes late at times: what is younger is not missing yet. */
export const settledMillis = 10 * minuteMillis;

/** A check that began so long ago and did not end is not looked at again each night. */
const runningMillis = 3 * dayMillis;

/** GitHub lists the changes of refs of one year. */
const longestMillis = 365 * dayMillis;

/** Up to when deliveries should have told everything: those that wait to be worked on have not. Milliseconds UTC. */
export async function comparableUntil(store: ServerStore, at: number): Promise<number> {
  const { oldestPendingMillis } = await store.deliveries.statistics();
  return at - settledMillis - (oldestPendingMillis ?? 0);
}

/** The one in hand, or a new one; null where nothing can be compared yet. */
export async function findReconciliation(
  store: ServerStore,
  job: ReconcileRepositoryJob,
  history: RepositoryHistory,
  at: number,
): Promise<NonNullable<Reconciliation["inHand"]> | null> {
  const { inHand } = history.reconciliation;
  if (inHand !== null) return inHand;
  const to = await comparableUntil(store, at);
  const from = Math.max(Math.min(job.since, history.wantedSince ?? job.since), to - longestMillis);
  if (from >= to) return null;
  const heads = await listRunning(store, job, to);
  return { reading: beginReading({ from, to }, heads), drift: {}, requests: 0, heads: [], pushedAt: null };
}

/** Commits with a check of which no end was told: nothing else may ever show that it has ended. */
async function listRunning(
  store: ServerStore,
  { accountId, repositoryId }: ReconcileRepositoryJob,
  to: number,
): Promise<string[]> {
  const facts = await store.facts.list({
    accountId,
    repositoryId,
    from: to - runningMillis,
    to,
    kinds: ["check-run"],
  });
  const runs = factsOfKind(facts, "check-run").map(({ data }) => data);
  const ended = new Set(
    runs.filter(({ status }) => status === "completed").map(({ checkRunId }) => checkRunId),
  );
  const running = runs.filter(({ checkRunId }) => !ended.has(checkRunId));
  return [...new Set(running.map(({ headSha }) => headSha))].sort();
}
