// The paved road of a clone, as facts: its tree, how files differ from their templates, workflows behind its own, what templates released,
// and who owns it. Read by the same readers as GitHub is, with clones in its place.
import type { Tree } from "../../clone/clone.ts";
import { findDefaultOwners } from "../../core/code-owners/default-owners.ts";
import type { Config } from "../../core/config/config.ts";
import type { Fact } from "../../core/facts/fact.ts";
import type { ControlsData, Unseen } from "../../core/facts/observations.ts";
import type { PavedRoadData } from "../../core/facts/paved-road.ts";
import type { RepositoryState } from "../../core/facts/repository.ts";
import { codeOwnersSubject, controlsSubject, pavedRoadSubject } from "../../core/facts/subjects.ts";
import { looksAtSbom } from "../../core/paved-road/needs-observation.ts";
import { joinRoad } from "../../core/paved-road/road.ts";
import { wantedTemplates } from "../../core/paved-road/wanted-templates.ts";
import type { RepositoryAddress } from "../../github/gateway.ts";
import type { KnownRepository, Store } from "../../records/store.ts";
import { unnamedBranch } from "../keep-repository.ts";
import { followsCalls, loadAccountFacts, loadTemplateFacts } from "../observe/load-account-facts.ts";
import { findCalledWorkflows, readUnknownWorkflows } from "../observe/observe-called-workflows.ts";
import { findDriftedFiles, observeDrifts } from "../observe/observe-drifts.ts";
import { observeTemplate } from "../observe/observe-template.ts";
import { observeTree } from "../observe/observe-tree.ts";
import type { CloneReads } from "./clone-files.ts";

export interface ObservedPlace {
  readonly store: Store;
  readonly github: CloneReads;
  readonly state: RepositoryState;
  readonly known: KnownRepository;
  readonly config: Config;
  /** When it is read, milliseconds UTC. */
  readonly at: number;
}

const installationId = 1;

export function addressOf({ ownerLogin: owner, name, repositoryId }: RepositoryState): RepositoryAddress {
  return { installationId, repositoryId, owner, name };
}

/** Releases of templates, once for all trees that are held against them. */
export async function keepTemplates({ store, github, state, config, at }: ObservedPlace): Promise<void> {
  const { accountId } = state;
  for (const [template, paths] of wantedTemplates(config.templates.rules)) {
    for (let more = true; more; ) {
      const known = await loadTemplateFacts(store, accountId, new Map([[template, paths]]));
      const query = { accountId, installationId, template, paths, known };
      const read = await observeTemplate({ github, now: () => at }, query);
      await store.facts.append(read.facts, "observation");
      // Each reading goes on where the last one ended.
      more = read.more && read.facts.length > 0;
    }
  }
}

/** What a tree is to the rules, and facts of other workflows that were read along. Keeps the latter. */
export async function observeRoad(
  place: ObservedPlace,
  tree: Tree,
  before: PavedRoadData | null,
): Promise<PavedRoadData> {
  const { store, github, state, config, at } = place;
  const { rules } = config.templates;
  const address = addressOf(state);
  const observed: PavedRoadData = {
    ...(await observeTree(github, address, tree, rules, before)),
    ref: `refs/heads/${unnamedBranch}`,
    ...(looksAtSbom(rules) ? { sbom: { unseen: unseen("GitHub's dependency graph") } } : {}),
  };
  const { accountId, ownerLogin: owner } = state;
  const known = await loadAccountFacts(store, { accountId, owner, rules, observed: [observed] });
  if (followsCalls(rules)) {
    const services = { store: { repositories: everyRepository(place) }, github, now: () => at };
    const account = { accountId, installationId, owner };
    const called = await readUnknownWorkflows(
      services,
      account,
      observed.workflows,
      findCalledWorkflows(known),
    );
    await store.facts.append(called, "observation");
  }
  const { templates } = joinRoad(known, observed, Number.POSITIVE_INFINITY);
  const drifted = findDriftedFiles(observed, rules, templates);
  const drifts = await observeDrifts(github, address, drifted, before);
  return { ...observed, ...(drifts === undefined ? {} : { drifts }) };
}

/** A workflow of a repository that is not here is refused by the clones, with what to give. */
function everyRepository({ known }: ObservedPlace) {
  return {
    findByName: (fullName: string): Promise<KnownRepository> => {
      const [ownerLogin = "", name = ""] = fullName.split("/");
      return Promise.resolve({ ...known, state: { ...known.state, ownerLogin, name } });
    },
  };
}

/** Everything that is seen at once, as one moment. */
export async function keepObservation(place: ObservedPlace, road: PavedRoadData): Promise<void> {
  const { store, github, state, at: occurredAt } = place;
  const { accountId, repositoryId } = state;
  const envelope = { accountId, repositoryId, occurredAt };
  const owners = await github.readCodeOwnersFile(addressOf(state));
  const file =
    "unseen" in owners
      ? owners
      : {
          seen: {
            path: owners.seen?.path ?? null,
            defaultOwners: owners.seen === null ? [] : findDefaultOwners(owners.seen.text),
          },
        };
  const facts: Fact[] = [
    { kind: "paved-road", ...envelope, subject: pavedRoadSubject, data: road },
    { kind: "code-owners", ...envelope, subject: codeOwnersSubject, data: { file } },
    { kind: "controls", ...envelope, subject: controlsSubject, data: unseenControls },
  ];
  await store.facts.append(facts, "observation");
}

function unseen(what: string): Unseen {
  const text = `A clone does not hold ${what}. Run "firstpass report" with a token, or install the App.`;
  return { why: "not-available", permission: null, text };
}

const settings = { unseen: unseen("the repository's settings and rulesets") };

const unseenControls: ControlsData = {
  branch: unnamedBranch,
  features: settings,
  dependabotAlerts: settings,
  defaultSetup: settings,
  lastAnalysisAt: settings,
  rulesets: settings,
  protection: settings,
};
