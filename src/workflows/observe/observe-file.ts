// Reads and parses one file of the paved road, by the SHA of its content.
import type { ObservedDockerfile, ObservedManifest, ObservedWorkflow } from "../../core/facts/paved-road.ts";
import { isCodeManifest, isManifestPath } from "../../core/manifests/manifest-path.ts";
import { maximumManifestLength, parseManifest } from "../../core/manifests/parse-manifest.ts";
import { parseDockerfile } from "../../core/paved-road/parse-dockerfile.ts";
import { parseWorkflow } from "../../core/paved-road/parse-workflow.ts";
import { isDockerfilePath, isWorkflowPath } from "../../core/paved-road/paths.ts";
import { Refused } from "../../github/errors.ts";
import type { GitHubReads, RepositoryAddress } from "../../github/gateway.ts";

export interface ObservedFile {
  readonly workflow?: ObservedWorkflow;
  readonly dockerfile?: ObservedDockerfile;
  readonly manifest?: ObservedManifest;
  /** What it was parsed from; null where GitHub did not give it, or it is code that is never read. */
  readonly text: string | null;
}

/** Packages that are looked for: of manifests nothing else is kept, and those of other ecosystems are not read. */
export interface WantedPackages {
  /** `npm:left-pad`. */
  readonly keys: ReadonlySet<string>;
}

/** Whether a manifest may hold a wanted package. */
export function isWantedManifest(path: string, { keys }: WantedPackages): boolean {
  const ecosystem = isManifestPath(path);
  return ecosystem !== null && [...keys].some((key) => key.startsWith(`${ecosystem}:`));
}

/** Null for a path that is none of these. A file that GitHub does not give is one with a problem. */
export async function observeFile(
  github: Pick<GitHubReads, "readBlob">,
  address: RepositoryAddress,
  file: { readonly path: string; readonly sha: string },
  wanted: WantedPackages,
): Promise<ObservedFile | null> {
  const { path, sha: blobSha } = file;
  if (isWorkflowPath(path)) {
    const read = await readText(github, address, blobSha);
    return "text" in read
      ? { workflow: { ...parseWorkflow(path, read.text), blobSha }, text: read.text }
      : { workflow: { path, triggers: [], uses: [], problem: read.problem, blobSha }, text: null };
  }
  if (isDockerfilePath(path)) {
    const read = await readText(github, address, blobSha);
    return "text" in read
      ? { dockerfile: { ...parseDockerfile(path, read.text), blobSha }, text: read.text }
      : { dockerfile: { path, bases: [], problem: read.problem, blobSha }, text: null };
  }
  return isWantedManifest(path, wanted) ? observeManifest(github, address, file, wanted) : null;
}

async function observeManifest(
  github: Pick<GitHubReads, "readBlob">,
  address: RepositoryAddress,
  { path, sha: blobSha }: { readonly path: string; readonly sha: string },
  { keys }: WantedPackages,
): Promise<ObservedFile | null> {
  const read = isCodeManifest(path)
    ? { text: "" }
    : await readText(github, address, blobSha, maximumManifestLength);
  const manifest = parseManifest(path, "text" in read ? read.text : "", keys);
  if (manifest === null) return null;
  return "text" in read
    ? { manifest: { ...manifest, blobSha }, text: isCodeManifest(path) ? null : read.text }
    : { manifest: { ...manifest, packages: [], problem: read.problem, blobSha }, text: null };
}

async function readText(
  github: Pick<GitHubReads, "readBlob">,
  address: RepositoryAddress,
  blobSha: string,
  maximumBytes?: number,
): Promise<{ readonly text: string } | { readonly problem: string }> {
  try {
    return { text: await github.readBlob(address, blobSha, maximumBytes) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { problem: error.message };
  }
}
