// Keeps Firstpass's own files as a clone has them, as if they had been read one version after the other: configuration with the last text
// that was good in force, exceptions with the times at which they reached the branch.
import type { Clone, FileVersion } from "../../clone/clone.ts";
import { CloneError } from "../../clone/clone.ts";
import { listExtended } from "../../core/config/layers/list-extended.ts";
import { type ConfigFile, formatConfigProblem } from "../../core/config/problem.ts";
import { readConfigFile } from "../../core/config/read-config-file.ts";
import { repositoryExceptionsPath } from "../../core/exceptions/file-address.ts";
import { readExceptionsFile } from "../../core/exceptions/read-exceptions-file.ts";
import type { RepositoryState } from "../../core/facts/repository.ts";
import { repositoryConfigPath } from "../../core/paved-road/paths.ts";
import type { Store } from "../../records/store.ts";
import { keepReading } from "../configuration/keep-reading.ts";
import { readConfiguration } from "../configuration/read-configuration.ts";
import { readExtended } from "../configuration/read-shared-files.ts";
import type { CloneReads } from "./clone-files.ts";
import { keepOtherRepositories } from "./known-places.ts";

/** Versions of one file that are read; older ones tell no more than that an entry is old. */
const mostVersions = 200;

export interface OwnFiles {
  readonly store: Store;
  readonly github: CloneReads;
  readonly clone: Clone;
  readonly state: RepositoryState;
  /** The commit from which the history of files is followed. */
  readonly tip: string;
  /** Files of the tree that is looked at; null: it has none of that name. */
  readonly readOwn: (path: string) => Promise<ConfigFile | null>;
  readonly organisationConfig: ConfigFile | null;
  readonly organisationExceptions: ConfigFile | null;
  /** When they are read, milliseconds UTC. */
  readonly at: number;
}

/** Returns what is wrong with the organisation's file, line by line: in the store it is told as other repositories are told of it. */
export async function keepOwnFiles(files: OwnFiles): Promise<string[]> {
  const { store, github, state, at } = files;
  const services = { store, github, now: () => at };
  const { accountId, repositoryId } = state;
  await keepExceptionVersions(files);
  const own = await files.readOwn(repositoryConfigPath);
  if (own !== null) await keepLastGood(files, own);
  await keepExtended(files, own);
  const problems = await keepOrganisationFiles(files);
  await readConfiguration(services, { kind: "read-configuration", accountId, repositoryId });
  return problems;
}

/** Repositories that files are built upon are known, so that what is not here is asked for. */
async function keepExtended({ store, state, organisationConfig, at }: OwnFiles, own: ConfigFile | null) {
  const named = [own, organisationConfig].flatMap((file) => (file === null ? [] : listExtended(file)));
  const fullNames = named.map(({ owner, name }) => `${owner}/${name}`);
  await keepOtherRepositories(store, state, fullNames, at);
}

async function keepOrganisationFiles(files: OwnFiles): Promise<string[]> {
  const { store, github, state, organisationConfig, organisationExceptions, at } = files;
  const services = { store, github, now: () => at };
  const { accountId } = state;
  const common = { accountId, repositoryId: null, before: null } as const;
  if (organisationConfig === null && organisationExceptions === null) return [];
  const told: string[] = [];
  if (organisationConfig !== null) {
    const { problems } = readConfigFile(organisationConfig, { scope: "organisation" });
    const alone = readConfigFile(organisationConfig);
    const judged = { inForce: alone.written !== null, problems: alone.problems };
    if (judged.inForce) await readExtended(services, accountId, [organisationConfig]);
    const { path } = organisationConfig;
    await keepReading(services, {
      ...common,
      kind: "configuration",
      path,
      found: organisationConfig,
      judged,
    });
    told.push(...problems.map(formatConfigProblem));
  }
  if (organisationExceptions !== null) {
    const { path } = organisationExceptions;
    const { entries, problems } = readExceptionsFile(organisationExceptions, { origin: "organisation-file" });
    const judged = { inForce: entries !== null, problems };
    await keepReading(services, {
      ...common,
      kind: "exceptions",
      path,
      found: organisationExceptions,
      judged,
    });
  }
  return told;
}

/** A text that is broken leaves the one before it in force. */
async function keepLastGood({ store, clone, state, tip, at }: OwnFiles, own: ConfigFile): Promise<void> {
  if (readConfigFile(own).written !== null) return;
  for (const version of (await clone.listVersions(tip, own.path)).slice(0, mostVersions)) {
    const text = await readVersion(clone, version);
    if (text === null || readConfigFile({ path: own.path, text }).written === null) continue;
    const { accountId, repositoryId } = state;
    const readAt = Math.min(version.commit.committedAt, at - 1);
    const file = { path: own.path, text, commitSha: null, readAt, problem: null };
    await store.configurations.save({ accountId, repositoryId, kind: "configuration", ...file });
    return;
  }
}

/** Oldest first, each at the time of its step; where a clock went back, not before the version that it came after. */
async function keepExceptionVersions({ store, clone, state, tip, at }: OwnFiles): Promise<void> {
  const { accountId, repositoryId } = state;
  const path = repositoryExceptionsPath;
  let readAt = Number.NEGATIVE_INFINITY;
  for (const version of (await clone.listVersions(tip, path)).slice(0, mostVersions).reverse()) {
    if (version.commit.committedAt > at) continue;
    readAt = Math.max(readAt, version.commit.committedAt);
    const text = await readVersion(clone, version);
    if (text === null && version.blobSha !== null) continue;
    const read =
      text === null ? null : readExceptionsFile({ path, text }, { origin: "repository-file" }).entries;
    // A version of which nothing can be read changes nothing.
    if (text !== null && read === null) continue;
    const file = { path, text, commitSha: null, readAt, problem: null };
    await store.configurations.save({ accountId, repositoryId, kind: "exceptions", ...file });
  }
}

/** Null: removed, or not to be read. */
async function readVersion(clone: Clone, { blobSha }: FileVersion): Promise<string | null> {
  if (blobSha === null) return null;
  try {
    return await clone.readBlob(blobSha);
  } catch (error) {
    if (error instanceof CloneError) return null;
    throw error;
  }
}
