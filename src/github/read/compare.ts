// Counts the commits between two commits, for pushes whose list GitHub cut.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubReads } from "../gateway.ts";

export function countCommits(ask: Ask): GitHubReads["countCommits"] {
  return async (repository, base, head) => {
    const answer = await ask(
      repository.installationId,
      "GET /repos/{owner}/{repo}/compare/{basehead}",
      // The count is in every page; the smallest page is the cheapest.
      { ...inRepository(repository), basehead: `${base}...${head}`, per_page: 1 },
      z.object({ total_commits: z.number().int().nonnegative() }),
    );
    return answer.total_commits;
  };
}
