// All paths of a commit, or of files on disk: what is looked at first, whoever lists it.

export interface TreeEntry {
  readonly path: string;
  /** Git's hash of the content, by the repository's own hash function. */
  readonly sha: string;
  readonly type: "blob" | "tree" | "commit";
  /** Bytes; null for trees, and where it was not asked for. */
  readonly size: number | null;
}

export interface Tree {
  readonly commitSha: string;
  readonly entries: readonly TreeEntry[];
  /** GitHub cut the list: what is not in it is not known to be absent. Never of a clone. */
  readonly truncated: boolean;
}
