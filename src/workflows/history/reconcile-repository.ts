// Compares the ledger of a repository with what GitHub lists of a span: what had been missed is added, counted, and has its
// consequences as if it had been delivered.
import { type Fact, factsOfKind } from "../../core/facts/fact.ts";
import type { ReconcileRepositoryJob } from "../../core/work/job.ts";
import { countRequests, type RequestCount } from "../../github/count-requests.ts";
import { countDrift, neverReconciled, sumDrift } from "../../records/drift.ts";
import type { JobRequest, Reconciliation, RepositoryHistory } from "../../records/store.ts";
import { findPlace, type Place } from "../find-place.ts";
import { JobLeaseLost, type JobOutcome, skipped } from "../job-outcome.ts";
import type { ServerJobServices } from "../services.ts";
import { findReconciliation, settledMillis } from "./begin-reconciliation.ts";
import { countMissed } from "./count-missed.ts";
import { keepSliceRead } from "./keep-slice.ts";
import { keepMissing } from "./keep-step.ts";
import { nameDefaultBranch } from "./name-default-branch.ts";
import { evaluateOpenHeads } from "./open-heads.ts";
import { readStep } from "./read-step.ts";
import { olderSlice } from "./reading.ts";
import { reconcileRequest, requestOf } from "./requested.ts";
import type { HistoryVisit, Step } from "./visit.ts";
import { whenDeliveriesBegan } from "./when-deliveries-began.ts";

type InHand = NonNullable<Reconciliation["inHand"]>;

/** Requests of one run, about: then it is another repository's turn. */
const requestsInARun = 30;

const dayMillis = 24 * 60 * 60 * 1000;

export async function reconcileRepository(
  services: ServerJobServices,
  job: ReconcileRepositoryJob,
): Promise<JobOutcome> {
  const { store, now } = services;
  const { accountId, repositoryId } = job;
  const place = await findPlace(store, accountId, repositoryId);
  if ("unreachable" in place) return skipped(place.unreachable);
  const history: RepositoryHistory = (await store.histories.find(accountId, repositoryId)) ?? {
    accountId,
    repositoryId,
    backfill: null,
    reconciliation: neverReconciled,
    wantedSince: null,
  };
  const inHand = await findReconciliation(store, job, history, now());
  if (inHand === null) {
    await store.jobs.enqueue([reconcileRequest(job, job.since, now() + settledMillis)]);
    return skipped("Deliveries of that time may still be on their way: it is compared later.");
  }
  if (history.reconciliation.inHand === null) {
    await store.transaction(async (transaction) => {
      await transaction.histories.saveReconciliation(accountId, repositoryId, {
        ...history.reconciliation,
        inHand,
      });
      await transaction.histories.takeWanted(
        accountId,
        repositoryId,
        Math.min(inHand.reading.from, history.wantedSince ?? inHand.reading.from),
      );
    });
  }
  return compare(services, place, { ...history.reconciliation, inHand });
}

async function compare(
  services: ServerJobServices,
  place: Place,
  begun: Reconciliation & { readonly inHand: InHand },
): Promise<JobOutcome> {
  const { store, github, now } = services;
  const { accountId, repositoryId } = place.known.state;
  const { defaultBranch } = await nameDefaultBranch(services, place);
  const visit: HistoryVisit = {
    store,
    github,
    place: { accountId, repositoryId, defaultBranch },
    address: place.address,
  };
  const count: RequestCount = { requests: 0 };
  let reconciliation: Reconciliation = begun;
  await countRequests(count, async () => {
    while (reconciliation.inHand !== null && count.requests < requestsInARun) {
      const { inHand } = reconciliation;
      const step = await readStep(visit, inHand.reading);
      const requests = begun.inHand.requests + count.requests;
      reconciliation = await keep(
        services,
        place,
        visit,
        { ...reconciliation, inHand: { ...inHand, requests } },
        step,
      );
    }
  });
  const history = await store.histories.find(accountId, repositoryId);
  const wanted = history?.wantedSince ?? null;
  if (reconciliation.inHand !== null || wanted !== null)
    await store.jobs.enqueue([
      reconcileRequest(place.known.state, wanted ?? begun.inHand.reading.from, now()),
    ]);
  return { did: countDrift(reconciliation.drift) > 0 ? "recorded" : "unchanged", reason: null };
}

async function keep(
  { store, log, now, holdsLease }: ServerJobServices,
  { known }: Place,
  { place }: HistoryVisit,
  before: Reconciliation & { readonly inHand: InHand },
  step: Step,
): Promise<Reconciliation> {
  const { accountId, repositoryId } = place;
  const { reading } = step;
  const { from, to } = reading;
  const began = (await whenDeliveriesBegan(store, known)) ?? from;
  const next = reading.step === null ? olderSlice(reading) : reading;
  const after = await store.transaction(async (transaction) => {
    if (!(await holdsLease(transaction)))
      throw new JobLeaseLost("Another worker compares this repository now.");
    const missing = await keepMissing(transaction, place, step.told);
    if (reading.step === null) await keepSliceRead(transaction, place, reading, now());
    const drift = sumDrift(before.inHand.drift, countMissed(missing, { from: Math.max(from, began), to }));
    const pushedAt = latestPush(before.inHand.pushedAt, missing);
    await transaction.jobs.enqueue([...step.jobs, ...(await evaluateOpenHeads(transaction, place, missing))]);
    const reconciliation: Reconciliation =
      next === null
        ? { ...finished({ ...before, inHand: { ...before.inHand, drift } }, to), reconciledAt: now() }
        : { ...before, inHand: { ...before.inHand, reading: next, drift, pushedAt } };
    await transaction.histories.saveReconciliation(accountId, repositoryId, reconciliation);
    if (next === null) await transaction.jobs.enqueue(consequences(place, { from, to, drift, pushedAt }));
    return reconciliation;
  });
  if (next === null) tellEnd(log, after, { accountId, repositoryId, from, to });
  return after;
}

/** An earlier span that is compared again, by hand or after a gap, does not set back up to when all was compared. */
function finished(before: Reconciliation & { readonly inHand: InHand }, to: number): Reconciliation {
  const { drift, requests } = before.inHand;
  return {
    reconciledTo: Math.max(before.reconciledTo ?? to, to),
    reconciledAt: before.reconciledAt,
    drift,
    totalDrift: sumDrift(before.totalDrift, drift),
    requests,
    inHand: null,
  };
}

function latestPush(known: number | null, missing: readonly Fact[]): number | null {
  const pushes = factsOfKind(missing, "push").filter(({ data }) => data.toDefaultBranch);
  const times = [...pushes.map(({ occurredAt }) => occurredAt), ...(known === null ? [] : [known])];
  return times.length === 0 ? null : Math.max(...times);
}

/** What deliveries would have asked for. Alerts are read where any may have been missed: no other list tells of them. */
function consequences(
  { accountId, repositoryId }: { readonly accountId: number; readonly repositoryId: number },
  compared: { from: number; to: number; drift: Reconciliation["drift"]; pushedAt: number | null },
): JobRequest[] {
  const place = { accountId, repositoryId };
  const { from, to, drift, pushedAt } = compared;
  const mayLackAlerts = countDrift(drift) > 0 || to - from > 2 * dayMillis;
  return [
    ...(mayLackAlerts ? [requestOf({ kind: "observe-repository", ...place })] : []),
    ...(pushedAt === null
      ? []
      : [
          requestOf({ kind: "read-configuration", ...place }),
          requestOf({ kind: "observe-paved-road", ...place, causedAt: pushedAt }),
        ]),
  ];
}

function tellEnd(
  log: ServerJobServices["log"],
  { drift, requests }: Reconciliation,
  { from, to, ...place }: { accountId: number; repositoryId: number; from: number; to: number },
): void {
  const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const entry = { ...place, ...span, missed: countDrift(drift), drift, requests };
  if (entry.missed === 0) log.info(entry, "repository compared with GitHub: nothing had been missed");
  else log.warn(entry, "repository compared with GitHub: what had been missed was added");
}
