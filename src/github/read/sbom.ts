// Reads the SBOM that GitHub's dependency graph gives of a repository, and keeps the packages that are looked for.
import { z } from "zod";
import { selectSbomPackages } from "../../core/manifests/read-sbom.ts";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubObservations } from "../observations.ts";
import { known } from "./parts.ts";
import { notFoundOf, see } from "./see.ts";

const answer = z.object({
  sbom: z.object({
    packages: z.array(
      z.object({
        versionInfo: known(z.string()),
        externalRefs: known(
          z.array(z.object({ referenceType: known(z.string()), referenceLocator: known(z.string()) })),
        ),
      }),
    ),
  }),
});

/** GitHub answers 404 where the dependency graph is off; a GitHub Enterprise Server's 404 says nothing. */
export function readSbomPackages(ask: Ask): GitHubObservations["readSbomPackages"] {
  const wanted = {
    what: "the dependency graph",
    permission: "contents: read",
    turnOn: "turn on the dependency graph",
  };
  return async (repository, libraries) => {
    try {
      return await see(wanted, async () => {
        try {
          const { sbom } = await ask(
            repository.installationId,
            "GET /repos/{owner}/{repo}/dependency-graph/sbom",
            inRepository(repository),
            answer,
          );
          const packages = sbom.packages.map(({ versionInfo, externalRefs }) => ({
            version: versionInfo,
            purl:
              externalRefs?.find(({ referenceType }) => referenceType === "purl")?.referenceLocator ?? null,
          }));
          return selectSbomPackages(packages, new Set(libraries));
        } catch (error) {
          if (notFoundOf(error)?.serverVersion === null) throw new GraphIsOff();
          throw error;
        }
      });
    } catch (error) {
      if (!(error instanceof GraphIsOff)) throw error;
      const text = "The dependency graph cannot be read, because it is off: turn on the dependency graph.";
      return { unseen: { why: "feature-off", permission: null, text } };
    }
  };
}

class GraphIsOff extends Error {}
