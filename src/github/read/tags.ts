// Lists a template's tags, by which references to it are judged. The template may be anybody's: one that cannot be seen says why.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubReads } from "../gateway.ts";
import { see } from "./see.ts";

/** A thousand tags; with more the list is not complete. */
const maximumPages = 10;

export function listTags(ask: Ask): GitHubReads["listTags"] {
  return (repository) => {
    const wanted = {
      what: `tags of ${repository.owner}/${repository.name}`,
      permission: "contents: read",
      turnOn: "make the repository one that Firstpass may read",
    };
    return see(wanted, async () => {
      const { items, complete } = await ask.pages(
        repository.installationId,
        "GET /repos/{owner}/{repo}/tags",
        inRepository(repository),
        {
          schema: z.array(z.object({ name: z.string(), commit: z.object({ sha: z.string() }) })),
          maximumPages,
          items: (page) => page.map(({ name, commit }) => ({ name, commitSha: commit.sha })),
          keeping: "until-changed",
        },
      );
      return { tags: items, complete };
    });
  };
}
