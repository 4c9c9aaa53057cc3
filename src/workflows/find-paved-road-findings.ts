// What a pull request does to the paved road: nothing is read from GitHub without rules, nor when the pushes that made the
// branch are known to have touched nothing that counts. Rules and base always come from the default branch.
import type { Timeline } from "../core/changes/pull-request-timeline.ts";
import type { Config } from "../core/config/config.ts";
import type { Fact } from "../core/facts/fact.ts";
import type { RepositoryState } from "../core/facts/repository.ts";
import { findPavedRoadChanges } from "../core/paved-road/compare.ts";
import type { PavedRoadFinding } from "../core/paved-road/finding.ts";
import { isPavedRoadPath } from "../core/paved-road/paths.ts";
import { findRoad, type Road } from "../core/paved-road/road.ts";
import { PermissionError, Refused } from "../github/errors.ts";
import type { ChangedFile, RepositoryAddress } from "../github/gateway.ts";
import type { ListChangedFiles } from "./changed-files.ts";
import { isPavedRoadUntouched } from "./is-paved-road-untouched.ts";
import { observeFile } from "./observe-file.ts";
import type { JobServices } from "./services.ts";

export interface FoundFindings {
  readonly findings: readonly PavedRoadFinding[];
  /** Why it could not be looked, for a person; null when it could. */
  readonly problem: string | null;
}

const nothing: FoundFindings = { findings: [], problem: null };

export async function findPavedRoadFindings(
  services: JobServices,
  address: RepositoryAddress,
  loaded: { readonly repository: RepositoryState; readonly config: Config; readonly facts: readonly Fact[] },
  pullRequest: Timeline | null,
  listChangedFiles: ListChangedFiles,
): Promise<FoundFindings> {
  const { repository, config, facts } = loaded;
  const { rules } = config.templates;
  if (rules.length === 0 || pullRequest === null) return nothing;
  if (pullRequest.latest.baseRef !== repository.defaultBranch) return nothing;
  const base = findRoad(facts, Number.POSITIVE_INFINITY)?.road;
  if (base === undefined || isPavedRoadUntouched(facts, pullRequest, config)) return nothing;
  try {
    const files = await listChangedFiles();
    const counts = (path: string | null) => path !== null && isPavedRoadPath(path, config);
    const touched = files.filter(({ path, previousPath }) => counts(path) || counts(previousPath));
    if (touched.length === 0) return nothing;
    const head = await observeHead(services, address, base, touched);
    return { findings: findPavedRoadChanges({ base, head, rules, repository }), problem: null };
  } catch (error) {
    if (!(error instanceof PermissionError) && !(error instanceof Refused)) throw error;
    return {
      findings: [],
      problem: `Template rules were not checked on this pull request: its files cannot be read. ${error.message}`,
    };
  }
}

/** The default branch as it would be with the pull request's files in it. */
async function observeHead(
  services: JobServices,
  address: RepositoryAddress,
  base: Road,
  touched: readonly ChangedFile[],
): Promise<Road> {
  const gone = new Set(
    touched.flatMap(({ path, previousPath, status }) =>
      status === "copied" || previousPath === null ? [path] : [path, previousPath],
    ),
  );
  const workflows = base.workflows.filter(({ path }) => !gone.has(path));
  const dockerfiles = base.dockerfiles.filter(({ path }) => !gone.has(path));
  const files = Object.fromEntries(Object.entries(base.files).filter(([path]) => !gone.has(path)));
  for (const { path, status, blobSha } of touched) {
    if (status === "removed" || blobSha === null) continue;
    if (base.filesLookedFor.includes(path)) files[path] = blobSha;
    const observed = await observeFile(services.github, address, { path, sha: blobSha });
    if (observed?.workflow) workflows.push(observed.workflow);
    if (observed?.dockerfile) dockerfiles.push(observed.dockerfile);
  }
  return { ...base, workflows, dockerfiles, files };
}
