// Commits from both sides: those that a story has made with their files, and those that only payloads name.
import type { Repository } from "../state.ts";
import type { RememberedActivity, RememberedCommit } from "./remembered.ts";

/** What both sides know of a commit. */
export interface KnownCommit {
  readonly sha: string;
  readonly message: string;
  readonly committedAt: number;
  readonly parents: readonly string[];
  readonly treeSha: string;
}

const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/** Keeps a commit that a payload names; what knows more of it wins, whichever comes first. */
export function rememberCommit({ history }: Repository, commit: RememberedCommit): void {
  const known = history.commits.get(commit.sha);
  const earlier =
    known !== undefined && known.rank === commit.rank && known.committedAt <= commit.committedAt;
  if (/^0*$/.test(commit.sha) || earlier || (known !== undefined && known.rank > commit.rank)) return;
  history.commits.set(commit.sha, commit);
}

export function findCommit(repository: Repository, sha: string): KnownCommit | undefined {
  const made = repository.commits.get(sha);
  if (made !== undefined) return made;
  const told = repository.history.commits.get(sha);
  return told === undefined ? undefined : { ...told, treeSha: EMPTY_TREE };
}

/** A commit and all that it is built on, as far as they are known. */
export function lineOf(repository: Repository, sha: string): Map<string, KnownCommit> {
  const line = new Map<string, KnownCommit>();
  const left = [sha];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const commit = line.has(next) ? undefined : findCommit(repository, next);
    if (commit === undefined) continue;
    line.set(next, commit);
    left.push(...commit.parents);
  }
  return line;
}

/** Commits that `head` has and `base` has not, oldest first. */
export function commitsBetween(repository: Repository, base: string, head: string): KnownCommit[] {
  const before = lineOf(repository, base);
  const own = [...lineOf(repository, head).values()].filter(({ sha }) => !before.has(sha));
  const depth = new Map<string, number>();
  const depthOf = (commit: KnownCommit): number => {
    const known = depth.get(commit.sha);
    if (known !== undefined) return known;
    depth.set(commit.sha, 0);
    const parents = commit.parents.flatMap((sha) => own.find((other) => other.sha === sha) ?? []);
    const found = 1 + Math.max(0, ...parents.map(depthOf));
    depth.set(commit.sha, found);
    return found;
  };
  return own.sort(
    (a, b) => depthOf(a) - depthOf(b) || a.committedAt - b.committedAt || (a.sha < b.sha ? -1 : 1),
  );
}

const shortName = (ref: string): string => ref.replace(/^refs\/heads\//, "");

/** All changes of branches, newest first. */
export function activityOf({ history }: Repository): RememberedActivity[] {
  return [...history.activity.values()].sort((a, b) => b.at - a.at || b.id - a.id);
}

/** The commit that a branch points to: what a story has set, unless payloads have moved it since to a commit of theirs. */
export function tipOf(repository: Repository, branch: string): string | undefined {
  const made = repository.branches.get(shortName(branch));
  const [last] = activityOf(repository).filter(({ ref }) => shortName(ref) === shortName(branch));
  if (last === undefined) return made;
  const deleted = last.kind === "branch_deletion";
  if (made === undefined) return deleted ? undefined : last.after;
  const newer = last.at >= (repository.commits.get(made)?.committedAt ?? 0);
  return deleted || repository.commits.has(last.after) || !newer ? made : last.after;
}

/** A commit by branch, tag, full ref or SHA, from either side. */
export function findCommitByRef(repository: Repository, ref: string): KnownCommit | undefined {
  const short = ref.replace(/^refs\//, "").replace(/^(heads|tags)\//, "");
  return findCommit(repository, tipOf(repository, short) ?? repository.tags.get(short) ?? ref);
}
