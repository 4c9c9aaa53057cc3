// Finds our own weekly issue again by its hidden marker. Only issues that an App opened count: anybody can write a marker.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubReads, RepositoryAddress } from "../gateway.ts";

const issues = z.array(
  z.object({
    number: z.number(),
    state: z.enum(["open", "closed"]),
    body: z.string().nullish(),
    html_url: z.string(),
    user: z.object({ type: z.string() }).nullable(),
    pull_request: z.unknown().optional(),
  }),
);

type Issue = z.infer<typeof issues>[number];

export function findIssue(ask: Ask): GitHubReads["findIssue"] {
  return async (repository, label, marker) => {
    const own =
      (await findNewest(ask, repository, marker, { labels: label })) ??
      // GitHub may have dropped the label, or a person removed it.
      (await findNewest(ask, repository, marker, {}));
    return own === null
      ? null
      : { number: own.number, state: own.state, body: own.body ?? "", url: own.html_url };
  };
}

/** Looks through the hundred newest issues of the filter: with a label, almost two years of weeks. */
async function findNewest(
  ask: Ask,
  repository: RepositoryAddress,
  marker: string,
  filter: { labels?: string },
): Promise<Issue | null> {
  const { items } = await ask.pages(
    repository.installationId,
    "GET /repos/{owner}/{repo}/issues",
    { ...inRepository(repository), ...filter, state: "all", sort: "created", direction: "desc" },
    { schema: issues, maximumPages: 1, items: (page) => page },
  );
  const isOwn = (issue: Issue) =>
    issue.pull_request === undefined && issue.user?.type === "Bot" && (issue.body ?? "").includes(marker);
  return items.find(isOwn) ?? null;
}
