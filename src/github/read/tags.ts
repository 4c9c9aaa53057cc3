// Lists a template's tags, by which references to it are judged.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubReads } from "../gateway.ts";

/** A thousand tags; what is older than that is not an up-to-date template. */
const maximumPages = 10;

export function listTags(ask: Ask): GitHubReads["listTags"] {
  return async (repository) => {
    const { items } = await ask.pages(
      repository.installationId,
      "GET /repos/{owner}/{repo}/tags",
      inRepository(repository),
      {
        schema: z.array(z.object({ name: z.string(), commit: z.object({ sha: z.string() }) })),
        maximumPages,
        items: (page) => page.map(({ name, commit }) => ({ name, commitSha: commit.sha })),
      },
    );
    return items;
  };
}
