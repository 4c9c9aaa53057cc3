// Git's own ids of files, folders and commits, so that a repository of the local GitHub can be had as a real clone with the same ids.
import { createHash } from "node:crypto";

const gitSha = (type: "blob" | "tree" | "commit", body: Buffer): string =>
  createHash("sha1").update(`${type} ${body.length}\0`).update(body).digest("hex");

/** The id that Git gives to a file's content. */
export const hashBlob = (content: Buffer): string => gitSha("blob", content);

interface Folder {
  readonly files: Map<string, string>;
  readonly folders: Map<string, Folder>;
}

const makeFolder = (): Folder => ({ files: new Map(), folders: new Map() });

/** The id of a commit's tree, and those of all folders in it by path. All files are plain ones (`100644`). */
export function hashTree(files: ReadonlyMap<string, string>): {
  readonly sha: string;
  readonly folders: ReadonlyMap<string, string>;
} {
  const root = makeFolder();
  for (const [path, sha] of files) {
    const parts = path.split("/");
    const name = parts.pop() ?? "";
    let folder = root;
    for (const part of parts) {
      const next = folder.folders.get(part) ?? makeFolder();
      folder.folders.set(part, next);
      folder = next;
    }
    folder.files.set(name, sha);
  }
  const found = new Map<string, string>();
  return { sha: hashFolder(root, "", found), folders: found };
}

function hashFolder(folder: Folder, path: string, found: Map<string, string>): string {
  const entries = [
    ...[...folder.files].map(([name, sha]) => ({ name, sha, mode: "100644", order: name })),
    // Git sorts a folder as if its name ended with a slash.
    ...[...folder.folders].map(([name, inner]) => {
      const own = path === "" ? name : `${path}/${name}`;
      const sha = hashFolder(inner, own, found);
      found.set(own, sha);
      return { name, sha, mode: "40000", order: `${name}/` };
    }),
  ].map((entry) => ({ ...entry, bytes: Buffer.from(entry.order) }));
  entries.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const parts = entries.map(({ mode, name, sha }) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(sha, "hex")]),
  );
  return gitSha("tree", Buffer.concat(parts));
}

export interface CommitContent {
  readonly treeSha: string;
  readonly parents: readonly string[];
  readonly message: string;
  /** Milliseconds UTC; Git keeps whole seconds. */
  readonly committedAt: number;
  /** Who made it, as Git writes a person; two repositories differ in it, so that their commits do. */
  readonly person: string;
}

/** `Local <41@local.invalid>`: who makes all commits of a repository. */
export const personOf = (repositoryId: number): string => `Local <${repositoryId}@local.invalid>`;

export const gitTime = (at: number): string => `${Math.floor(at / 1000)} +0000`;

export function hashCommit({ treeSha, parents, message, committedAt, person }: CommitContent): string {
  const signed = `${person} ${gitTime(committedAt)}`;
  const lines = [
    `tree ${treeSha}`,
    ...parents.map((sha) => `parent ${sha}`),
    `author ${signed}`,
    `committer ${signed}`,
  ];
  return gitSha("commit", Buffer.from(`${lines.join("\n")}\n\n${message}`));
}
