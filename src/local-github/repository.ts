// Builds a repository's history on the local GitHub: commits with real Git object ids, branches, tags, pull requests.
import { hashBlob, hashCommit, hashTree, personOf } from "./git-objects.ts";
import { makeHistory } from "./history/remembered.ts";
import { makeSecurity } from "./security-state.ts";
import type { Account, Commit, LocalState, PullRequest, Repository } from "./state.ts";

/** The id that Git gives to a file's content. */
export const blobShaOf = (text: string): string => hashBlob(Buffer.from(text, "utf8"));

export interface NewRepository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly visibility: "public" | "private";
  readonly language?: string | null;
  readonly description?: string;
  readonly createdAt: number;
}

/** Adds an empty repository whose default branch is `main`. */
export function addRepository(state: LocalState, repository: NewRepository): Repository {
  const added: Repository = {
    ...repository,
    language: repository.language ?? null,
    topics: [],
    description: repository.description ?? "",
    defaultBranch: "main",
    archived: false,
    hasIssues: true,
    pushedAt: repository.createdAt,
    blobs: new Map(),
    commits: new Map(),
    branches: new Map(),
    tags: new Map(),
    pullRequests: new Map(),
    checkRuns: new Map(),
    issues: new Map(),
    labels: new Map(),
    security: makeSecurity(),
    history: makeHistory(),
  };
  state.repositories.set(added.id, added);
  return added;
}

export interface NewCommit {
  /** Path → text; null removes the file. */
  readonly files?: Readonly<Record<string, string | null>>;
  readonly message: string;
  readonly committedAt: number;
  /** The commit it is made on; none: the first commit. */
  readonly parent?: string;
}

/** Makes a commit that no branch points to yet. Its id depends on its content alone, so it is the same in every run. */
export function addCommit(repository: Repository, commit: NewCommit): Commit {
  const parent = commit.parent === undefined ? undefined : repository.commits.get(commit.parent);
  if (commit.parent !== undefined && parent === undefined) {
    throw new Error(`${repository.name} has no commit ${commit.parent} to build on.`);
  }
  const files = new Map(parent?.files);
  for (const [path, text] of Object.entries(commit.files ?? {})) {
    if (text === null) {
      files.delete(path);
      continue;
    }
    const blob = Buffer.from(text, "utf8");
    const sha = hashBlob(blob);
    repository.blobs.set(sha, blob);
    files.set(path, sha);
  }
  const { sha: treeSha } = hashTree(files);
  const parents = parent === undefined ? [] : [parent.sha];
  const { message, committedAt } = commit;
  const sha = hashCommit({ treeSha, parents, message, committedAt, person: personOf(repository.id) });
  const added = { sha, treeSha, parents, message, committedAt, files };
  repository.commits.set(sha, added);
  return added;
}

/** Makes a commit on a branch and moves the branch to it; the branch is made from the default branch if it is new. */
export function commitTo(repository: Repository, branch: string, commit: Omit<NewCommit, "parent">): Commit {
  const parent = repository.branches.get(branch) ?? repository.branches.get(repository.defaultBranch);
  const added = addCommit(repository, parent === undefined ? commit : { ...commit, parent });
  repository.branches.set(branch, added.sha);
  repository.pushedAt = Math.max(repository.pushedAt, commit.committedAt);
  return added;
}

/** Registers a pull request, so that its files can be read. Its head must be a commit of the repository. */
export function addPullRequest(repository: Repository, pullRequest: PullRequest): void {
  for (const sha of [pullRequest.headSha, pullRequest.baseSha]) {
    if (!repository.commits.has(sha)) throw new Error(`${repository.name} has no commit ${sha}.`);
  }
  repository.pullRequests.set(pullRequest.number, pullRequest);
}

/** A commit by branch, tag, full ref or SHA. */
export function resolveCommit(repository: Repository, ref: string): Commit | undefined {
  const short = ref.replace(/^refs\//, "").replace(/^(heads|tags)\//, "");
  const sha = repository.branches.get(short) ?? repository.tags.get(short) ?? ref;
  return repository.commits.get(sha);
}

/** All commits that can be reached from one, itself included. */
export function ancestorsOf(repository: Repository, sha: string): Set<string> {
  const seen = new Set<string>();
  const left = [sha];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    left.push(...(repository.commits.get(next)?.parents ?? []));
  }
  return seen;
}
