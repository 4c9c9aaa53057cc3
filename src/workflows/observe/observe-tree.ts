// Reads what counts of a tree: workflows, Dockerfiles, manifests, the hashes of named files. Content that was parsed before, at
// this path or another, is not read again.
import type { TemplateRule } from "../../core/config/config.ts";
import type {
  ObservedDockerfile,
  ObservedManifest,
  ObservedWorkflow,
  PavedRoadData,
} from "../../core/facts/paved-road.ts";
import { isCodeManifest } from "../../core/manifests/manifest-path.ts";
import { parseManifest } from "../../core/manifests/parse-manifest.ts";
import {
  filesLookedFor,
  librariesLookedFor,
  looksAtManifests,
} from "../../core/paved-road/needs-observation.ts";
import { isDockerfilePath, isWorkflowPath } from "../../core/paved-road/paths.ts";
import type { GitHubReads, RepositoryAddress, Tree, TreeEntry } from "../../github/gateway.ts";
import { isWantedManifest, type ObservedFile, observeFile, type WantedPackages } from "./observe-file.ts";

/** More files than this cost more requests than they are worth at once; manifests are counted apart. */
const maximumFiles = 300;

type Observed = Omit<ObservedFile, "text">;

/** @param before what was observed last; null: nothing. */
export async function observeTree(
  github: Pick<GitHubReads, "readBlob">,
  address: RepositoryAddress,
  tree: Tree,
  rules: readonly TemplateRule[],
  before: PavedRoadData | null,
): Promise<Omit<PavedRoadData, "ref">> {
  const blobs = tree.entries.filter(({ type }) => type === "blob");
  const names = filesLookedFor(rules);
  const libraries = librariesLookedFor(rules);
  const wanted = { keys: new Set(looksAtManifests(rules) ? libraries : []) };
  const observed: Observed[] = [];
  const entries = blobs.filter(({ path }) => isWorkflowPath(path) || isDockerfilePath(path));
  const manifests = blobs.filter(
    ({ path }) => !isWorkflowPath(path) && !isDockerfilePath(path) && isWantedManifest(path, wanted),
  );
  const known = knownContent(before, wanted);
  for (const entry of [...entries.slice(0, maximumFiles), ...manifests.slice(0, maximumFiles)]) {
    const file = known(entry) ?? (await observeFile(github, address, entry, wanted));
    if (file !== null) observed.push(file);
  }
  return {
    commitSha: tree.commitSha,
    workflows: observed.flatMap(({ workflow }) => workflow ?? []),
    dockerfiles: observed.flatMap(({ dockerfile }) => dockerfile ?? []),
    files: Object.fromEntries(
      blobs.filter(({ path }) => names.includes(path)).map(({ path, sha }) => [path, sha]),
    ),
    filesLookedFor: names,
    ...(libraries.length === 0 ? {} : { librariesLookedFor: libraries }),
    ...(wanted.keys.size === 0
      ? {}
      : {
          manifests: [
            ...observed.flatMap(({ manifest }) => manifest ?? []),
            ...manifests.slice(maximumFiles).flatMap((entry) => leaveOut(entry, wanted)),
          ],
        }),
    unreadable: [
      ...(tree.truncated ? [{ what: "the list of files", reason: "GitHub cut it" }] : []),
      ...(entries.length > maximumFiles
        ? [
            {
              what: "the list of files",
              reason: `it has ${entries.length} workflows and Dockerfiles, of which ${maximumFiles} are read`,
            },
          ]
        : []),
    ],
  };
}

/** Gives what was parsed of the same content before, under the path that it has now. */
function knownContent(
  before: PavedRoadData | null,
  wanted: WantedPackages,
): (entry: TreeEntry) => Observed | null {
  const workflows = new Map<string | undefined, ObservedWorkflow>();
  for (const file of before?.workflows ?? []) workflows.set(file.blobSha, file);
  const dockerfiles = new Map<string | undefined, ObservedDockerfile>();
  for (const file of before?.dockerfiles ?? []) dockerfiles.set(file.blobSha, file);
  // Of a manifest only what was looked for is known; and its format is told by its name.
  const looked = new Set(before?.librariesLookedFor ?? []);
  const knowsAll = [...wanted.keys].every((key) => looked.has(key));
  const manifests = new Map<string, ObservedManifest>();
  for (const file of knowsAll ? (before?.manifests ?? []) : []) {
    if (file.blobSha !== undefined) manifests.set(`${file.blobSha} ${nameOf(file.path)}`, file);
  }
  return ({ path, sha }) => {
    if (isWorkflowPath(path)) {
      const workflow = workflows.get(sha);
      return workflow === undefined ? null : { workflow: { ...workflow, path } };
    }
    if (isDockerfilePath(path)) {
      const dockerfile = dockerfiles.get(sha);
      return dockerfile === undefined ? null : { dockerfile: { ...dockerfile, path } };
    }
    const manifest = manifests.get(`${sha} ${nameOf(path)}`);
    return manifest === undefined ? null : { manifest: { ...manifest, path } };
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A manifest that is there and is not read: what it asks for is not known. */
function leaveOut({ path }: TreeEntry, { keys }: WantedPackages): ObservedManifest[] {
  const manifest = parseManifest(path, "", keys);
  const problem = `Of the repository's manifests and lockfiles ${maximumFiles} are read; this is none of them.`;
  return manifest === null || isCodeManifest(path) ? [] : [{ ...manifest, packages: [], problem }];
}
