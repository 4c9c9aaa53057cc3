// Reads Firstpass's own files when they may have changed: how to measure, and what is excepted. A valid text comes into force;
// a broken one does not, as far as it is broken, and is told of.
import { type ConfigFile, effectiveConfig } from "../core/config/effective.ts";
import { type ConfigProblem, formatConfigProblem } from "../core/config/problem.ts";
import { organisationExceptionsPath, repositoryExceptionsPath } from "../core/exceptions/file-address.ts";
import { readExceptionsFile } from "../core/exceptions/read-exceptions-file.ts";
import { organisationConfigPath, repositoryConfigPath } from "../core/paved-road/paths.ts";
import type { Job, ReadConfigurationJob } from "../core/work/job.ts";
import type { ConfigurationKind } from "../store/store.ts";
import type { JobOutcome } from "./job-outcome.ts";
import { type OwnFile, readOwnFile } from "./read-own-file.ts";
import type { JobServices } from "./services.ts";
import { spreadJobs } from "./spread-jobs.ts";

/** What is wrong with a text, and whether it comes into force all the same. */
interface Judgement {
  readonly inForce: boolean;
  readonly problems: readonly ConfigProblem[];
}

interface Kind extends OwnFile {
  readonly kind: ConfigurationKind;
  readonly judge: (file: ConfigFile, job: ReadConfigurationJob) => Judgement;
}

const configuration: Kind = {
  kind: "configuration",
  repositoryPath: repositoryConfigPath,
  organisationPath: organisationConfigPath,
  judge: (file) => {
    const { problems } = effectiveConfig({ organisation: null, repository: file });
    return { inForce: problems.every(({ severity }) => severity !== "error"), problems };
  },
};

/** A broken entry leaves the others in force; only a file of which nothing can be read stays out. */
const exceptions: Kind = {
  kind: "exceptions",
  repositoryPath: repositoryExceptionsPath,
  organisationPath: organisationExceptionsPath,
  judge: (file, { repositoryId }) => {
    const origin = repositoryId === null ? "organisation-file" : "repository-file";
    const { entries, problems } = readExceptionsFile(file, { origin });
    return { inForce: entries !== null, problems };
  },
};

export async function readConfiguration(
  services: JobServices,
  job: ReadConfigurationJob,
): Promise<JobOutcome> {
  const configured = await readKind(services, job, configuration);
  if ("did" in configured) return configured;
  if (configured.changed) await observeAgain(services, job);
  const excepted = await readKind(services, job, exceptions);
  if ("did" in excepted) return excepted;
  const problems = [configured.problem, excepted.problem].filter((problem) => problem !== null);
  return {
    did: configured.changed || excepted.changed ? "recorded" : "unchanged",
    reason: problems.length === 0 ? null : problems.join("\n"),
  };
}

/** Reads one file and keeps what holds from now on, with what a person must know about it. */
async function readKind(
  services: JobServices,
  job: ReadConfigurationJob,
  kind: Kind,
): Promise<JobOutcome | { readonly changed: boolean; readonly problem: string | null }> {
  const { store } = services;
  const { accountId, repositoryId } = job;
  const found = await readOwnFile(services, job, kind);
  if (found !== null && "did" in found) return found;
  const before = await store.configurations.find(accountId, repositoryId, kind.kind);
  const lastGood = before?.text ?? null;
  const judged = found !== null && "text" in found ? kind.judge(found, job) : null;
  const text = found === null ? null : "text" in found && judged?.inForce ? found.text : lastGood;
  const problem =
    found !== null && "refusal" in found ? found.refusal : describeErrors(judged?.problems ?? []);
  await store.configurations.save({
    accountId,
    repositoryId,
    kind: kind.kind,
    path: found?.path ?? before?.path ?? pathOf(job, kind),
    text,
    commitSha: null,
    readAt: services.now(),
    problem,
  });
  return { changed: text !== lastGood, problem };
}

function describeErrors(problems: readonly ConfigProblem[]): string | null {
  const errors = problems.filter(({ severity }) => severity === "error").map(formatConfigProblem);
  return errors.length === 0 ? null : errors.join("\n");
}

function pathOf({ repositoryId }: ReadConfigurationJob, { repositoryPath, organisationPath }: Kind): string {
  return repositoryId === null ? organisationPath : repositoryPath;
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
