// All paths of a commit, or of the files on disk.

export interface TreeEntry {
  readonly path: string;
  /** Git's hash of the content, by the repository's own hash function. */
  readonly sha: string;
  readonly type: "blob" | "tree" | "commit";
  /** Bytes; null where it was not asked for. */
  readonly size: number | null;
}

export interface Tree {
  readonly commitSha: string;
  readonly entries: readonly TreeEntry[];
  /** Never of a clone: the list is whole. */
  readonly truncated: boolean;
}

/** What a path of one commit is in a later one. */
export interface ChangedEntry {
  readonly path: string;
  /** As it is in the later commit; null: it is not in it. */
  readonly entry: TreeEntry | null;
}
