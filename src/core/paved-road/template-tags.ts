// Which tags of a template matter, and what of them is new: a template may have thousands, and each is told once.
import { newestFirst } from "./versions.ts";

/** Newest versions, and other tags, that are followed. */
const mostVersions = 300;
const mostOthers = 50;

/** Different commits of which a file's content is read in one go, newest first; older ones follow in the next. */
const commitsAtOnce = 20;

export interface Tag {
  readonly name: string;
  readonly commitSha: string;
}

export interface ChosenTags {
  /** Tag → commit SHA; what is followed. */
  readonly tags: ReadonlyMap<string, string>;
  /** Whether that is all there is. */
  readonly complete: boolean;
}

/** The newest versions and the first other names. */
export function chooseTags(listed: readonly Tag[], complete: boolean): ChosenTags {
  const byName = new Map(listed.map(({ name, commitSha }) => [name, commitSha]));
  const names = [...byName.keys()];
  const versions = newestFirst(names);
  const areVersions = new Set(versions);
  const others = names.filter((name) => !areVersions.has(name)).sort();
  const chosen = [...versions.slice(0, mostVersions), ...others.slice(0, mostOthers)];
  return {
    tags: new Map(chosen.flatMap((name) => pair(name, byName.get(name)))),
    complete: complete && chosen.length === names.length,
  };
}

/**
 * What has changed since: new and moved tags, and (null) those that are gone. Of a list that was cut nothing is known to be
 * gone. A tag that was followed before is followed on as long as it is listed.
 *
 * @param chosen of `listed`, where they were chosen before.
 */
export function findChangedTags(
  before: ReadonlyMap<string, string>,
  listed: readonly Tag[],
  complete: boolean,
  chosen: ChosenTags = chooseTags(listed, complete),
): Map<string, string | null> {
  const today = new Map(listed.map(({ name, commitSha }) => [name, commitSha]));
  const changed = new Map<string, string | null>();
  for (const [name, commitSha] of chosen.tags)
    if (before.get(name) !== commitSha) changed.set(name, commitSha);
  for (const [name, commitSha] of before) {
    const now = today.get(name);
    if (now === undefined ? complete : now !== commitSha) changed.set(name, now ?? null);
  }
  return changed;
}

export interface UnreadVersions {
  /** Version tags by their commit, newest first: one reading tells all tags of a commit. */
  readonly now: readonly { readonly commitSha: string; readonly tags: readonly string[] }[];
  /** Whether there are more, for another time. */
  readonly more: boolean;
}

/**
 * Versions whose file has not been read yet at the commit that they name.
 * @param read tag → the commit at which its file was read.
 */
export function findUnreadVersions(
  tags: ReadonlyMap<string, string>,
  read: ReadonlyMap<string, string>,
): UnreadVersions {
  const unread = new Map<string, string[]>();
  for (const name of newestFirst([...tags.keys()])) {
    const commitSha = tags.get(name);
    if (commitSha === undefined || read.get(name) === commitSha) continue;
    unread.set(commitSha, [...(unread.get(commitSha) ?? []), name]);
  }
  const commits = [...unread].map(([commitSha, names]) => ({ commitSha, tags: names }));
  return { now: commits.slice(0, commitsAtOnce), more: commits.length > commitsAtOnce };
}

function pair(name: string, commitSha: string | undefined): [string, string][] {
  return commitSha === undefined ? [] : [[name, commitSha]];
}
