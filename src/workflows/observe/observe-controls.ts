// Observes the controls of a repository: security features, rules of the default branch, its classic protection.
import type { BranchRules, ControlsData, Sight } from "../../core/facts/observations.ts";
import { controlsSubject } from "../../core/facts/subjects.ts";
import { envelopeOf, type Observer, type Visit } from "./visit.ts";

/** @param features As the repository itself was read with. */
export function observeControls(features: ControlsData["features"]): Observer {
  return async (visit) => {
    const { github, address, defaultBranch } = visit;
    const occurredAt = visit.now();
    const data: ControlsData = {
      branch: defaultBranch,
      features,
      dependabotAlerts: await github.readDependabotSwitch(address),
      defaultSetup: await github.readDefaultSetup(address),
      lastAnalysisAt: await github.readLastAnalysis(address, defaultBranch),
      rulesets: await nameWorkflows(visit, await github.readBranchRules(address, defaultBranch)),
      protection: await github.readBranchProtection(address, defaultBranch),
    };
    return [{ kind: "controls", ...envelopeOf(visit), subject: controlsSubject, occurredAt, data }];
  };
}

const byId = /^repositories\/(\d+)\/(.+)$/;

/** A ruleset names a workflow's repository by its id: those of the account get their names, the ids of others stay. */
async function nameWorkflows(
  { store, place }: Visit,
  rulesets: Sight<BranchRules>,
): Promise<Sight<BranchRules>> {
  if ("unseen" in rulesets) return rulesets;
  const names = rulesets.seen.requiredWorkflows.map(async (workflow) => {
    const [, id = "", rest = ""] = byId.exec(workflow) ?? [];
    const known = id === "" ? null : await store.repositories.find(place.known.state.accountId, Number(id));
    return known === null ? workflow : `${known.state.ownerLogin}/${known.state.name}/${rest}`;
  });
  return { seen: { ...rulesets.seen, requiredWorkflows: (await Promise.all(names)).sort() } };
}
