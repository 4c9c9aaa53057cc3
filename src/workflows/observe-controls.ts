// Observes the controls of a repository: security features, rules of the default branch, its classic protection.
import type { ControlsData } from "../core/facts/observations.ts";
import { controlsSubject } from "../core/facts/subjects.ts";
import { envelopeOf, type Observer } from "./visit.ts";

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
      rulesets: await github.readBranchRules(address, defaultBranch),
      protection: await github.readBranchProtection(address, defaultBranch),
    };
    return [{ kind: "controls", ...envelopeOf(visit), subject: controlsSubject, occurredAt, data }];
  };
}
