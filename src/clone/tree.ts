// How the paths of a commit differ from those of another.
import type { TreeEntry } from "../core/paved-road/tree.ts";

export type { Tree, TreeEntry } from "../core/paved-road/tree.ts";

/** What a path of one commit is in a later one. */
export interface ChangedEntry {
  readonly path: string;
  /** As it is in the later commit; null: it is not in it. */
  readonly entry: TreeEntry | null;
}
