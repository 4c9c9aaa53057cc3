// Reads and parses one file of the paved road, by the SHA of its content.
import type { ObservedDockerfile, ObservedWorkflow } from "../core/facts/paved-road.ts";
import { parseDockerfile } from "../core/paved-road/parse-dockerfile.ts";
import { parseWorkflow } from "../core/paved-road/parse-workflow.ts";
import { isDockerfilePath, isWorkflowPath } from "../core/paved-road/paths.ts";
import { Refused } from "../github/errors.ts";
import type { GitHubReads, RepositoryAddress } from "../github/gateway.ts";

export interface ObservedFile {
  readonly workflow?: ObservedWorkflow;
  readonly dockerfile?: ObservedDockerfile;
}

/** Null for a path that is neither a workflow nor a Dockerfile. A file that GitHub does not give is one with a problem. */
export async function observeFile(
  github: Pick<GitHubReads, "readBlob">,
  address: RepositoryAddress,
  file: { readonly path: string; readonly sha: string },
): Promise<ObservedFile | null> {
  const { path, sha: blobSha } = file;
  const isWorkflow = isWorkflowPath(path);
  if (!isWorkflow && !isDockerfilePath(path)) return null;
  try {
    const text = await github.readBlob(address, blobSha);
    return isWorkflow
      ? { workflow: { ...parseWorkflow(path, text), blobSha } }
      : { dockerfile: { ...parseDockerfile(path, text), blobSha } };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const problem = error.message;
    return isWorkflow
      ? { workflow: { path, triggers: [], uses: [], problem, blobSha } }
      : { dockerfile: { path, bases: [], problem, blobSha } };
  }
}
