// What a pull request does to the paved road: nothing is read from GitHub without rules, nor when the pushes that made the
// branch are known to have touched nothing that counts. Rules and base always come from the default branch.
import type { Timeline } from "../../core/changes/pull-request-timeline.ts";
import type { Config, TemplateRule } from "../../core/config/config.ts";
import type { Fact } from "../../core/facts/fact.ts";
import type { RepositoryState } from "../../core/facts/repository.ts";
import { findPavedRoadChanges } from "../../core/paved-road/compare.ts";
import type { PavedRoadFinding } from "../../core/paved-road/finding.ts";
import { findMembership } from "../../core/paved-road/membership.ts";
import { librariesLookedFor, looksAtManifests } from "../../core/paved-road/needs-observation.ts";
import { isPavedRoadPath } from "../../core/paved-road/paths.ts";
import { calledKey } from "../../core/paved-road/reached-workflows.ts";
import { findRoad, type Road } from "../../core/paved-road/road.ts";
import { PermissionError, Refused } from "../../github/errors.ts";
import type { ChangedFile, RepositoryAddress } from "../../github/gateway.ts";
import { followsCalls, loadCalledWorkflows } from "../observe/load-account-facts.ts";
import {
  type Account,
  findCalledWorkflows,
  readUnknownWorkflows,
} from "../observe/observe-called-workflows.ts";
import { observeFile } from "../observe/observe-file.ts";
import type { JobServices } from "../services.ts";
import type { ListChangedFiles } from "./changed-files.ts";
import { isPavedRoadUntouched } from "./is-paved-road-untouched.ts";

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
    const head = await observeHead(services, address, base, touched, rules);
    const account = { ...repository, installationId: address.installationId, owner: repository.ownerLogin };
    const called = await readCalled(services, account, head.road, rules);
    const membership = findMembership(config, facts, repository.repositoryId, Number.POSITIVE_INFINITY);
    const findings = findPavedRoadChanges({
      base: { ...base, called },
      head: { ...head.road, called },
      rules,
      repository,
      membership,
      readLine: head.readLine,
    });
    return { findings, problem: null };
  } catch (error) {
    if (!(error instanceof PermissionError) && !(error instanceof Refused)) throw error;
    return {
      findings: [],
      problem: `Template rules were not checked on this pull request: its files cannot be read. ${error.message}`,
    };
  }
}

interface Head {
  readonly road: Road;
  /** Of the files that were read; 1-based, without the line's end. */
  readonly readLine: (path: string, line: number) => string | null;
}

/** The default branch as it would be with the pull request's files in it. */
async function observeHead(
  services: JobServices,
  address: RepositoryAddress,
  base: Road,
  touched: readonly ChangedFile[],
  rules: readonly TemplateRule[],
): Promise<Head> {
  const gone = new Set(
    touched.flatMap(({ path, previousPath, status }) =>
      status === "copied" || previousPath === null ? [path] : [path, previousPath],
    ),
  );
  const stays = ({ path }: { readonly path: string }) => !gone.has(path);
  const workflows = base.workflows.filter(stays);
  const dockerfiles = base.dockerfiles.filter(stays);
  const manifests = base.manifests?.filter(stays);
  const files = keepPaths(base.files, gone);
  const wanted = { keys: new Set(looksAtManifests(rules) ? librariesLookedFor(rules) : []) };
  const lines = new Map<string, readonly string[]>();
  for (const { path, status, blobSha } of touched) {
    if (status === "removed" || blobSha === null) continue;
    if (base.filesLookedFor.includes(path)) files[path] = blobSha;
    const observed = await observeFile(services.github, address, { path, sha: blobSha }, wanted);
    if (observed?.workflow) workflows.push(observed.workflow);
    if (observed?.dockerfile) dockerfiles.push(observed.dockerfile);
    if (observed?.manifest) manifests?.push(observed.manifest);
    if (observed !== null && observed.text !== null) lines.set(path, observed.text.split(/\r?\n/));
  }
  const road = { ...base, workflows, dockerfiles, files, drifts: keepPaths(base.drifts ?? {}, gone) };
  return {
    road: manifests === undefined ? road : { ...road, manifests },
    readLine: (path, line) => lines.get(path)?.[line - 1] ?? null,
  };
}

function keepPaths<Value>(
  files: Readonly<Record<string, Value>>,
  gone: ReadonlySet<string>,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !gone.has(path)));
}

/** Workflows of other repositories that the change calls and nobody has read yet are read, and kept for everybody. */
async function readCalled(
  services: JobServices,
  account: Account,
  { workflows, called }: Road,
  rules: readonly TemplateRule[],
): Promise<Road["called"]> {
  if (!followsCalls(rules)) return called;
  const { store } = services;
  // Read for another pull request, or for this one before.
  const facts = await loadCalledWorkflows(store, { ...account, observed: [{ workflows }] });
  const known = new Map([...Object.entries(called), ...findCalledWorkflows(facts)]);
  const read = await readUnknownWorkflows(services, account, workflows, known);
  await store.facts.append(read, "observation");
  for (const { data } of read) known.set(calledKey(data), data);
  return Object.fromEntries(known);
}
