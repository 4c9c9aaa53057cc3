// Lists the commits of a branch with their parents, by which a push is walked.
import { z } from "zod";
import { inRepository } from "../../address.ts";
import type { Ask } from "../../ask.ts";
import { Refused } from "../../errors.ts";
import type { GitHubHistory } from "../../history.ts";
import { see } from "../see.ts";
import { eachOf, pageNumberOf, second, sha, timeText } from "./parts.ts";

const wanted = { what: "commits", permission: "contents: read", turnOn: "" };

/** What is left out, because Git holds dates that nobody can read, makes a push one of which not all was told. */
const commits = eachOf(
  z.object({
    sha,
    commit: z.object({ committer: z.object({ date: second }) }),
    parents: z.array(z.object({ sha })),
  }),
);

export function listCommits(ask: Ask): GitHubHistory["listCommits"] {
  return (repository, { branch, since, until }, cursor) =>
    see(wanted, async () => {
      const page = pageNumberOf(cursor);
      try {
        const { data, hasNext } = await ask.page(
          repository.installationId,
          "GET /repos/{owner}/{repo}/commits",
          {
            ...inRepository(repository),
            sha: branch,
            since: timeText(since),
            until: timeText(until),
            page,
          },
          commits,
        );
        const items = data.items
          .map(({ sha, commit, parents }) => ({
            sha,
            committedAt: commit.committer.date,
            parents: parents.map((parent) => parent.sha),
          }))
          // GitHub takes both ends as belonging to it.
          .filter(({ committedAt }) => committedAt >= since && committedAt < until);
        return { items, next: hasNext ? String(page + 1) : null };
      } catch (error) {
        // "Git Repository is empty."
        if (error instanceof Refused && error.status === 409) return { items: [], next: null };
        throw error;
      }
    });
}
