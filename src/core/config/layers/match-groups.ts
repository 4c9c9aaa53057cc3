// The groups of an organisation's chain of files, and which of them a repository belongs to.
import type { Group } from "../config.ts";
import type { Origin, RepositoryTraits } from "./layers.ts";
import type { PlacedGroup } from "./read-layer-file.ts";
import { matchSelector, type SelectorMatch } from "./select-repository.ts";

/** A file of the organisation's chain with its groups. */
interface GroupFile {
  readonly path: string;
  readonly groups: readonly PlacedGroup[];
}

export interface GroupMatch {
  readonly group: Group;
  /** Where the group is defined. */
  readonly origin: Origin;
  readonly match: SelectorMatch;
}

export interface MatchedGroup<File extends GroupFile> extends GroupMatch {
  readonly file: File;
  readonly placed: PlacedGroup;
}

const nobody: SelectorMatch = { matches: "no", why: "this is asked for no repository in particular" };

/**
 * Every group in the order in which they count, a later one before an earlier; of one id the nearest file's, in the place where the
 * farthest names it.
 *
 * @param files From far to near.
 */
export function matchGroups<File extends GroupFile>(
  files: readonly File[],
  traits: RepositoryTraits | undefined,
): MatchedGroup<File>[] {
  const byId = new Map<string, { readonly file: File; readonly placed: PlacedGroup }>();
  for (const file of files) {
    for (const placed of file.groups) byId.set(placed.group.id, { file, placed });
  }
  return [...byId.values()].map(({ file, placed }) => {
    const { group, line, column, selector } = placed;
    return {
      group,
      origin: { layer: "group", name: group.id, path: file.path, line, column },
      match: traits === undefined ? nobody : matchSelector(selector, traits),
      file,
      placed,
    };
  });
}
