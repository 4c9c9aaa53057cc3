// Which commit brought a line: `git blame` of that one line. Where anything is in doubt the answer is that it cannot be told.
import { CloneError } from "./clone.ts";
import type { Git } from "./git/git.ts";
import type { Objects } from "./git/objects.ts";
import { literally } from "./list-changes.ts";

/** Larger files are made by machines, and following their lines takes minutes. */
const mostBytes = 1024 * 1024;

const firstLine = /^([0-9a-f]{40}|[0-9a-f]{64}) \d+ \d+/;

/** SHA of the commit; null where the line is not there, or came before a shallow clone begins. */
export async function findLineOrigin(
  git: Git,
  objects: Objects,
  boundary: ReadonlySet<string>,
  query: { readonly commitSha: string; readonly path: string; readonly line: number },
): Promise<string | null> {
  const { commitSha, path, line } = query;
  if (!Number.isInteger(line) || line < 1 || path.includes("\0") || !path.isWellFormed()) return null;
  const blob = await findBlob(git, commitSha, path);
  const size = blob === null ? null : await objects.findSize(blob);
  if (size === null || size > mostBytes) return null;
  try {
    const { code, output } = await git.run(
      [
        "blame",
        "--porcelain",
        "--root",
        "--no-textconv",
        "--ignore-revs-file=",
        "-L",
        `${line},${line}`,
        commitSha,
        "--",
        path,
      ],
      // Many name a `blame.ignoreRevsFile` for all their repositories; git fails where one of them has no such file.
      { answers: [128], isImpersonal: true },
    );
    const sha = code === 0 ? firstLine.exec(output.toString("latin1"))?.[1] : undefined;
    return sha === undefined || boundary.has(sha) ? null : sha;
  } catch (error) {
    if (error instanceof CloneError) return null;
    throw error;
  }
}

async function findBlob(git: Git, commitSha: string, path: string): Promise<string | null> {
  const { output } = await git.run(["ls-tree", "-z", "--full-tree", commitSha, "--", literally(path)], {
    answers: [128],
  });
  return /^10\d{4} blob ([0-9a-f]+)\t/.exec(output.toString("latin1"))?.[1] ?? null;
}
