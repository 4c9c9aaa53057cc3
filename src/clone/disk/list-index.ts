// The files that git knows of, from its index, each with what git remembered of the file on disk when it last looked.
import type { Git } from "../git/git.ts";
import { readRecords } from "../git/read-records.ts";

/** Times in nanoseconds UTC. */
export interface RememberedFile {
  readonly changed: bigint;
  readonly modified: bigint;
  readonly inode: bigint;
  readonly size: bigint;
}

export interface IndexedFile {
  readonly path: string;
  readonly sha: string;
  readonly isSubmodule: boolean;
  /** Left out of a sparse checkout: it is not on disk, and not removed. */
  readonly isLeftOut: boolean;
  /** Several versions stand against each other: none of them counts. */
  readonly isUnmerged: boolean;
  readonly remembered: RememberedFile | null;
}

const entry = /^([A-Za-z?]) (\d{6}) ([0-9a-f]+) ([0-3])\t(.*)$/s;

const details =
  /^ {2}ctime: (\d+):(\d+)\n {2}mtime: (\d+):(\d+)\n {2}dev: \d+\tino: (\d+)\n {2}uid: \d+\tgid: \d+\n {2}size: (\d+)\tflags: [0-9a-f]+\n/;

/**
 * In git's order. Git does not promise the form of the details: where it is another, nothing is remembered, and every file is read.
 * Nothing of this makes git look at the files itself, for which it would run the clone's filters.
 */
export async function listIndex(git: Git): Promise<IndexedFile[]> {
  return (await listWithDetails(git)) ?? (await listWithout(git));
}

async function listWithDetails(git: Git): Promise<IndexedFile[] | null> {
  const files: IndexedFile[] = [];
  let waiting: string | null = null;
  for await (const records of readRecords(git.stream([...question, "--debug"]), "\0")) {
    for (const record of records) {
      const match: RegExpExecArray | null = waiting === null ? null : details.exec(record);
      if (waiting !== null) {
        const file = match === null ? null : toFile(waiting, toRemembered(match));
        if (file === null) return null;
        files.push(file);
      }
      waiting = match === null ? record : record.slice(match[0].length);
    }
  }
  return waiting === null || waiting === "" ? files : null;
}

async function listWithout(git: Git): Promise<IndexedFile[]> {
  const files: IndexedFile[] = [];
  for await (const records of readRecords(git.stream(question), "\0"))
    files.push(...records.flatMap((record) => toFile(record, null) ?? []));
  return files;
}

const question = ["ls-files", "--full-name", "-z", "-t", "--stage"];

function toFile(text: string, remembered: RememberedFile | null): IndexedFile | null {
  const [, tag, mode, sha, stage, path] = entry.exec(text) ?? [];
  if (sha === undefined || path === undefined) return null;
  return {
    path,
    sha,
    isSubmodule: mode === "160000",
    isLeftOut: tag?.toUpperCase() === "S",
    isUnmerged: stage !== "0",
    remembered,
  };
}

function toRemembered([
  ,
  ctime,
  ctimeNanos,
  mtime,
  mtimeNanos,
  inode,
  size,
]: RegExpExecArray): RememberedFile {
  return {
    changed: toNanos(ctime, ctimeNanos),
    modified: toNanos(mtime, mtimeNanos),
    inode: BigInt(inode ?? 0),
    size: BigInt(size ?? 0),
  };
}

function toNanos(seconds = "0", nanos = "0"): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
}

/** New files that nothing ignores; folders that are repositories of their own are left out. */
export async function listNewFiles(git: Git): Promise<string[]> {
  const paths: string[] = [];
  const listed = git.stream(["ls-files", "--full-name", "-z", "--others", "--exclude-standard"]);
  for await (const records of readRecords(listed, "\0"))
    paths.push(...records.filter((path) => path !== "" && !path.endsWith("/")));
  return paths;
}
