// What differs between the trees of two commits, as entries: so that who follows a history keeps a tree up to date instead of reading it anew.
import type { Git } from "./git/git.ts";
import { readRecords } from "./git/read-records.ts";
import type { ChangedEntry } from "./tree.ts";

const change = /^:\d{6} (\d{6}) [0-9a-f]+ ([0-9a-f]+) [A-Z]\d*$/;

/** In git's order. What moved is gone from one path and new at another. */
export async function compareTrees(git: Git, from: string, to: string): Promise<ChangedEntry[]> {
  const options = ["-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv"];
  const changed: ChangedEntry[] = [];
  let found: RegExpExecArray | null = null;
  for await (const records of readRecords(git.stream(["diff-tree", ...options, from, to, "--"]), "\0"))
    for (const record of records) {
      if (found === null) {
        found = change.exec(record);
        continue;
      }
      const [, mode = "", sha = ""] = found;
      const type = mode === "160000" ? "commit" : "blob";
      const entry = mode === "000000" ? null : ({ path: record, sha, type, size: null } as const);
      changed.push({ path: record, entry });
      found = null;
    }
  return changed;
}
