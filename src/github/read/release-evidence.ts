// Reads releases with their assets, and what proves them: attestations by digest, the SBOM of the dependency graph.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubObservations } from "../observations.ts";
import { known, orNull, time, webUrl } from "./parts.ts";
import { notFoundOf, see } from "./see.ts";

const releases = z.array(
  z.object({
    id: z.number(),
    tag_name: z.string(),
    draft: z.boolean(),
    prerelease: z.boolean(),
    published_at: orNull(time),
    html_url: webUrl,
    assets: z.array(z.object({ name: z.string(), digest: known(z.string()) })),
  }),
);

export function listReleases(ask: Ask): GitHubObservations["listReleases"] {
  const wanted = { what: "releases", permission: "contents: read", turnOn: "" };
  return (repository) =>
    see(wanted, async () => {
      const { items } = await ask.pages(
        repository.installationId,
        "GET /repos/{owner}/{repo}/releases",
        inRepository(repository),
        { schema: releases, items: (page) => page, maximumPages: 3 },
      );
      return items.flatMap(({ published_at: publishedAt, ...release }) =>
        release.draft || publishedAt === null
          ? []
          : [
              {
                releaseId: release.id,
                tagName: release.tag_name,
                publishedAt,
                prerelease: release.prerelease,
                url: release.html_url,
                assets: release.assets.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
              },
            ],
      );
    });
}

/**
 * GitHub answers 404 where a digest has no attestation. A GitHub Enterprise Server that does not have attestations at all
 * answers the same, so that its 404 proves nothing.
 */
export function hasAttestation(ask: Ask): GitHubObservations["hasAttestation"] {
  const wanted = { what: "attestations", permission: "attestations: read", turnOn: "" };
  return (repository, digest) =>
    see(wanted, () =>
      existsOnGitHub(async () => {
        const { attestations } = await ask(
          repository.installationId,
          "GET /repos/{owner}/{repo}/attestations/{subject_digest}",
          { ...inRepository(repository), subject_digest: digest, per_page: 1 },
          z.object({ attestations: known(z.array(z.unknown())) }),
        );
        return (attestations ?? []).length > 0;
      }),
    );
}

/** GitHub answers 404 where the dependency graph is off. */
export function hasSbom(ask: Ask): GitHubObservations["hasSbom"] {
  const wanted = {
    what: "the dependency graph",
    permission: "contents: read",
    turnOn: "turn on the dependency graph",
  };
  return (repository) =>
    see(wanted, () =>
      existsOnGitHub(async () => {
        await ask(
          repository.installationId,
          "GET /repos/{owner}/{repo}/dependency-graph/sbom",
          inRepository(repository),
          z.object({ sbom: z.object({ SPDXID: z.string() }) }),
        );
        return true;
      }),
    );
}

async function existsOnGitHub(read: () => Promise<boolean>): Promise<boolean> {
  try {
    return await read();
  } catch (error) {
    if (notFoundOf(error)?.serverVersion === null) return false;
    throw error;
  }
}
