// Asks for reconciliations: of everything, at night or after a gap, or of one repository. They are spread, because every request
// of them comes out of the hours that people's work needs, too.
import type { Store } from "../../records/store.ts";
import type { WorkflowServices } from "../services.ts";
import { reconcileRequest, requestOf } from "./requested.ts";

const hourMillis = 60 * 60 * 1000;
const dayMillis = 24 * hourMillis;

/** Accounts begin within this time of the night, each at a moment of its own. */
const accountsSpreadMillis = hourMillis;

/** Deliveries are minutes late at times, and two clocks differ: what is compared overlaps by so much. */
export const overlapMillis = hourMillis;

/** Repositories whose repair begins in one minute. */
const repairsPerMinute = 10;

/**
 * Every account where Firstpass is installed is compared with GitHub: one in which something happens every night, a quiet one every
 * second week, so that a single idle repository costs one request a week. Returns how many are compared tonight.
 */
export async function enqueueReconciliations({
  store,
  now,
}: Pick<WorkflowServices, "store" | "now">): Promise<number> {
  const at = now();
  let asked = 0;
  for (const { accountId, deleted, suspended } of await store.installations.list()) {
    if (deleted || suspended) continue;
    if (!isItsNight(accountId, at) && !(await isLively(store, accountId, at))) continue;
    const job = { kind: "reconcile-account", accountId, repositoryId: null } as const;
    await store.jobs.enqueue([requestOf(job, at + spread(accountId, accountsSpreadMillis))]);
    asked++;
  }
  return asked;
}

/** A comparison takes two requests, whatever little there is to compare. */
const quietNights = 14;

/** Each account has a night of its own. */
function isItsNight(accountId: number, at: number): boolean {
  return Math.floor(at / dayMillis) % quietNights === accountId % quietNights;
}

/** Whether a delivery told of one of its repositories since the night before the last. */
async function isLively(store: Store, accountId: number, at: number): Promise<boolean> {
  const repositories = await store.repositories.list(accountId);
  return repositories.some(({ active, observedAt }) => active && observedAt >= at - 2 * dayMillis);
}

/**
 * Deliveries from `from` on (milliseconds UTC) may be lost for good: every repository is read again from an hour before it, and what
 * repositories there are is compared. Safe inside the transaction that keeps the gap. Returns how many repositories there are.
 */
export async function enqueueRepair(store: Store, { from }: { readonly from: number }): Promise<number> {
  const at = await store.now();
  const repositories = (await store.repositories.listAll()).filter(({ active }) => active);
  const accounts = new Set(repositories.map(({ state }) => state.accountId));
  await store.jobs.enqueue(
    [...accounts].map((accountId) => requestOf({ kind: "reconcile-account", accountId, repositoryId: null })),
  );
  const since = from - overlapMillis;
  for (const [index, { state }] of repositories.entries()) {
    await askReconciliation(store, state, since, at + Math.floor(index / repairsPerMinute) * 60_000);
  }
  return repositories.length;
}

/** Has one repository read again from `since` on, or from earlier where that was asked for already. Milliseconds UTC. */
export async function askReconciliation(
  store: Store,
  { accountId, repositoryId }: { readonly accountId: number; readonly repositoryId: number },
  since: number,
  notBefore?: number,
): Promise<void> {
  await store.histories.want(accountId, repositoryId, since);
  await store.jobs.enqueue([reconcileRequest({ accountId, repositoryId }, since, notBefore)]);
}

/** A moment of its own within `millis`, the same every time. Ids that follow each other come apart. */
export function spread(id: number, millis: number): number {
  return ((id % 1_000_003) * 2_654_435) % millis;
}
