// Lists the repositories of an installation with what tells whether anything happened: two requests for a hundred of them.
import { z } from "zod";
import type { Ask } from "../../ask.ts";
import type { GitHubHistory } from "../../history.ts";
import { known } from "../parts.ts";
import { id, pageNumberOf, second } from "./parts.ts";
import type { PreferGraphql } from "./prefer-graphql.ts";

const repositories = z.object({
  repositories: z.array(
    z.object({
      id,
      node_id: z.string(),
      name: z.string(),
      owner: z.object({ id, login: z.string() }),
      private: z.boolean(),
      visibility: known(z.enum(["public", "private", "internal"])),
      archived: known(z.boolean()),
      default_branch: z.string(),
      html_url: z.string(),
      pushed_at: known(second),
    }),
  ),
});

/** When a pull request of each changed last. */
export const lastChangesQuery = `query ($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Repository {
      databaseId
      pullRequests(first: 1, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { updatedAt } }
    }
  }
}`;

const lastChanges = z.object({
  nodes: z.array(
    z.object({
      databaseId: id,
      pullRequests: z.object({ nodes: z.array(z.object({ updatedAt: second })) }),
    }),
  ),
});

export function surveyRepositories(ask: Ask, prefer: PreferGraphql): GitHubHistory["surveyRepositories"] {
  return async (installationId, cursor) => {
    const page = pageNumberOf(cursor);
    const route = "GET /installation/repositories";
    const { data, hasNext } = await ask.page(installationId, route, { page }, repositories);
    const changes = await prefer(
      () => askLastChanges(ask, installationId, data.repositories),
      // One request for each would cost more than it saves.
      async () => new Map<number, number>(),
    );
    return {
      items: data.repositories.map((repository) => ({
        repositoryId: repository.id,
        accountId: repository.owner.id,
        owner: repository.owner.login,
        name: repository.name,
        visibility: repository.visibility ?? (repository.private ? "private" : "public"),
        archived: repository.archived ?? false,
        defaultBranch: repository.default_branch,
        url: repository.html_url,
        pushedAt: repository.pushed_at,
        pullRequestsUpdatedAt: changes.get(repository.id) ?? null,
      })),
      next: hasNext ? String(page + 1) : null,
    };
  };
}

/** By repository; 0 of one without pull requests. */
async function askLastChanges(
  ask: Ask,
  installationId: number,
  listed: readonly { readonly node_id: string }[],
): Promise<Map<number, number>> {
  if (listed.length === 0) return new Map();
  const ids = listed.map(({ node_id }) => node_id);
  const { nodes } = await ask.graphql(installationId, lastChangesQuery, { ids }, lastChanges);
  return new Map(
    nodes.map(({ databaseId, pullRequests }) => [databaseId, pullRequests.nodes[0]?.updatedAt ?? 0]),
  );
}
