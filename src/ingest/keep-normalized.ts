// Writes what a delivery said, on the transaction that ends the delivery.
import { effectiveConfig } from "../core/config/effective.ts";
import { isSharedPath } from "../core/config/layers/shared-address.ts";
import { type FactKind, factsOfKind } from "../core/facts/fact.ts";
import { isPavedRoadPath } from "../core/paved-road/paths.ts";
import { type Job, jobKey } from "../core/work/job.ts";
import { openLayers } from "../records/account-layers.ts";
import { sharedFileKind } from "../records/configuration-kind.ts";
import type { KnownRepository, ServerStore } from "../records/store.ts";
import type {
  InstallationObservation,
  NormalizedFacts,
  RepositoryChange,
  RepositoryObservation,
  RequestedJob,
} from "./normalized.ts";
import {
  backfillRepository,
  observePavedRoad,
  observeRepository,
  observeRepositoryDaily,
  readConfiguration,
  requestObservations,
} from "./requested-jobs.ts";

/** Keeps everything in `normalized`; returns how many facts were new. `store` is the transaction's. */
export async function keepNormalized(
  store: ServerStore,
  normalized: NormalizedFacts,
  deliveryId: string,
): Promise<number> {
  const now = await store.now();
  const receivedAt = needsReceipt(normalized)
    ? ((await store.deliveries.find(deliveryId))?.receivedAt ?? now)
    : now;
  const newFacts = await store.facts.append(normalized.facts, "webhook");
  const known = await keepInstallation(store, normalized.installation, receivedAt);
  const gone = await isGone(store, normalized);
  for (const repository of normalized.repositories) await keepRepository(store, repository, gone);
  for (const change of normalized.repositoryChanges) await keepChange(store, change, { receivedAt, gone });
  const jobs = [
    ...normalized.jobs,
    ...known.flatMap(requestReading),
    ...requestAccountReading(known),
    ...requestDailyReading(normalized, now),
    ...(await requestForRules(store, normalized)),
    ...(await requestForShared(store, normalized)),
  ];
  await queue(store, jobs, { now, receivedAt });
  return newFacts;
}

/** The time of receipt is looked up only for the few things that GitHub does not date. */
function needsReceipt({ installation, repositoryChanges, jobs }: NormalizedFacts): boolean {
  return (
    (installation !== null && installation.knownRepositories !== "leave") ||
    repositoryChanges.some((change) => change.at === null) ||
    jobs.some(({ job }) => job.kind === "observe-paved-road" && job.causedAt === null)
  );
}

/** Returns the known repositories that are to be read again. */
async function keepInstallation(
  store: ServerStore,
  observation: InstallationObservation | null,
  receivedAt: number,
): Promise<KnownRepository[]> {
  if (observation === null) return [];
  const { state, knownRepositories } = observation;
  await store.installations.save(state);
  if (knownRepositories === "leave") return [];
  const known = (await store.repositories.list(state.accountId)).filter(
    (repository) => repository.installationId === state.installationId && repository.active,
  );
  if (knownRepositories === "resume") {
    await store.installations.resume(state.accountId, state.updatedAt);
    return known;
  }
  for (const { state: repository } of known) {
    await store.repositories.setActive(repository.accountId, repository.repositoryId, false, receivedAt);
    await store.repositories.setCoveredUntil(repository.accountId, repository.repositoryId, receivedAt);
  }
  return [];
}

/** Whether the installation that sent this is known to be removed: what still arrives of it brings nothing back. */
async function isGone(store: ServerStore, { accountId, installationId }: NormalizedFacts): Promise<boolean> {
  const installation = await store.installations.find(accountId);
  return installation?.deleted === true && installation.installationId === installationId;
}

/** A repository of which an event arrives is under the App. */
async function keepRepository(
  store: ServerStore,
  observation: RepositoryObservation,
  gone: boolean,
): Promise<void> {
  const { state, observedAt, installationId } = observation;
  await store.repositories.observe(state, { observedAt, installationId });
  await store.repositories.setActive(state.accountId, state.repositoryId, !gone, observedAt);
}

async function keepChange(
  store: ServerStore,
  change: RepositoryChange,
  { receivedAt, gone }: { receivedAt: number; gone: boolean },
): Promise<void> {
  const { accountId, repositoryId } = change;
  const at = change.at ?? receivedAt;
  const added = change.change === "added";
  await store.repositories.setActive(accountId, repositoryId, added && !gone, at);
  if (added) await store.repositories.setCoveredFrom(accountId, repositoryId, at);
  else await store.repositories.setCoveredUntil(accountId, repositoryId, at);
}

function requestReading({ state }: KnownRepository, index: number): RequestedJob[] {
  return [
    readConfiguration(state.accountId, state.repositoryId),
    observePavedRoad(state, null),
    observeRepository(state, index),
    backfillRepository(state),
  ];
}

/** What several repositories share: the organisation's file, teams, files that others extend. */
function requestAccountReading([first]: readonly KnownRepository[]): RequestedJob[] {
  if (first === undefined) return [];
  const { accountId } = first.state;
  return [readConfiguration(accountId, null), requestObservations(accountId, null)];
}

/** What shows that somebody works on a repository. Checks come in bursts, and never without one of these. */
const activity: ReadonlySet<FactKind> = new Set([
  "pull-request",
  "pull-request-review",
  "push",
  "code-scanning-alert",
  "dependabot-alert",
  "secret-scanning-alert",
  "release",
]);

/** A repository at work is read once a day; one that nobody touches costs no request. */
function requestDailyReading({ facts }: NormalizedFacts, now: number): RequestedJob[] {
  const active = facts.find(({ kind }) => activity.has(kind));
  return active === undefined ? [] : [observeRepositoryDaily(active, now)];
}

/** A push may touch a file that only a rule of the configuration makes part of the paved road. */
async function requestForRules(store: ServerStore, normalized: NormalizedFacts): Promise<RequestedJob[]> {
  const repository = normalized.repositories[0];
  const push = normalized.facts[0];
  if (normalized.pathsForRules.length === 0 || !repository || !push) return [];
  const { accountId, repositoryId } = repository.state;
  const known = await store.repositories.find(accountId, repositoryId);
  const account = await openLayers(store, accountId);
  const { config } = effectiveConfig((await account.of(known?.state ?? repository.state)).layers);
  return normalized.pathsForRules.some((path) => isPavedRoadPath(path, config))
    ? [observePavedRoad({ accountId, repositoryId }, push.occurredAt)]
    : [];
}

/** A file that others extend may lie anywhere: which files are some is known by what was read. */
async function requestForShared(store: ServerStore, { facts }: NormalizedFacts): Promise<RequestedJob[]> {
  const [push] = factsOfKind(facts, "push");
  if (push === undefined || !push.data.toDefaultBranch) return [];
  const { accountId, repositoryId } = push;
  for (const path of push.data.touchedPaths?.filter(isSharedPath) ?? []) {
    const kept = await store.configurations.find(accountId, repositoryId, sharedFileKind(path));
    if (kept !== null) return [readConfiguration(accountId, repositoryId)];
  }
  return [];
}

async function queue(
  store: ServerStore,
  requested: readonly RequestedJob[],
  { now, receivedAt }: { now: number; receivedAt: number },
): Promise<void> {
  await store.jobs.enqueue(
    requested.map(({ job: asked, afterMillis }) => {
      const job: Job =
        asked.kind === "observe-paved-road" ? { ...asked, causedAt: asked.causedAt ?? receivedAt } : asked;
      return {
        key: jobKey(job),
        kind: job.kind,
        accountId: job.accountId,
        payload: job,
        notBefore: now + afterMillis,
      };
    }),
  );
}
