// Lists what a pull request changes. GitHub gives at most 3,000 files; a longer list is refused, since a part of it could mislead.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import { Refused } from "../errors.ts";
import type { GitHubReads } from "../gateway.ts";

const maximumFiles = 3000;

const files = z.array(
  z.object({
    filename: z.string(),
    previous_filename: z.string().optional(),
    status: z.enum(["added", "removed", "modified", "renamed", "copied", "changed", "unchanged"]),
    sha: z.string().nullable(),
  }),
);

export function listPullRequestFiles(ask: Ask): GitHubReads["listPullRequestFiles"] {
  return async (repository, number) => {
    const { items, complete } = await ask.pages(
      repository.installationId,
      "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
      { ...inRepository(repository), pull_number: number },
      {
        schema: files,
        maximumPages: maximumFiles / 100,
        items: (page) =>
          page.map((file) => ({
            path: file.filename,
            previousPath: file.previous_filename ?? null,
            status: file.status,
            blobSha: file.sha,
          })),
      },
    );
    if (!complete || items.length >= maximumFiles)
      throw new Refused(
        `Pull request #${number} changes ${maximumFiles} files or more: GitHub does not list all.`,
        422,
      );
    return items;
  };
}
