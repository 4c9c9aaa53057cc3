// Compares what repositories an account has under the App with GitHub's own list, a hundred a request. What is other is made good by
// the same verbs as deliveries use; only where something has happened is a repository itself read again.
import type { RepositoryState } from "../../core/facts/repository.ts";
import type { ReconcileAccountJob } from "../../core/work/job.ts";
import type { SurveyedRepository } from "../../github/history.ts";
import type { KnownRepository, RepositoryHistory, Store } from "../../records/store.ts";
import { JobLeaseLost, type JobOutcome, skipped } from "../job-outcome.ts";
import type { JobServices } from "../services.ts";
import { addDrift } from "./add-drift.ts";
import { askReconciliation, overlapMillis, spread } from "./ask-reconciliation.ts";
import { backfillRequest, readAnew, requestOf } from "./requested.ts";
import { surveyAccount } from "./survey-account.ts";
import { compareSurvey, type SurveyDifferences } from "./survey-changes.ts";

const hourMillis = 60 * 60 * 1000;

/** Repositories begin within this time after the survey, each at a moment of its own. */
const repositoriesSpreadMillis = 3 * hourMillis;

/** Where GitHub does not tell when pull requests changed, what was pushed to so lately may have some that did. */
const livelyMillis = 30 * 24 * hourMillis;

export async function reconcileAccount(services: JobServices, job: ReconcileAccountJob): Promise<JobOutcome> {
  const { store, log, now } = services;
  const { accountId } = job;
  const installation = await store.installations.find(accountId);
  if (installation === null) return skipped(`Account ${accountId} has no installation.`);
  if (installation.deleted || installation.suspended)
    return skipped(`Firstpass is not at work on ${installation.accountLogin}: nothing is compared.`);
  const { installationId } = installation;
  const startedAt = now();
  const surveyed = await surveyAccount(services, { accountId, installationId, startedAt });
  const differences = compareSurvey(surveyed, await store.repositories.list(accountId), startedAt);
  const { added, gone, changed } = differences;
  await makeGood(services, differences, { installationId, at: startedAt });
  const queued = await enqueueActive(services, differences, startedAt);
  log.info(
    {
      accountId,
      repositories: surveyed.length,
      added: added.length,
      gone: gone.length,
      changed: changed.filter(({ toldFirst }) => !toldFirst).length,
      queued,
    },
    "repositories compared with GitHub",
  );
  const corrected = added.length + gone.length + changed.length;
  return { did: corrected === 0 ? "unchanged" : "recorded", reason: null };
}

/** All of one repository in one transaction: what it is, the work that it gives rise to, and that it had been missed. */
async function makeGood(
  services: JobServices,
  { added, gone, changed }: SurveyDifferences,
  { installationId, at }: { readonly installationId: number; readonly at: number },
): Promise<void> {
  for (const [index, one] of added.entries()) {
    await whileLeased(services, async (transaction) => {
      const { accountId, repositoryId } = one;
      // Dated 0: whatever a delivery or a reading says of it is newer.
      await transaction.repositories.observe(newState(one), { observedAt: 0, installationId });
      await transaction.repositories.setActive(accountId, repositoryId, true, at);
      await transaction.repositories.setCoveredFrom(accountId, repositoryId, at);
      await transaction.jobs.enqueue([...readAnew(one, at, index), backfillRequest(one)]);
      await addDrift(transaction, one, { repository: 1 });
    });
  }
  for (const { state } of gone) {
    await whileLeased(services, async (transaction) => {
      await transaction.repositories.setActive(state.accountId, state.repositoryId, false, at);
      await transaction.repositories.setCoveredUntil(state.accountId, state.repositoryId, at);
      await addDrift(transaction, state, { repository: 1 });
    });
  }
  for (const { known, state, readAgain, toldFirst } of changed) {
    await whileLeased(services, async (transaction) => {
      // What nobody had told is known besides, not later: whatever a delivery says next is newer.
      const observedAt = toldFirst ? known.observedAt + 1 : at;
      await transaction.repositories.observe(state, { observedAt, installationId });
      const { accountId } = state;
      await transaction.jobs.enqueue([
        // Groups select by name and visibility, and under its new name it may hold what others extend.
        requestOf({ kind: "request-observations", accountId, repositoryId: null }),
        ...(readAgain ? readAnew(state, at) : []),
      ]);
      if (!toldFirst) await addDrift(transaction, state, { repository: 1 });
    });
  }
}

/** Of a worker that stood still, or whose account was erased meanwhile, nothing is kept. */
function whileLeased<Result>(
  { store, holdsLease }: JobServices,
  work: (transaction: Store) => Promise<Result>,
): Promise<Result> {
  return store.transaction(async (transaction) => {
    if (!(await holdsLease(transaction))) throw new JobLeaseLost("Another worker compares this account now.");
    return work(transaction);
  });
}

/** Queues the reading of those where something has happened since. The others cost nothing. */
async function enqueueActive(
  services: JobServices,
  { present }: SurveyDifferences,
  startedAt: number,
): Promise<number> {
  const [first] = present;
  if (first === undefined) return 0;
  const { store } = services;
  const { accountId } = first.known.state;
  const histories = new Map((await store.histories.list(accountId)).map((one) => [one.repositoryId, one]));
  let queued = 0;
  for (const { known, surveyed } of present) {
    const { repositoryId } = known.state;
    const history = histories.get(repositoryId) ?? null;
    // Known from before histories were read, or given up while GitHub was away: what is done already costs nothing.
    const isRead = history?.backfill?.state === "done";
    if (!isRead) await whileLeased(services, ({ jobs }) => jobs.enqueue([backfillRequest(known.state)]));
    const since = comparedUntil(known, history, startedAt) - overlapMillis;
    const touched = Math.max(surveyed.pushedAt ?? 0, surveyed.pullRequestsUpdatedAt ?? 0) >= since;
    const untold = surveyed.pullRequestsUpdatedAt === null;
    const perhaps = untold && (surveyed.pushedAt ?? 0) >= startedAt - livelyMillis;
    const unfinished =
      history !== null && (history.reconciliation.inHand !== null || history.wantedSince !== null);
    if (!touched && !perhaps && !unfinished && !(await hasLatelyTold(store, known, startedAt))) continue;
    const notBefore = startedAt + spread(repositoryId, repositoriesSpreadMillis);
    await whileLeased(services, (transaction) =>
      askReconciliation(transaction, { accountId, repositoryId }, since, notBefore),
    );
    queued++;
  }
  return queued;
}

/** Up to when the ledger is known to be complete: what was there before deliveries began is the backfill's. */
function comparedUntil(
  { coveredFrom, resumedAt }: KnownRepository,
  history: RepositoryHistory | null,
  startedAt: number,
): number {
  const reconciledTo = history?.reconciliation.reconciledTo ?? null;
  const began = Math.max(coveredFrom ?? 0, resumedAt ?? 0);
  return reconciledTo ?? (began > 0 ? began : startedAt - 24 * hourMillis);
}

/** Checks and alerts move neither a branch nor a pull request: that something was told lately shows that more may have been missed. */
async function hasLatelyTold(store: Store, { state }: KnownRepository, at: number): Promise<boolean> {
  const { accountId, repositoryId } = state;
  const facts = await store.facts.list({
    accountId,
    repositoryId,
    from: at - 24 * hourMillis,
    kinds: active,
  });
  return facts.length > 0;
}

const active = ["check-run", "check-suite", "commit-status", "workflow-run", "pull-request-review"] as const;

/** What a survey tells of a repository that nobody has told of; the reading that it gives rise to tells the rest. */
function newState(surveyed: SurveyedRepository): RepositoryState {
  const { accountId, repositoryId, owner, name, visibility, archived, defaultBranch, url } = surveyed;
  return {
    accountId,
    repositoryId,
    ownerLogin: owner,
    name,
    visibility,
    archived,
    fork: false,
    defaultBranch,
    language: null,
    topics: [],
    createdAt: null,
    url,
    templateRepository: null,
    customProperties: null,
  };
}
