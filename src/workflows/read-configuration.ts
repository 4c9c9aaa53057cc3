// Reads a configuration file when it may have changed. A valid text comes into force; a broken one does not, and is told of.
import { type ConfigFile, effectiveConfig } from "../core/config/effective.ts";
import { formatConfigProblem } from "../core/config/problem.ts";
import { organisationConfigPath, repositoryConfigPath } from "../core/paved-road/paths.ts";
import type { Job, ReadConfigurationJob } from "../core/work/job.ts";
import { Refused } from "../github/errors.ts";
import type { RepositoryAddress } from "../github/gateway.ts";
import type { StoredConfiguration } from "../store/store.ts";
import { findPlace } from "./find-place.ts";
import { type JobOutcome, skipped } from "./job-outcome.ts";
import type { JobServices } from "./services.ts";
import { spreadJobs } from "./spread-jobs.ts";

/** The organisation's file is looked for in these repositories, in this order. */
const organisationRepositories = [".github", ".github-private"];

/** A file that was found (its text, or why it cannot be read), or null when there is none. */
type Found =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly refusal: string };

export async function readConfiguration(
  services: JobServices,
  job: ReadConfigurationJob,
): Promise<JobOutcome> {
  const { store } = services;
  const found =
    job.repositoryId === null
      ? await readOrganisationFile(services, job.accountId)
      : await readRepositoryFile(services, job.accountId, job.repositoryId);
  if (found !== null && "did" in found) return found;
  const before = await store.configurations.find(job.accountId, job.repositoryId, "configuration");
  const inForce = judge(found, before);
  await store.configurations.save({
    accountId: job.accountId,
    repositoryId: job.repositoryId,
    kind: "configuration",
    path: found?.path ?? before?.path ?? pathOf(job),
    commitSha: null,
    readAt: services.now(),
    ...inForce,
  });
  if (inForce.text === (before?.text ?? null)) return { did: "unchanged", reason: inForce.problem };
  await observeAgain(services, job);
  return { did: "recorded", reason: inForce.problem };
}

async function readRepositoryFile(services: JobServices, accountId: number, repositoryId: number) {
  const place = await findPlace(services.store, accountId, repositoryId);
  if ("unreachable" in place) return skipped(place.unreachable);
  return readFound(services, place.address, repositoryConfigPath, repositoryConfigPath);
}

async function readOrganisationFile(services: JobServices, accountId: number) {
  const account = await findAccount(services, accountId);
  if (account === null) return skipped("Firstpass is not installed on the account, or suspended.");
  const { installationId, owner } = account;
  for (const name of organisationRepositories) {
    const address = { installationId, repositoryId: 0, owner, name };
    const shown = `${owner}/${name}/${organisationConfigPath}`;
    const found = await readFound(services, address, organisationConfigPath, shown);
    if (found !== null) return found;
  }
  return null;
}

/** By the account's installation; by one of its repositories where no delivery told of the installation itself. */
async function findAccount({ store }: JobServices, accountId: number) {
  const installation = await store.installations.find(accountId);
  if (installation?.deleted || installation?.suspended) return null;
  if (installation !== null)
    return { installationId: installation.installationId, owner: installation.accountLogin };
  for (const { active, installationId, state } of await store.repositories.list(accountId))
    if (active && installationId !== null) return { installationId, owner: state.ownerLogin };
  return null;
}

async function readFound(
  { github }: JobServices,
  address: RepositoryAddress,
  path: string,
  shown: string,
): Promise<Found | null> {
  try {
    const file = await github.readFile(address, path, null);
    return file === null ? null : { path: shown, text: file.text };
  } catch (error) {
    if (error instanceof Refused) return { path: shown, refusal: error.message };
    throw error;
  }
}

/** Which text holds from now on, and what a person must know about it. */
function judge(
  found: Found | null,
  before: StoredConfiguration | null,
): Pick<StoredConfiguration, "text" | "problem"> {
  if (found === null) return { text: null, problem: null };
  const lastGood = before?.text ?? null;
  const problem = "refusal" in found ? found.refusal : describeErrors(found);
  return problem === null && "text" in found ? { text: found.text, problem } : { text: lastGood, problem };
}

function describeErrors(file: ConfigFile): string | null {
  const { problems } = effectiveConfig({ organisation: null, repository: file });
  const errors = problems.filter(({ severity }) => severity === "error").map(formatConfigProblem);
  return errors.length === 0 ? null : errors.join("\n");
}

function pathOf(job: ReadConfigurationJob): string {
  return job.repositoryId === null ? organisationConfigPath : repositoryConfigPath;
}

/** Other rules may look at other files: what was observed is completed. */
async function observeAgain(services: JobServices, job: ReadConfigurationJob): Promise<void> {
  const { store, now } = services;
  const repositories =
    job.repositoryId === null
      ? (await store.repositories.list(job.accountId)).filter(({ active }) => active)
      : [await store.repositories.find(job.accountId, job.repositoryId)];
  const causedAt = now();
  const jobs = repositories.flatMap((known): Job[] =>
    known === null
      ? []
      : [
          {
            kind: "observe-paved-road",
            accountId: job.accountId,
            repositoryId: known.state.repositoryId,
            causedAt,
          },
        ],
  );
  await store.jobs.enqueue(spreadJobs(jobs, causedAt));
}
