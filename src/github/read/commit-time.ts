// Reads when a commit was made, for findings whose commit no push told of.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import { NotFound, Refused } from "../errors.ts";
import type { GitHubObservations } from "../observations.ts";
import { time } from "./parts.ts";
import { see } from "./see.ts";

export function readCommitTime(ask: Ask): GitHubObservations["readCommitTime"] {
  const wanted = { what: "commits", permission: "contents: read", turnOn: "" };
  return (repository, sha) =>
    see(wanted, async () => {
      try {
        const { commit } = await ask(
          repository.installationId,
          "GET /repos/{owner}/{repo}/commits/{ref}",
          // The list of its files is not wanted.
          { ...inRepository(repository), ref: sha, per_page: 1 },
          z.object({ commit: z.object({ committer: z.object({ date: time }) }) }),
        );
        return commit.committer.date;
      } catch (error) {
        // 404 and 422: no such commit any more; 409: the repository is empty.
        if (error instanceof NotFound || error instanceof Refused) return null;
        throw error;
      }
    });
}
