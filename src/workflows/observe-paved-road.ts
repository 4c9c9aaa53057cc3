// Observes the paved road on the default branch: one tree, the workflows and Dockerfiles that are new in it, and what the
// templates released. Without rules nothing is read.
import { type Fact, factsOfKind } from "../core/facts/fact.ts";
import type { ObservedDockerfile, ObservedWorkflow, PavedRoadData } from "../core/facts/paved-road.ts";
import { pavedRoadSubject } from "../core/facts/subjects.ts";
import { isDockerfilePath, isWorkflowPath } from "../core/paved-road/paths.ts";
import type { ObservePavedRoadJob } from "../core/work/job.ts";
import { Refused } from "../github/errors.ts";
import type { RepositoryAddress, Tree, TreeEntry } from "../github/gateway.ts";
import { findPlace, type Place } from "./find-place.ts";
import { hashContent } from "./hash-content.ts";
import { type JobOutcome, skipped } from "./job-outcome.ts";
import { keepRepository, unnamedBranch } from "./keep-repository.ts";
import { loadConfiguration } from "./load-configuration.ts";
import { observeFile } from "./observe-file.ts";
import type { JobServices } from "./services.ts";

/** More files than this cost more requests than they are worth at once. */
const maximumFiles = 300;

export async function observePavedRoad(services: JobServices, job: ObservePavedRoadJob): Promise<JobOutcome> {
  const { store } = services;
  const { accountId, repositoryId } = job;
  const place = await findPlace(store, accountId, repositoryId);
  if ("unreachable" in place) return skipped(place.unreachable);
  const { rules } = (await loadConfiguration(store, accountId, repositoryId)).config.templates;
  if (rules.length === 0) return skipped("No template rules are configured.");

  const defaultBranch = await findDefaultBranch(services, place);
  const tree = await readTree(services, place.address, defaultBranch);
  if (tree === null) return skipped("The repository is empty.");
  const before = await findLastObservation(services, job);
  const filesLookedFor = [...new Set(rules.flatMap((rule) => (rule.kind === "file" ? [rule.path] : [])))];
  const observed = await observeFiles(services, place.address, tree, before);
  const blobs = tree.entries.filter(({ type }) => type === "blob");
  const data: PavedRoadData = {
    commitSha: tree.commitSha,
    ref: `refs/heads/${defaultBranch}`,
    workflows: observed.workflows,
    dockerfiles: observed.dockerfiles,
    files: Object.fromEntries(
      blobs.filter(({ path }) => filesLookedFor.includes(path)).map(({ path, sha }) => [path, sha]),
    ),
    filesLookedFor,
    unreadable: observed.unreadable,
  };
  if (before !== null && hashContent(before) === hashContent(data)) return { did: "unchanged", reason: null };
  const fact: Fact = {
    kind: "paved-road",
    accountId,
    repositoryId,
    subject: pavedRoadSubject,
    occurredAt: job.causedAt,
    data,
  };
  await store.facts.append([fact], "observation");
  return { did: "recorded", reason: null };
}

/** The default branch by name; learnt from GitHub where no delivery has named it yet, and kept. */
async function findDefaultBranch({ store, github }: JobServices, place: Place): Promise<string> {
  const { known, address } = place;
  if (known.state.defaultBranch !== unnamedBranch) return known.state.defaultBranch;
  const today = await github.findRepository(address.installationId, address.repositoryId);
  if (today?.defaultBranch === undefined) return unnamedBranch;
  await keepRepository(store, place, { defaultBranch: today.defaultBranch });
  return today.defaultBranch;
}

/** Null for a repository without a commit. */
async function readTree(
  { github }: JobServices,
  address: RepositoryAddress,
  branch: string,
): Promise<Tree | null> {
  try {
    return await github.readTree(address, branch);
  } catch (error) {
    if (error instanceof Refused && error.status === 409) return null;
    throw error;
  }
}

async function findLastObservation(
  { store }: JobServices,
  { accountId, repositoryId }: ObservePavedRoadJob,
): Promise<PavedRoadData | null> {
  const facts = await store.facts.list({ accountId, repositoryId, kinds: ["paved-road"] });
  return factsOfKind(facts, "paved-road").at(-1)?.data ?? null;
}

/** Workflows and Dockerfiles of the tree; content that was seen in the last observation is not read again. */
async function observeFiles(
  { github }: JobServices,
  address: RepositoryAddress,
  tree: Tree,
  before: PavedRoadData | null,
): Promise<Pick<PavedRoadData, "workflows" | "dockerfiles" | "unreadable">> {
  const workflows: ObservedWorkflow[] = [];
  const dockerfiles: ObservedDockerfile[] = [];
  const unreadable: { what: string; reason: string }[] = [];
  if (tree.truncated) unreadable.push({ what: "the list of files", reason: "GitHub cut it" });
  const entries = tree.entries.filter(
    ({ type, path }) => type === "blob" && (isWorkflowPath(path) || isDockerfilePath(path)),
  );
  const isSame = (entry: TreeEntry) => (file: ObservedWorkflow | ObservedDockerfile) =>
    file.path === entry.path && file.blobSha === entry.sha;
  for (const entry of entries.slice(0, maximumFiles)) {
    const workflow = before?.workflows.find(isSame(entry));
    const dockerfile = before?.dockerfiles.find(isSame(entry));
    const known = workflow ?? dockerfile;
    const observed =
      known === undefined ? await observeFile(github, address, entry) : { workflow, dockerfile };
    if (observed?.workflow) workflows.push(observed.workflow);
    if (observed?.dockerfile) dockerfiles.push(observed.dockerfile);
  }
  if (entries.length > maximumFiles)
    unreadable.push({
      what: "the list of files",
      reason: `it has ${entries.length} workflows and Dockerfiles, of which ${maximumFiles} are read`,
    });
  return { workflows, dockerfiles, unreadable };
}
