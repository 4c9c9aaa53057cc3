// What is asked of a clone on disk, in the product's own words: no token, no network, nothing of it is run. `open-clone.ts` makes one from
// git. Every method throws `CloneError`, whose message says what to do, and nothing else of git's.
import type { ChangedEntry, Tree } from "./tree.ts";

export type { ChangedEntry, Tree, TreeEntry } from "./tree.ts";

export interface CloneCommit {
  readonly sha: string;
  /** The committer's time, milliseconds UTC: when the commit was made here, not when it was pushed, which a clone does not tell. */
  readonly committedAt: number;
  /** The first parent; null for a root, and where a shallow clone ends. */
  readonly parent: string | null;
}

/** One step of the default branch along first parents: what a merge, or a push of one commit, brought to it. */
export interface BranchStep extends CloneCommit {
  /** Commits that this step made reachable, itself included, by its own time or older. */
  readonly commits: readonly { readonly sha: string; readonly committedAt: number }[];
}

/** One version of a file on the default branch: from `from` on, until the next version. */
export interface FileVersion {
  readonly commit: CloneCommit;
  /** Null: the file was removed. */
  readonly blobSha: string | null;
}

export interface ChangedPath {
  readonly path: string;
  /** Where it was before; null unless it moved. */
  readonly previousPath: string | null;
  readonly status: "added" | "removed" | "modified" | "renamed";
}

export interface Clone {
  /** Absolute path of the working tree's top folder; of the repository itself where it is bare. */
  readonly root: string;
  readonly isBare: boolean;
  /** History ends somewhere: what lies before is not known to be absent. */
  readonly isShallow: boolean;
  /** `owner/name` of the remote `origin`, and its host; null where there is none or its address names none. Without credentials. */
  readonly origin: { readonly host: string; readonly fullName: string } | null;
  /** What `HEAD` points at; null in a repository without a commit. */
  head(): Promise<CloneCommit | null>;
  /**
   * Short name of the default branch: of `origin/HEAD`, else `main` or `master` of `origin`, else the branch that is checked out, else `main` or
   * `master`; null: cannot be told. Its tip is origin's, where origin has it.
   */
  defaultBranch(): Promise<{ readonly name: string; readonly tip: CloneCommit } | null>;
  /** A revision as people write it (`v1.2`, `HEAD~3`, a SHA), never as an option of git. */
  resolve(revision: string): Promise<CloneCommit>;
  /** All files of a commit. */
  readTree(commitSha: string): Promise<Tree>;
  /**
   * The files on disk: tracked ones as they are now, and new ones that are not ignored. `commitSha` is that of `HEAD`. Contents of what was
   * changed are known to `readBlob` by the hashes of this tree.
   */
  readWorkingTree(): Promise<Tree>;
  /** Text of a blob. @throws CloneError above `maximumBytes`, default 1 MiB. */
  readBlob(sha: string, maximumBytes?: number): Promise<string>;
  /** Steps of a branch along first parents with a committer's time in `[since, until)`, newest first. It stops where history ends. */
  listSteps(tip: string, span: { readonly since: number; readonly until: number }): AsyncIterable<BranchStep>;
  /** Commits along first parents at which one of these paths (as git's pathspecs, `:(glob)` allowed) changed, newest first. */
  listChangesOf(
    tip: string,
    paths: readonly string[],
    span?: { readonly since: number; readonly until: number },
  ): AsyncIterable<CloneCommit>;
  /** Every version of one file along first parents, newest first. */
  listVersions(tip: string, path: string): Promise<FileVersion[]>;
  /** Which commit brought this line of a file, as of `revision`; null where it cannot be told. */
  findLineOrigin(revision: string, path: string, line: number): Promise<CloneCommit | null>;
  /** Where two commits parted; null where they share no history that is here. */
  findMergeBase(a: string, b: string): Promise<string | null>;
  /** Files that differ between two commits, or (`to` null) between a commit and the files on disk. */
  listChangedPaths(from: string, to: string | null): Promise<ChangedPath[]>;
  /** What of a commit's tree is otherwise in a later one, without looking for what moved. */
  listChangedEntries(from: string, to: string): Promise<ChangedEntry[]>;
  /** Tags and the commits that they lead to. */
  listTags(): Promise<readonly { readonly name: string; readonly commitSha: string }[]>;
  /** Ends git's processes. */
  close(): Promise<void>;
}

/** The clone cannot be read like this. The message is for a person. */
export class CloneError extends Error {
  override readonly name = "CloneError";
}
