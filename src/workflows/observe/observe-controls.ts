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
async function nameWorkflows(visit: Visit, rulesets: Sight<BranchRules>): Promise<Sight<BranchRules>> {
  if ("unseen" in rulesets) return rulesets;
  const names = rulesets.seen.requiredWorkflows.map(async (workflow) => {
    const [, id = "", rest = ""] = byId.exec(workflow) ?? [];
    const fullName = id === "" ? null : await findFullName(visit, Number(id));
    return fullName === null ? workflow : `${fullName}/${rest}`;
  });
  return { seen: { ...rulesets.seen, requiredWorkflows: (await Promise.all(names)).sort() } };
}

/** As the store knows it; GitHub is asked where nothing was told of it, and tells what may be seen. */
async function findFullName(
  { store, github, address, place }: Visit,
  repositoryId: number,
): Promise<string | null> {
  const { accountId, ownerLogin } = place.known.state;
  const known = await store.repositories.find(accountId, repositoryId);
  if (known !== null) return `${known.state.ownerLogin}/${known.state.name}`;
  const shown = await github.findRepository(address.installationId, repositoryId);
  if (shown === null || shown.owner.toLowerCase() !== ownerLogin.toLowerCase()) return null;
  return `${shown.owner}/${shown.name}`;
}
