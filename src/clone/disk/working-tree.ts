// The files on disk as git would keep them. A file that looks as git remembers it has the hash that git knows; all others are read here,
// never by git, which would run the filters that the clone's configuration names.
import { lstat } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import type { Git } from "../git/git.ts";
import type { TreeEntry } from "../tree.ts";
import type { FilesOnDisk, Hash } from "./file-on-disk.ts";
import { hashBlob, mostBytesOfFile, unknownHash } from "./file-on-disk.ts";
import type { KeptForm } from "./kept-form.ts";
import { type IndexedFile, listIndex, listNewFiles } from "./list-index.ts";

/** Files that are looked at in one go, before others run. */
const filesAtOnce = 5_000;

export interface WorkingTreeInput {
  readonly git: Git;
  readonly disk: FilesOnDisk;
  readonly form: KeptForm;
  readonly indexPath: string;
  readonly hash: Hash;
}

export interface WorkingFile extends TreeEntry {
  /** What git knows of it is not what lies on disk, or git does not know it. */
  readonly isChanged: boolean;
}

/** Sorted by path. What was read has its size; what could not be read has a hash that no content has. */
export async function listWorkingTree(input: WorkingTreeInput): Promise<WorkingFile[]> {
  const [indexed, newPaths, writtenAt] = await Promise.all([
    listIndex(input.git),
    listNewFiles(input.git),
    timeOf(input.indexPath),
  ]);
  const files: WorkingFile[] = [];
  const toRead: { path: string; known: IndexedFile | null }[] = [];
  const unmerged = new Set<string>();
  for (const [index, file] of indexed.entries()) {
    if (index % filesAtOnce === 0) await setImmediate();
    if (file.isUnmerged) {
      if (!unmerged.has(file.path)) toRead.push({ path: file.path, known: null });
      unmerged.add(file.path);
    } else if (file.isSubmodule) files.push(asKnown(file));
    else {
      const state = compare(input.disk, file, writtenAt);
      if (state === "same" || (state === "gone" && file.isLeftOut)) files.push(asKnown(file));
      else if (state === "different") toRead.push({ path: file.path, known: file });
    }
  }
  toRead.push(...newPaths.map((path) => ({ path, known: null })));
  await input.form.learn(toRead.map(({ path }) => path));
  for (const [index, { path, known }] of toRead.entries()) {
    if (index % 100 === 0) await setImmediate();
    const file = await readFile(input, path, known);
    if (file !== null) files.push(file);
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function asKnown({ path, sha, isSubmodule }: IndexedFile): WorkingFile {
  return { path, sha, type: isSubmodule ? "commit" : "blob", size: null, isChanged: false };
}

/**
 * A file that was written when the index was, or after it, may have been changed since without a trace: it is read. So is one whose
 * inode or times differ in any way; that costs time only.
 */
function compare(disk: FilesOnDisk, { path, remembered }: IndexedFile, writtenAt: bigint) {
  const seen = disk.look(path);
  if (seen === "unreadable") return "different";
  if (seen === null || !(seen.isFile() || seen.isSymbolicLink())) return "gone";
  const isSame =
    remembered !== null &&
    remembered.modified === seen.mtimeNs &&
    remembered.changed === seen.ctimeNs &&
    remembered.modified < writtenAt &&
    // The index keeps 32 bits of both.
    remembered.size === BigInt.asUintN(32, seen.size) &&
    remembered.inode === BigInt.asUintN(32, seen.ino);
  return isSame ? "same" : "different";
}

async function readFile(
  { disk, form, hash }: WorkingTreeInput,
  path: string,
  known: IndexedFile | null,
): Promise<WorkingFile | null> {
  const content = disk.read(path, mostBytesOfFile);
  if (content === null) {
    const seen = disk.look(path);
    if (seen === null) return null;
    if (seen !== "unreadable" && !seen.isFile() && !seen.isSymbolicLink()) return null;
    return { path, sha: unknownHash(hash), type: "blob", size: null, isChanged: true };
  }
  // The bytes that git keeps are no change, although git might convert them if they were added today.
  if (known !== null && (hashBlob(content, hash) === known.sha || form.isFiltered(path)))
    return asKnown(known);
  const kept = await form.apply(path, content, known?.sha ?? null);
  const sha = hashBlob(kept, hash);
  if (known?.sha === sha) return asKnown(known);
  return { path, sha, type: "blob", size: kept.length, isChanged: true };
}

async function timeOf(path: string): Promise<bigint> {
  return lstat(path, { bigint: true }).then(
    ({ mtimeNs }) => mtimeNs,
    () => 0n,
  );
}
