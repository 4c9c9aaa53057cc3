// The graph of the listed commits: which of them a push brought, as far as the lists reach.
import type { ListedCommit, ListedPullRequest } from "./listed.ts";

/** Commits of branches, and those of pull requests that the lists of branches do not have. */
export interface CommitGraph {
  readonly commits: ReadonlyMap<string, ListedCommit>;
  /** Commits that are not listed and were in the default branch before a pull request that builds on them. */
  readonly ofBase: ReadonlySet<string>;
}

/** What is reached from some commits by their parents. */
export interface Reach {
  readonly shas: ReadonlySet<string>;
  /** Parents that are not listed: there the walk had to stop. */
  readonly missing: ReadonlySet<string>;
}

/**
 * @param pullRequests Those into the default branch: their lists of commits end where the branch begins. Of a commit that only such a
 * list has, the one listed before it counts as its parent.
 */
export function commitGraph(
  listed: readonly ListedCommit[],
  pullRequests: readonly ListedPullRequest[],
): CommitGraph {
  const commits = new Map(listed.map((commit) => [commit.sha, commit]));
  const ofBase = new Set<string>();
  for (const { commits: own, complete } of pullRequests) {
    if (!complete) continue;
    const shas = new Set(own.map(({ sha }) => sha));
    own.forEach(({ sha, committedAt }, index) => {
      const known = commits.get(sha);
      if (known === undefined) {
        const previous = own[index - 1];
        commits.set(sha, { sha, committedAt, parents: previous === undefined ? [] : [previous.sha] });
      } else {
        for (const parent of known.parents) if (!shas.has(parent)) ofBase.add(parent);
      }
    });
  }
  return { commits, ofBase };
}

/** Walks by parents, and stops at what `stopAt` holds. */
export function walk(
  { commits }: CommitGraph,
  from: readonly string[],
  stopAt: ReadonlySet<string> = new Set(),
): Reach {
  const shas = new Set<string>();
  const missing = new Set<string>();
  const waiting = [...from];
  for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
    if (shas.has(sha) || stopAt.has(sha)) continue;
    const commit = commits.get(sha);
    if (commit === undefined) {
      missing.add(sha);
      continue;
    }
    shas.add(sha);
    waiting.push(...commit.parents);
  }
  return { shas, missing };
}

/** The commits reached from `after` and not from `before`, oldest first; null where the lists do not reach far enough to tell. */
export function commitsBetween(
  graph: CommitGraph,
  before: string | null,
  after: string,
): ListedCommit[] | null {
  const old = before === null ? { shas: [], missing: [] } : walk(graph, [before]);
  const reached = walk(graph, [after], new Set([...old.shas, ...old.missing]));
  for (const sha of reached.missing) if (!graph.ofBase.has(sha)) return null;
  return [...reached.shas]
    .flatMap((sha) => graph.commits.get(sha) ?? [])
    .sort((a, b) => a.committedAt - b.committedAt || (a.sha < b.sha ? -1 : 1));
}
