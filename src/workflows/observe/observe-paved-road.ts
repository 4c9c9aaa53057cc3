// Observes the paved road of a repository: one tree of its default branch, content that is new in it, how files differ from
// their templates, and workflows of other repositories behind its own that nobody has read. Nothing that is known is read again.
import type { TemplateRule } from "../../core/config/config.ts";
import type { Fact } from "../../core/facts/fact.ts";
import { findLatestFact } from "../../core/facts/latest-fact.ts";
import type { PavedRoadData } from "../../core/facts/paved-road.ts";
import { pavedRoadSubject } from "../../core/facts/subjects.ts";
import {
  filesLookedFor,
  librariesLookedFor,
  looksAtSbom,
  needsObservation,
} from "../../core/paved-road/needs-observation.ts";
import { joinRoad } from "../../core/paved-road/road.ts";
import type { ObservePavedRoadJob } from "../../core/work/job.ts";
import { NotFound, PermissionError, Refused } from "../../github/errors.ts";
import type { Tree } from "../../github/gateway.ts";
import { loadConfiguration } from "../configuration/load-configuration.ts";
import { findPlace, type Place } from "../find-place.ts";
import { hashContent } from "../hash-content.ts";
import { type JobOutcome, skipped } from "../job-outcome.ts";
import { keepRepository, unnamedBranch } from "../keep-repository.ts";
import type { JobServices } from "../services.ts";
import { findHead, type KnownHead } from "./find-head.ts";
import { followsCalls, loadAccountFacts } from "./load-account-facts.ts";
import { findCalledWorkflows, readUnknownWorkflows } from "./observe-called-workflows.ts";
import { findDriftedFiles, observeDrifts } from "./observe-drifts.ts";
import { observeTree } from "./observe-tree.ts";

export async function observePavedRoad(services: JobServices, job: ObservePavedRoadJob): Promise<JobOutcome> {
  const { store } = services;
  const { accountId, repositoryId } = job;
  const place = await findPlace(store, accountId, repositoryId);
  if ("unreachable" in place) return skipped(place.unreachable);
  const { rules } = (await loadConfiguration(store, accountId, repositoryId)).config.templates;
  if (rules.length === 0) return skipped("No template rules are configured.");

  const facts = await store.facts.listNewest({ accountId, repositoryId, kind: "paved-road" });
  const latest = findLatestFact(facts, "paved-road", Number.POSITIVE_INFINITY);
  const before = latest?.data ?? null;
  const head = await findHead(store, place, services.now());
  const read = await observe({ ...services, place, rules, before, head });
  if (read === null) return skipped("The repository is empty.");
  const { data, shared } = read;
  // What a job that waited finds was pushed meanwhile, and was not there before; and it follows what was read before it.
  const pushedAt = head !== null && data.commitSha === head.commitSha ? head.pushedAt : 0;
  const occurredAt = Math.max(job.causedAt, pushedAt, (latest?.occurredAt ?? 0) + 1);
  const own =
    before !== null && hashContent(before) === hashContent(data) ? [] : [toFact(job, occurredAt, data)];
  await store.facts.append([...own, ...shared], "observation");
  return own.length + shared.length === 0
    ? { did: "unchanged", reason: null }
    : { did: "recorded", reason: null };
}

interface Visit extends JobServices {
  readonly place: Place;
  readonly rules: readonly TemplateRule[];
  readonly before: PavedRoadData | null;
  /** Null: the branch is to be asked. */
  readonly head: KnownHead | null;
}

/** What is seen of the repository, and facts of the account that were read along; null for a repository without a commit. */
async function observe(
  visit: Visit,
): Promise<{ readonly data: PavedRoadData; readonly shared: readonly Fact[] } | null> {
  const { place, rules, before, github } = visit;
  try {
    const seen = await observeHead(visit);
    if (seen === null) return null;
    const { accountId, ownerLogin: owner } = place.known.state;
    const account = { accountId, installationId: place.address.installationId, owner };
    const known = await loadAccountFacts(visit.store, { accountId, owner, rules, observed: [seen] });
    const shared = followsCalls(rules)
      ? await readUnknownWorkflows(visit, account, seen.workflows, findCalledWorkflows(known))
      : [];
    const { templates } = joinRoad(known, seen, Number.POSITIVE_INFINITY);
    const drifted = findDriftedFiles(seen, rules, templates);
    const drifts = await observeDrifts(github, place.address, drifted, before);
    const { drifts: _, ...rest } = seen;
    return { data: { ...rest, ...(drifts === undefined ? {} : { drifts }) }, shared };
  } catch (error) {
    if (!(error instanceof PermissionError)) throw error;
    return { data: describeUnseen(visit, error), shared: [] };
  }
}

/** What the last observation said, where it was of the same commit and looked at everything; else what the tree says. */
async function observeHead(visit: Visit): Promise<PavedRoadData | null> {
  const { place, rules, before } = visit;
  const head = visit.head?.commitSha ?? null;
  const stands =
    before !== null &&
    before.commitSha === head &&
    before.ref === `refs/heads/${place.known.state.defaultBranch}` &&
    before.unreadable.length === 0;
  if (stands && !needsObservation(rules, before)) return before;
  const branch = await findDefaultBranch(visit);
  const tree = await readTree(visit, head, branch);
  if (tree === null) return null;
  const data = {
    ...(await observeTree(visit.github, place.address, tree, rules, before)),
    ref: `refs/heads/${branch}`,
  };
  if (!looksAtSbom(rules)) return data;
  return {
    ...data,
    sbom: await visit.github.readSbomPackages(place.address, librariesLookedFor(rules)),
  };
}

/** The default branch by name; learnt from GitHub where no delivery has named it yet, and kept. */
async function findDefaultBranch({ store, github, place, now }: Visit): Promise<string> {
  const { known, address } = place;
  if (known.state.defaultBranch !== unnamedBranch) return known.state.defaultBranch;
  const readAt = now();
  const today = await github.findRepository(address.installationId, address.repositoryId);
  if (today?.defaultBranch === undefined) return unnamedBranch;
  const { defaultBranch, language, topics } = today;
  const traits = {
    ...(language === undefined ? {} : { language }),
    ...(topics === undefined ? {} : { topics }),
  };
  await keepRepository(store, place, { defaultBranch, ...traits, readAt });
  return defaultBranch;
}

/** Null for a repository without a commit. */
async function readTree({ github, place }: Visit, head: string | null, branch: string): Promise<Tree | null> {
  try {
    if (head !== null) return await github.readTree(place.address, head);
  } catch (error) {
    // A commit that is not there any more: the branch was rewritten since, and nobody has told.
    if (!(error instanceof NotFound) && !(error instanceof Refused)) throw error;
  }
  try {
    return await github.readTree(place.address, branch);
  } catch (error) {
    if (error instanceof Refused && error.status === 409) return null;
    throw error;
  }
}

/** Nothing may be called missing that could not be looked for. It is read again when the permission comes. */
function describeUnseen({ place, rules, before }: Visit, { message }: PermissionError): PavedRoadData {
  const libraries = librariesLookedFor(rules);
  return {
    commitSha: before?.commitSha ?? "0".repeat(40),
    ref: before?.ref ?? `refs/heads/${place.known.state.defaultBranch}`,
    workflows: [],
    dockerfiles: [],
    files: {},
    filesLookedFor: filesLookedFor(rules),
    ...(libraries.length === 0 ? {} : { librariesLookedFor: libraries, manifests: [] }),
    unreadable: [{ what: "the list of files", reason: message }],
  };
}

function toFact(
  { accountId, repositoryId }: ObservePavedRoadJob,
  occurredAt: number,
  data: PavedRoadData,
): Fact {
  return { kind: "paved-road", accountId, repositoryId, subject: pavedRoadSubject, occurredAt, data };
}
