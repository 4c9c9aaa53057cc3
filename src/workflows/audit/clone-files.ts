// Clones in the place of GitHub, for the readings that ask it for files and tags: the audited tree itself, and clones of templates that
// were given. What is in none of them is refused with words that say what to give.
import { type Clone, CloneError, type Tree } from "../../clone/clone.ts";
import { codeOwnersPaths } from "../../core/code-owners/default-owners.ts";
import { Refused } from "../../github/errors.ts";
import type { GitHubGateway, RepositoryAddress } from "../../github/gateway.ts";

export type CloneReads = Pick<
  GitHubGateway,
  "readFile" | "readBlob" | "listTags" | "readCodeOwnersFile" | "readSecurityFeatures"
>;

export interface CloneFiles {
  readonly clone: Clone;
  /** `owner/name` of the audited repository. */
  readonly fullName: string;
  /** What stands for its default branch. */
  readonly tree: Tree;
  /** By `owner/name` in lower case. */
  readonly templates: ReadonlyMap<string, Clone>;
}

type Named = Pick<RepositoryAddress, "owner" | "name">;

export function readClones(files: CloneFiles): CloneReads {
  const own = files.fullName.toLowerCase();
  const cloneOf = (address: Named): Clone | null => {
    const name = keyOf(address);
    return name === own ? files.clone : (files.templates.get(name) ?? null);
  };
  const trees = rememberTrees();
  return {
    async readFile(address, path, ref) {
      const clone = cloneOf(address);
      if (clone === null) throw new Refused(askFor(address), 404);
      const isOwn = keyOf(address) === own && ref === null;
      const tree = isOwn ? files.tree : await treeAt(clone, ref, trees);
      const entry = tree === null ? undefined : findBlob(tree, path);
      return entry === undefined ? null : { text: await refusing(clone.readBlob(entry.sha)), sha: entry.sha };
    },
    readBlob: (address, sha, maximumBytes) => {
      const clone = cloneOf(address);
      if (clone === null) throw new Refused(askFor(address), 404);
      return refusing(clone.readBlob(sha, maximumBytes));
    },
    async listTags(address) {
      const clone = cloneOf(address);
      if (clone === null)
        return { unseen: { why: "not-available", permission: null, text: askFor(address) } };
      // A shallow clone is made with the tags that it happens to reach.
      return { seen: { tags: await clone.listTags(), complete: !clone.isShallow } };
    },
    async readCodeOwnersFile(address) {
      for (const path of codeOwnersPaths) {
        const file = await this.readFile(address, path, null);
        if (file !== null) return { seen: { path, text: file.text } };
      }
      return { seen: null };
    },
    async readSecurityFeatures() {
      const text = "A clone does not hold the repository's settings.";
      const features = { unseen: { why: "not-available", permission: null, text } } as const;
      return { defaultBranch: "HEAD", visibility: "private", features };
    },
  };
}

/** What to give, where a repository is asked for that is not here. */
export function askFor(address: Named): string {
  const name = `${address.owner}/${address.name}`;
  return `${name} is not known here: give a clone of it (--template ${name}=PATH).`;
}

export function keyOf({ owner, name }: Named): string {
  return `${owner}/${name}`.toLowerCase();
}

/** The last of one path, should a tree name it twice. */
function findBlob({ entries }: Tree, path: string) {
  return entries.findLast((entry) => entry.path === path && entry.type === "blob");
}

/** A commit's tree is read once for all files that are asked for. */
function rememberTrees(): (clone: Clone, commitSha: string) => Promise<Tree> {
  const known = new Map<string, Promise<Tree>>();
  return (clone, commitSha) => {
    const key = `${clone.root} ${commitSha}`;
    const tree = known.get(key) ?? clone.readTree(commitSha);
    known.set(key, tree);
    return tree;
  };
}

/** A tag goes before a branch of the same name, and what the remote has before what was made here. Null: there is no such ref. */
async function treeAt(
  clone: Clone,
  ref: string | null,
  trees: (clone: Clone, commitSha: string) => Promise<Tree>,
): Promise<Tree | null> {
  if (ref === null) {
    const tip = (await clone.defaultBranch())?.tip ?? (await clone.head());
    return tip === null ? null : trees(clone, tip.sha);
  }
  const tag = (await clone.listTags()).find(({ name }) => name === ref);
  if (tag !== undefined) return trees(clone, tag.commitSha);
  for (const revision of [`refs/remotes/origin/${ref}`, ref]) {
    try {
      return await trees(clone, (await clone.resolve(revision)).sha);
    } catch (error) {
      if (!(error instanceof CloneError)) throw error;
    }
  }
  return null;
}

/** What is too large, or no text, is refused as GitHub's would be. */
async function refusing(text: Promise<string>): Promise<string> {
  try {
    return await text;
  } catch (error) {
    if (!(error instanceof CloneError)) throw error;
    throw new Refused(error.message, 413, { cause: error });
  }
}
