// All files of a commit, by one streamed `git ls-tree`; sizes are not asked for, which would open every object.
import type { Git } from "./git/git.ts";
import { readRecords } from "./git/read-records.ts";
import type { TreeEntry } from "./tree.ts";

/** In git's order, by bytes. Symbolic links are blobs, whose content is the target's name; submodules are of type `commit`. */
export async function listTree(git: Git, commitSha: string): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  const listed = git.stream(["ls-tree", "-r", "-z", "--full-tree", commitSha]);
  for await (const lines of readRecords(listed, "\0")) {
    for (const line of lines) {
      // `100644 blob SHA<tab>PATH`
      const [space, tab] = [line.indexOf(" ", 7), line.indexOf("\t")];
      const type = line.slice(7, space);
      if (type === "blob" || type === "tree" || type === "commit")
        entries.push({ path: line.slice(tab + 1), sha: line.slice(space + 1, tab), type, size: null });
    }
  }
  return entries;
}
