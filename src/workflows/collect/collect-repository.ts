// Reads a repository with a token, without a server: what an installation would have read in its first hours, by the same workflows, into
// the store that is given. Nothing is written to GitHub.
import { statusOf } from "../../github/classify-error.ts";
import { countRequests, type RequestCount } from "../../github/count-requests.ts";
import { NotFound, PermissionError, Refused, Transient } from "../../github/errors.ts";
import type { Store } from "../../records/store.ts";
import { requestOf } from "../history/requested.ts";
import { doReadingJob } from "../reading-jobs.ts";
import type { JobServices } from "../services.ts";
import { takeNextJob, type WaitingJob } from "./collect-work.ts";
import type { Collected, CollectOptions, CollectServices } from "./collected.ts";
import { findExtendedRepositories, noteRepository } from "./note-place.ts";
import { createPatience, type Patience } from "./patience.ts";
import { type Progress, startProgress } from "./progress.ts";

const dayMillis = 24 * 60 * 60_000;
const mostDays = 365;

/** GitHub dates in whole seconds: so much before the end of what is read, whatever is observed has its time. */
const beforeEndMillis = 1_000;

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * @param fullName `owner/name`, today's or a former one.
 * @throws NotFound where GitHub shows no such repository to the token; PermissionError where the token is refused as such; RateLimited
 * where GitHub's limit ends later than may be waited; Transient where GitHub cannot be asked at all; the signal's reason.
 */
export async function collectRepository(
  services: CollectServices,
  fullName: string,
  options: CollectOptions,
): Promise<Collected> {
  const count = { requests: 0, notModified: 0 };
  return await countRequests(count, () => collect(services, fullName, options, count));
}

async function collect(
  services: CollectServices,
  fullName: string,
  options: CollectOptions,
  count: Required<RequestCount>,
): Promise<Collected> {
  const { store, github, now } = services;
  const readTo = now();
  const days = Math.min(Math.max(1, Math.ceil(options.days)), mostDays);
  const progress = startProgress(fullName, days, options, count);
  const patience = createPatience(services, options, (waitingUntil) => progress.show({ waitingUntil }));

  progress.show({ doing: "repository" });
  const [owner = "", name = ""] = fullName.split("/");
  const named = await patience.try(() => findByName(github, owner, name));
  const { accountId, repositoryId } = named.state;
  await noteRepository(store, named, readTo);
  await store.repositories.setCoveredFrom(accountId, repositoryId, readTo);
  await forgetOthersInHand(store, accountId);

  const place = { accountId, repositoryId, owner: named.state.ownerLogin };
  const at = readTo - beforeEndMillis;
  const run: Run = {
    // Nothing that is read here is dated after the past that is read beside it.
    services: {
      ...{ store, github, log: services.log ?? silent, now: () => at, holdsLease: async () => true },
      readsOnce: true,
    },
    patience,
    progress,
    place,
    readTo,
    problems: [],
  };
  await queueConfiguration(store, place);
  await workOff(run);
  const policyUnseen = await findHiddenPolicy(services, place);
  if (policyUnseen !== null) run.problems.push(policyUnseen);
  const lookedFor = new Set<string>();
  while (await findExtendedRepositories({ store, github, patience }, place, at, lookedFor)) {
    await store.jobs.enqueue([requestOf({ kind: "request-observations", accountId, repositoryId })]);
    await workOff(run);
  }
  await store.jobs.enqueue([
    requestOf({ kind: "observe-repository", accountId, repositoryId }),
    requestOf({ kind: "observe-paved-road", accountId, repositoryId, causedAt: at }),
    requestOf({ kind: "request-observations", accountId, repositoryId }),
    requestOf({ kind: "backfill-repository", accountId, repositoryId, days }),
  ]);
  await workOff(run);

  const known = await store.repositories.find(accountId, repositoryId);
  const { requests, notModified } = count;
  const repository = known?.state ?? named.state;
  return { store, repository, readTo, requests, notModified, problems: run.problems, policyUnseen };
}

interface CollectedPlace {
  readonly accountId: number;
  readonly repositoryId: number;
}

interface Run {
  readonly services: JobServices;
  readonly patience: Patience;
  readonly progress: Progress;
  readonly place: CollectedPlace;
  readonly readTo: number;
  readonly problems: string[];
}

/** GitHub does not tell a repository that is hidden from one that is not there: both are said. */
async function findByName(github: CollectServices["github"], owner: string, name: string) {
  try {
    return await github.findRepositoryByName(owner, name);
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    throw new NotFound(
      `GitHub shows no repository ${owner}/${name} to this token: there is none, or the token may not see it. Check the name, and what the token may read.`,
      { cause: error.cause, access: error.access },
    );
  }
}

/** The account's own files once for all of its repositories. */
async function queueConfiguration(store: Store, { accountId, repositoryId }: CollectedPlace): Promise<void> {
  const readings = await store.configurations.listReadings(accountId);
  const accountIsRead = readings.some((reading) => reading.repositoryId === null && reading.problem === null);
  const places = accountIsRead ? [repositoryId] : [null, repositoryId];
  await store.jobs.enqueue(
    places.map((place) => requestOf({ kind: "read-configuration", accountId, repositoryId: place })),
  );
}

/** A workflow's token sees one repository and those that are public: what holds for all of the account may be there and not be seen. */
async function findHiddenPolicy(
  { store, github }: CollectServices,
  { accountId, owner }: CollectedPlace & { readonly owner: string },
): Promise<string | null> {
  if (github.access !== "workflow-token") return null;
  const found = await store.configurations.find(accountId, null, "configuration");
  if (found !== null && found.text !== null) return null;
  return `No configuration for all of ${owner} was found. Where it is in a private repository, a workflow's GITHUB_TOKEN cannot see it: give the token of an App or a person.`;
}

async function workOff(run: Run): Promise<void> {
  const { store } = run.services;
  for (;;) {
    const waiting = await takeNextJob(store, run.place);
    if (waiting === null) return;
    run.progress.show({ doing: waiting.doing });
    await workOn(run, waiting);
    await store.jobs.complete(waiting.key, waiting.fence);
    if (waiting.job.kind === "backfill-repository") await showHistory(run);
  }
}

/** What fails for good costs only what it would have told: its KPIs are not measured. */
async function workOn({ services, patience, problems }: Run, { job, doing }: WaitingJob): Promise<void> {
  try {
    await patience.try(() => doReadingJob(services, job));
  } catch (error) {
    if (!isRefusalOfOnePart(error)) throw error;
    problems.push(`Not all of ${doing} could be read: ${error.message}`);
    services.log.warn({ job: job.kind, reason: error.message }, "a part could not be read");
  }
}

/** Not of the token as such, nor a limit: those end the reading. */
function isRefusalOfOnePart(error: unknown): error is Error {
  if (error instanceof PermissionError) return statusOf(error.cause) !== 401;
  return error instanceof NotFound || error instanceof Refused || error instanceof Transient;
}

async function showHistory({ services, progress, place, readTo }: Run): Promise<void> {
  const history = await services.store.histories.find(place.accountId, place.repositoryId);
  if (history?.backfill) progress.show({ daysRead: (readTo - history.backfill.reachedAt) / dayMillis });
}

/** A past that an earlier reading of this run left half-read is nobody's turn any more. */
async function forgetOthersInHand(store: Store, accountId: number): Promise<void> {
  for (const { repositoryId, backfill } of await store.histories.list(accountId))
    if (backfill?.state === "reading") await store.histories.forgetBackfill(accountId, repositoryId);
}
