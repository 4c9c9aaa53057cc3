// Reads all paths of a commit: what the paved road is looked for in.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubReads, RepositoryAddress } from "../gateway.ts";

const commitSha = /^[0-9a-f]{40}$/;

const tree = z.object({
  truncated: z.boolean().optional(),
  tree: z.array(
    z.object({ path: z.string(), sha: z.string(), type: z.string(), size: z.number().nullish() }),
  ),
});

/** A SHA costs one request, a branch name two: GitHub's tree does not say which commit it belongs to. */
export function readTree(ask: Ask): GitHubReads["readTree"] {
  return async (repository, ref) => {
    const sha = commitSha.test(ref) ? ref : await readBranchHead(ask, repository, ref);
    const answer = await ask(
      repository.installationId,
      "GET /repos/{owner}/{repo}/git/trees/{tree_sha}",
      { ...inRepository(repository), tree_sha: sha, recursive: "1" },
      tree,
      "for-ever-if-wide",
    );
    return {
      commitSha: sha,
      truncated: answer.truncated ?? false,
      entries: answer.tree.flatMap(({ path, sha, type, size }) =>
        type === "blob" || type === "tree" || type === "commit"
          ? [{ path, sha, type, size: size ?? null }]
          : [],
      ),
    };
  };
}

async function readBranchHead(ask: Ask, repository: RepositoryAddress, branch: string): Promise<string> {
  const answer = await ask(
    repository.installationId,
    "GET /repos/{owner}/{repo}/git/ref/{ref}",
    { ...inRepository(repository), ref: `heads/${branch}` },
    z.object({ object: z.object({ sha: z.string().regex(commitSha) }) }),
    "until-changed",
  );
  return answer.object.sha;
}
