// When files changed on a branch: commits along first parents, each against its first parent, so that a merge counts when it came.
import { readBranchPart } from "./branch-part.ts";
import { type CloneCommit, CloneError, type FileVersion } from "./clone.ts";
import type { Git } from "./git/git.ts";
import { toMillis } from "./git/parse-commit.ts";
import { readRecords } from "./git/read-records.ts";

export interface ChangesQuery {
  readonly tip: string;
  /** Git's pathspecs. */
  readonly paths: readonly string[];
  /** Absent: the whole branch. */
  readonly span?: { readonly since: number; readonly until: number };
}

/** Newest first. The first commit of all, and the last one that a shallow clone has, are listed where they have one of the files. */
export async function* listChanges(
  git: Git,
  boundary: ReadonlySet<string>,
  { tip, paths, span }: ChangesQuery,
): AsyncGenerator<CloneCommit, void, void> {
  if (paths.length === 0) return;
  const range = span === undefined ? [tip] : await readRange(git, boundary, tip, span);
  if (range === null) return;
  const listed = git.stream([
    "rev-list",
    "--first-parent",
    "--format=%ct %H %P",
    ...range,
    "--",
    ...paths.map(asArgument),
  ]);
  for await (const lines of readRecords(listed, "\n"))
    for (const line of lines) {
      const [seconds, sha, first] = line.split(" ");
      if (sha === undefined || seconds === "commit") continue;
      const committedAt = toMillis(seconds);
      if (span !== undefined && (committedAt < span.since || committedAt >= span.until)) continue;
      yield { sha, committedAt, parent: boundary.has(sha) ? null : first === "" ? null : (first ?? null) };
    }
}

async function readRange(
  git: Git,
  boundary: ReadonlySet<string>,
  tip: string,
  span: { readonly since: number; readonly until: number },
): Promise<string[] | null> {
  const { steps, before } = await readBranchPart(git, boundary, tip, span);
  const [newest] = steps;
  if (newest === undefined) return null;
  return before === null ? [newest.sha] : [newest.sha, `^${before}`];
}

/** A pathspec that means this file and nothing else. */
export function literally(path: string): string {
  return `:(top,literal)${path}`;
}

/** Versions of one file, newest first; a folder or submodule of that name is no file. */
export async function listVersions(
  git: Git,
  boundary: ReadonlySet<string>,
  tip: string,
  path: string,
): Promise<FileVersion[]> {
  const commits = new Map<string, CloneCommit>();
  for await (const commit of listChanges(git, boundary, { tip, paths: [literally(path)] }))
    commits.set(commit.sha, commit);
  if (commits.size === 0) return [];
  const pairs = [...commits.values()].map(({ sha, parent }) => (parent === null ? sha : `${sha} ${parent}`));
  const blobs = await readBlobsOf(git, pairs, path);
  return [...commits.values()].flatMap((commit) => {
    const blobSha = blobs.get(commit.sha);
    return blobSha === undefined ? [] : [{ commit, blobSha }];
  });
}

const change = /^:\d{6} (\d{6}) [0-9a-f]+ ([0-9a-f]+) [A-Z]\d*$/;

/** @param pairs lines of a commit, and its first parent where it has one. */
async function readBlobsOf(
  git: Git,
  pairs: readonly string[],
  path: string,
): Promise<Map<string, string | null>> {
  const blobs = new Map<string, string | null>();
  const compared = git.stream(
    [
      "diff-tree",
      "--stdin",
      "-r",
      "-z",
      "--root",
      "--raw",
      "--no-abbrev",
      "--no-renames",
      "--no-ext-diff",
      "--no-textconv",
      "--",
      literally(path),
    ],
    `${pairs.join("\n")}\n`,
  );
  let commit = "";
  let changed: RegExpExecArray | null = null;
  for await (const records of readRecords(compared, "\0"))
    for (const record of records) {
      if (changed !== null) {
        const [, mode = "", sha = ""] = changed;
        const isFile = mode.startsWith("10") || mode.startsWith("12");
        if (record === path) blobs.set(commit, isFile ? sha : null);
        changed = null;
      } else {
        changed = change.exec(record);
        if (changed === null) commit = record.trim();
      }
    }
  return blobs;
}

function asArgument(path: string): string {
  if (path.includes("\0") || !path.isWellFormed())
    throw new CloneError(`Git cannot be asked for ${JSON.stringify(path)}: the name is not UTF-8.`);
  return path;
}
