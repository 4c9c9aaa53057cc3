// Files that differ between two commits, or between a commit and the files on disk.
import type { ChangedPath } from "./clone.ts";
import type { Git } from "./git/git.ts";
import { readRecords } from "./git/read-records.ts";
import type { TreeEntry } from "./tree.ts";

/** More files than these are not compared with each other to find which moved where. */
const renameLimit = "1000";

const change = /^:\d{6} \d{6} [0-9a-f]+ [0-9a-f]+ ([A-Z])\d*$/;

const statuses: Readonly<Record<string, ChangedPath["status"]>> = { A: "added", D: "removed", R: "renamed" };

/**
 * Sorted by path. A file that moved and changed by less than half is `renamed`.
 *
 * @param isPartial telling what moved needs contents, which a partial clone lacks: then only what moved unchanged is told.
 */
export async function compareCommits(
  git: Git,
  from: string,
  to: string,
  isPartial: boolean,
): Promise<ChangedPath[]> {
  const changed: ChangedPath[] = [];
  const renames = isPartial ? ["-M100%"] : ["-M50%", `-l${renameLimit}`];
  const compared = git.stream([
    "diff-tree",
    "-r",
    "-z",
    "--raw",
    "--no-abbrev",
    ...renames,
    "--no-ext-diff",
    "--no-textconv",
    from,
    to,
    "--",
  ]);
  let status: ChangedPath["status"] | null = null;
  let previousPath: string | null = null;
  for await (const records of readRecords(compared, "\0"))
    for (const record of records) {
      if (status === null) status = statuses[change.exec(record)?.[1] ?? ""] ?? "modified";
      else if (status === "renamed" && previousPath === null) previousPath = record;
      else {
        changed.push({ path: record, previousPath, status });
        status = null;
        previousPath = null;
      }
    }
  return sortByPath(changed);
}

/** Between two lists of files. Only what moved unchanged is `renamed`; that a file may be executed is not looked at. */
export function compareEntries(before: readonly TreeEntry[], after: readonly TreeEntry[]): ChangedPath[] {
  const old = new Map(before.map((entry) => [entry.path, entry]));
  const now = new Set(after.map(({ path }) => path));
  const gone = before.filter(({ path }) => !now.has(path));
  const moved = new Map<string, string[]>();
  for (const { sha, path } of gone) moved.set(sha, [...(moved.get(sha) ?? []), path]);
  const changed = after.flatMap(({ path, sha, type }): ChangedPath[] => {
    const was = old.get(path);
    if (was !== undefined)
      return was.sha === sha && was.type === type ? [] : [{ path, previousPath: null, status: "modified" }];
    const previousPath = moved.get(sha)?.shift() ?? null;
    return [{ path, previousPath, status: previousPath === null ? "added" : "renamed" }];
  });
  const left = new Set([...moved.values()].flat());
  const removed = gone.flatMap(({ path }): ChangedPath[] =>
    left.has(path) ? [{ path, previousPath: null, status: "removed" }] : [],
  );
  return sortByPath([...changed, ...removed]);
}

function sortByPath(changed: ChangedPath[]): ChangedPath[] {
  return changed.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
