// Decides what of the past a backfill reads: as many days as are configured, up to the time at which deliveries began.
import type { BackfillRepositoryJob } from "../../core/work/job.ts";
import type { Backfill, KnownRepository, Store } from "../../records/store.ts";
import { beginReading } from "./reading.ts";
import { whenDeliveriesBegan } from "./when-deliveries-began.ts";

const dayMillis = 24 * 60 * 60 * 1000;

/** Read where nothing else is configured. */
export const usualBackfillDays = 90;

/**
 * The backfill that is in hand or done, or a new one where there is none, or where deliveries began anew since: the App was away, or got
 * a permission.
 */
export async function findBackfill(
  store: Store,
  known: KnownRepository,
  { job, at, days }: { readonly job: BackfillRepositoryJob; readonly at: number; readonly days: number },
): Promise<{ readonly backfill: Backfill; readonly isNew: boolean }> {
  const began = (await whenDeliveriesBegan(store, known)) ?? at;
  const history = await store.histories.find(job.accountId, job.repositoryId);
  const backfill = history?.backfill ?? null;
  if (backfill !== null && backfill.state !== "stopped" && began <= backfill.to)
    return { backfill, isNew: false };
  const from = Math.min(at - (job.days ?? days) * dayMillis, began);
  const span = { from, to: began };
  const isEmpty = from === began;
  const begun: Backfill = {
    state: isEmpty ? "done" : "reading",
    ...span,
    reachedAt: began,
    slices: 0,
    requests: 0,
    startedAt: at,
    finishedAt: isEmpty ? at : null,
    error: null,
    reading: isEmpty ? null : beginReading(span),
  };
  return { backfill: begun, isNew: true };
}
