// Reads Firstpass's own files when they may have changed: how to measure, and what is excepted. A valid text comes into force;
// a broken one does not, as far as it is broken, and is told of. What a configuration extends is read before it comes into force.
import type { ConfigFile } from "../../core/config/effective.ts";
import { readConfigFile } from "../../core/config/read-config-file.ts";
import { organisationExceptionsPath, repositoryExceptionsPath } from "../../core/exceptions/file-address.ts";
import { readExceptionsFile } from "../../core/exceptions/read-exceptions-file.ts";
import { organisationConfigPath, repositoryConfigPath } from "../../core/paved-road/paths.ts";
import type { ReadConfigurationJob } from "../../core/work/job.ts";
import type { JobOutcome } from "../job-outcome.ts";
import { type Judgement, type KeptReading, keepReading } from "./keep-reading.ts";
import { type OwnFile, type ReadingServices, readOwnFile } from "./read-own-file.ts";
import { readExtended, rereadSharedFiles } from "./read-shared-files.ts";

interface Kind extends OwnFile {
  readonly kind: "configuration" | "exceptions";
  readonly judge: (file: ConfigFile, job: ReadConfigurationJob) => Judgement;
}

/** What only other layers make wrong does not put a file out of force: they may change without it. */
const configuration: Kind = {
  kind: "configuration",
  repositoryPath: repositoryConfigPath,
  organisationPath: organisationConfigPath,
  judge: (file) => {
    const { written, problems } = readConfigFile(file);
    return { inForce: written !== null, problems };
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
  services: ReadingServices,
  job: ReadConfigurationJob,
): Promise<JobOutcome> {
  const { accountId, repositoryId } = job;
  const readings: KeptReading[] = [];
  if (repositoryId !== null)
    readings.push(...(await rereadSharedFiles(services, { accountId, repositoryId })));
  for (const kind of [configuration, exceptions]) {
    const read = await readKind(services, job, kind);
    if ("did" in read) return read;
    readings.push(...read.readings);
  }
  const problems = readings.flatMap(({ problem }) => problem ?? []);
  return {
    did: readings.some(({ changed }) => changed) ? "recorded" : "unchanged",
    reason: problems.length === 0 ? null : problems.join("\n"),
  };
}

/** Reads one file, and what it extends, and keeps what holds from now on. */
async function readKind(
  services: ReadingServices,
  job: ReadConfigurationJob,
  kind: Kind,
): Promise<JobOutcome | { readonly readings: readonly KeptReading[] }> {
  const { accountId, repositoryId } = job;
  const before = await services.store.configurations.find(accountId, repositoryId, kind.kind);
  const found = await readOwnFile(services, job, kind, before);
  if (found !== null && "did" in found) return found;
  const text = found !== null && "text" in found ? found : null;
  const judged = text === null ? null : kind.judge(text, job);
  const below =
    text !== null && judged?.inForce && kind.kind === "configuration"
      ? await readExtended(services, accountId, [text])
      : [];
  const own = await keepReading(services, {
    accountId,
    repositoryId,
    kind: kind.kind,
    path: found?.path ?? before?.path ?? pathOf(job, kind),
    found,
    judged,
    before,
  });
  return { readings: [...below, own] };
}

function pathOf({ repositoryId }: ReadConfigurationJob, { repositoryPath, organisationPath }: Kind): string {
  return repositoryId === null ? organisationPath : repositoryPath;
}
