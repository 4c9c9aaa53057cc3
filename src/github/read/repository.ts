// Where a repository lives today. `/repositories/{id}` is where GitHub's own redirects after a rename lead to.
import { z } from "zod";
import type { Ask } from "../ask.ts";
import { NotFound } from "../errors.ts";
import type { GitHubReads } from "../gateway.ts";
import { known } from "./parts.ts";

/** What groups select a repository by, of the object that GitHub shows of it. */
export const traits = { language: known(z.string()), topics: known(z.array(z.string())) };

/** Only what GitHub says. */
export function traitsOf(answer: { readonly language: string | null; readonly topics: string[] | null }) {
  return {
    ...(answer.language === null ? {} : { language: answer.language }),
    ...(answer.topics === null ? {} : { topics: answer.topics.toSorted() }),
  };
}

const repository = z.object({
  name: z.string(),
  owner: z.object({ login: z.string() }),
  archived: z.boolean().optional(),
  has_issues: z.boolean().optional(),
  private: z.boolean(),
  visibility: z.string().optional(),
  default_branch: z.string().optional(),
  ...traits,
});

export function findRepository(ask: Ask): GitHubReads["findRepository"] {
  return async (installationId, repositoryId) => {
    try {
      const answer = await ask(
        installationId,
        "GET /repositories/{repository_id}",
        { repository_id: repositoryId },
        repository,
      );
      return {
        owner: answer.owner.login,
        name: answer.name,
        archived: answer.archived ?? false,
        hasIssues: answer.has_issues ?? true,
        visibility: answer.visibility ?? (answer.private ? "private" : "public"),
        ...(answer.default_branch === undefined ? {} : { defaultBranch: answer.default_branch }),
        ...traitsOf(answer),
      };
    } catch (error) {
      if (error instanceof NotFound) return null;
      throw error;
    }
  };
}
