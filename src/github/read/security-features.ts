// Reads which of GitHub's security features a repository has on: `security_and_analysis`, Dependabot alerts, default setup.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubObservations } from "../observations.ts";
import { known } from "./parts.ts";
import { traits, traitsOf } from "./repository.ts";
import { missingPermission, notFoundOf, see } from "./see.ts";

const administration = "administration: read";

const repositoryAnswer = z.object({
  default_branch: z.string(),
  visibility: z.enum(["public", "private", "internal"]),
  security_and_analysis: known(z.record(z.string(), z.unknown())),
  ...traits,
});

const feature = z.object({ status: z.enum(["enabled", "disabled"]) });

/** GitHub leaves `security_and_analysis` out of its answer to those who may not administer, without a refusal. */
export function readSecurityFeatures(ask: Ask): GitHubObservations["readSecurityFeatures"] {
  const wanted = { what: "security features", permission: administration, turnOn: "" };
  return async (repository) => {
    const answer = await ask(
      repository.installationId,
      "GET /repos/{owner}/{repo}",
      inRepository(repository),
      repositoryAnswer,
    );
    const { default_branch: defaultBranch, visibility, security_and_analysis: told } = answer;
    const shown = { defaultBranch, visibility, ...traitsOf(answer) };
    if (told === null) return { ...shown, features: { unseen: missingPermission(wanted, null, ask.access) } };
    const features = Object.entries(told).flatMap(([name, value]) => {
      const read = feature.safeParse(value);
      return read.success ? [[name, read.data.status === "enabled"] as const] : [];
    });
    return { ...shown, features: { seen: Object.fromEntries(features) } };
  };
}

/**
 * GitHub answers 204 where Dependabot alerts are on, and 404 where they are off; 404 to a token that may not administer, too, whose
 * owner is not shown `security_and_analysis` either.
 */
export function readDependabotSwitch(ask: Ask): GitHubObservations["readDependabotSwitch"] {
  const wanted = {
    what: "whether Dependabot alerts are on",
    permission: administration,
    turnOn: "turn on Dependabot alerts",
  };
  return async (repository) => {
    const sight = await see(wanted, async () => {
      try {
        const route = "GET /repos/{owner}/{repo}/vulnerability-alerts";
        await ask(repository.installationId, route, inRepository(repository), z.unknown());
        return true;
      } catch (error) {
        if (notFoundOf(error) !== null) return false;
        throw error;
      }
    });
    if (ask.access === "installation" || !("seen" in sight) || sight.seen) return sight;
    const { security_and_analysis: told } = await ask(
      repository.installationId,
      "GET /repos/{owner}/{repo}",
      inRepository(repository),
      repositoryAnswer,
    );
    return told === null ? { unseen: missingPermission(wanted, null, ask.access) } : sight;
  };
}

export function readDefaultSetup(ask: Ask): GitHubObservations["readDefaultSetup"] {
  const wanted = {
    what: "code scanning's default setup",
    permission: administration,
    turnOn: "set up code scanning",
  };
  return (repository) =>
    see(wanted, async () => {
      const { state } = await ask(
        repository.installationId,
        "GET /repos/{owner}/{repo}/code-scanning/default-setup",
        inRepository(repository),
        z.object({ state: z.enum(["configured", "not-configured"]) }),
      );
      return state === "configured";
    });
}
