// Whose file is being read, and what the reader knows of other files: what is wrong in a file depends on it.

export interface FileScope {
  /** Whose file it is; `any`: not known, as of a file that others extend. */
  readonly scope: "organisation" | "repository" | "any";
  /** Whether somebody answers for its targets by another file's word; absent: not known. */
  readonly ownerKnown: boolean | undefined;
}
