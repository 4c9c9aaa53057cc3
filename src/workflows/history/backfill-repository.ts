// Reads what happened in a repository before its deliveries began, a bounded number of requests at a time, the newest slice first.
// Whatever stops it, it goes on where it was: facts and progress are kept together.
import type { BackfillRepositoryJob } from "../../core/work/job.ts";
import { countRequests, type RequestCount } from "../../github/count-requests.ts";
import { RateLimited } from "../../github/errors.ts";
import type { Backfill, Reading, Store } from "../../records/store.ts";
import { findPlace, type Place } from "../find-place.ts";
import { JobLeaseLost, type JobOutcome, skipped } from "../job-outcome.ts";
import type { JobServices } from "../services.ts";
import { findBackfill, usualBackfillDays } from "./begin-backfill.ts";
import { finishBackfill } from "./finish-backfill.ts";
import { keepSliceRead } from "./keep-slice.ts";
import { keepMissing } from "./keep-step.ts";
import { nameDefaultBranch } from "./name-default-branch.ts";
import { readStep } from "./read-step.ts";
import { olderSlice, settling } from "./reading.ts";
import { backfillRequest } from "./requested.ts";
import type { HistoryVisit, Step } from "./visit.ts";

/** Requests of one run, about: then it is another repository's turn. */
const requestsInARun = 30;

/** How long a repository that is ahead of others waits for them: for each so long, and within bounds. */
const turn = { eachMillis: 1000, leastMillis: 10_000, mostMillis: 15 * 60_000 };

export async function backfillRepository(
  services: JobServices,
  job: BackfillRepositoryJob,
): Promise<JobOutcome> {
  const { store, now } = services;
  const place = await findPlace(store, job.accountId, job.repositoryId);
  if ("unreachable" in place) {
    await stop(store, job);
    return skipped(place.unreachable);
  }
  const days = services.backfillDays ?? usualBackfillDays;
  const { backfill, isNew } = await findBackfill(store, place.known, { job, at: now(), days });
  if (backfill.state === "done" && !isNew) return { did: "unchanged", reason: null };
  if (isNew) await store.histories.saveBackfill(job.accountId, job.repositoryId, backfill);
  if (backfill.reading === null) return { did: "recorded", reason: null };
  const behind = await store.histories.countBehind(job.accountId, backfill.slices);
  if (behind > 0) {
    const millis = Math.min(Math.max(behind * turn.eachMillis, turn.leastMillis), turn.mostMillis);
    await store.jobs.enqueue([backfillRequest(job, now() + millis)]);
    return skipped("Other repositories of the account come first: less of their past is read.");
  }
  return readOn(services, place, backfill);
}

async function readOn(services: JobServices, place: Place, begun: Backfill): Promise<JobOutcome> {
  const { store, github, now } = services;
  const { accountId, repositoryId } = place.known.state;
  const count: RequestCount = { requests: 0 };
  let backfill = begun;
  try {
    await countRequests(count, async () => {
      const { defaultBranch } = await nameDefaultBranch(services, place);
      const visit: HistoryVisit = {
        store,
        github,
        place: { accountId, repositoryId, defaultBranch },
        address: place.address,
      };
      while (backfill.reading !== null && count.requests < requestsInARun) {
        const slices = backfill.slices;
        const step = await readStep(visit, backfill.reading);
        backfill = await keep(services, visit, backfill, step, begun.requests + count.requests);
        // The slice is done: whose turn it is next is looked at anew.
        if (backfill.slices > slices && backfill.reading?.step !== "settle") break;
      }
    });
  } catch (error) {
    await keepFailure(services, place, { ...backfill, requests: begun.requests + count.requests }, error);
    throw error;
  }
  if (backfill.reading !== null) await store.jobs.enqueue([backfillRequest(place.known.state, now() + 1)]);
  return { did: "recorded", reason: null };
}

/** What the step told, what it asks for, and where the reading stands now. */
async function keep(
  { store, log, now, holdsLease }: JobServices,
  { place }: HistoryVisit,
  backfill: Backfill,
  step: Step,
  requests: number,
): Promise<Backfill> {
  const { accountId, repositoryId } = place;
  const { reading } = step;
  const sliceRead = reading.step === null;
  const next = sliceRead ? afterSlice(backfill, reading) : reading;
  const settled = backfill.reading?.step === "settle";
  const after: Backfill = {
    ...backfill,
    requests,
    error: null,
    reading: next,
    ...(sliceRead && !settled ? { reachedAt: reading.slice.from, slices: backfill.slices + 1 } : {}),
    ...(next === null ? { state: "done", finishedAt: now() } : {}),
  };
  const added = await store.transaction(async (transaction) => {
    // Of a worker that stood still, or whose account was erased meanwhile, nothing is kept.
    if (!(await holdsLease(transaction))) throw new JobLeaseLost("Another worker reads this past now.");
    const missing = await keepMissing(transaction, place, step.told);
    if (sliceRead && !settled) await keepSliceRead(transaction, place, reading, now());
    await transaction.histories.saveBackfill(accountId, repositoryId, after);
    await transaction.jobs.enqueue(step.jobs);
    if (next === null) await finishBackfill(transaction, place, now());
    return missing.length;
  });
  if (sliceRead && !settled) {
    const { slice } = reading;
    const span = { from: new Date(slice.from).toISOString(), to: new Date(slice.to).toISOString() };
    const unseen = reading.unseen.map(({ part }) => part);
    log.info({ accountId, repositoryId, ...span, unseen, requests, slices: after.slices }, "history read");
  }
  log.debug(
    { accountId, repositoryId, step: backfill.reading?.step, told: step.told.length, added },
    "history step",
  );
  return after;
}

function afterSlice(backfill: Backfill, reading: Reading): Reading | null {
  if (backfill.reading?.step === "settle") return null;
  return olderSlice(reading) ?? settling(reading, backfill.startedAt);
}

/** A limit is nobody's failure. What failed holds up no other repository. */
async function keepFailure(
  { store, holdsLease }: JobServices,
  { known }: Place,
  backfill: Backfill,
  error: unknown,
): Promise<void> {
  if (error instanceof JobLeaseLost) return;
  const reason = error instanceof Error ? error.message : String(error);
  await store.transaction(async (transaction) => {
    if (!(await holdsLease(transaction))) return;
    await transaction.histories.saveBackfill(known.state.accountId, known.state.repositoryId, {
      ...backfill,
      error: error instanceof RateLimited ? null : reason,
    });
  });
}

/** The repository left, or the App did. When it comes back, its past is read anew. */
async function stop(store: Store, { accountId, repositoryId }: BackfillRepositoryJob): Promise<void> {
  const history = await store.histories.find(accountId, repositoryId);
  if (history?.backfill?.state !== "reading") return;
  await store.histories.saveBackfill(accountId, repositoryId, {
    ...history.backfill,
    state: "stopped",
    reading: null,
  });
}
