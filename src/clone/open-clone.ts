// Makes a `Clone` of a folder by the machine's own git: each method is one question to it. Nothing of the clone is run, and nothing is
// fetched or written (`git-environment.ts`).
import { compareTrees } from "./changed-entries.ts";
import { compareCommits, compareEntries } from "./changed-paths.ts";
import { type Clone, CloneError } from "./clone.ts";
import { FilesOnDisk } from "./disk/file-on-disk.ts";
import { KeptForm } from "./disk/kept-form.ts";
import { readSettings } from "./disk/settings.ts";
import { listWorkingTree, type WorkingFile } from "./disk/working-tree.ts";
import { Objects } from "./git/objects.ts";
import { findLineOrigin } from "./line-origin.ts";
import { listChanges, listVersions } from "./list-changes.ts";
import { listSteps } from "./list-steps.ts";
import { listTree } from "./list-tree.ts";
import { locateRepository } from "./locate.ts";
import { readBlobText } from "./read-blob-text.ts";
import { findDefaultBranch, listTags, readHead, resolveRevision } from "./revisions.ts";
import type { Tree } from "./tree.ts";

const defaultMaximumBytes = 1024 * 1024;

export interface OpenCloneOptions {
  /** Absent: that of this process. Its `PATH` says where git is. */
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * @param path the top folder of a clone, a folder in it, or a bare repository.
 * @throws CloneError where there is none, or git is not installed or refuses it.
 */
export async function openClone(path: string, options: OpenCloneOptions = {}): Promise<Clone> {
  const located = await locateRepository(path, options.environment ?? process.env);
  const { git, root, boundary, isBare, isShallow, hash, indexPath } = located;
  const settings = await readSettings(git);
  const objects = new Objects(git, { isPartial: settings.isPartial, boundary });
  /** Hash → path of what `readWorkingTree` found changed. */
  const changed = new Map<string, string>();

  const resolve = (revision: string) => resolveRevision(objects, revision);

  const readTree = async (revision: string): Promise<Tree> => {
    const { sha } = await resolve(revision);
    return { commitSha: sha, entries: await listTree(git, sha), truncated: false };
  };

  const makeForm = () => {
    const disk = new FilesOnDisk(root);
    return { disk, form: new KeptForm(git, disk, objects, settings) };
  };

  const readWorkingFiles = async (): Promise<{ commitSha: string; files: WorkingFile[] }> => {
    if (isBare)
      throw new CloneError(`The repository in ${root} is bare: it has no files on disk. Name a revision.`);
    const head = await readHead(git, objects);
    if (head === null) throw new CloneError(`The repository in ${root} has no commit yet: make one first.`);
    const files = await listWorkingTree({ git, ...makeForm(), indexPath, hash });
    if (files.length === 0 && (await listTree(git, head.sha)).length > 0)
      throw new CloneError(
        `Nothing is checked out in ${root}: check a branch out, or name a revision such as HEAD.`,
      );
    for (const { isChanged, sha, path } of files) if (isChanged) changed.set(sha, path);
    return { commitSha: head.sha, files };
  };

  return {
    root,
    isBare,
    isShallow,
    origin: settings.origin,
    head: () => readHead(git, objects),
    defaultBranch: () => findDefaultBranch(git, objects),
    resolve,
    readTree,
    readWorkingTree: async () => {
      const { commitSha, files } = await readWorkingFiles();
      const entries = files.map(({ path, sha, type, size }) => ({ path, sha, type, size }));
      return { commitSha, entries, truncated: false };
    },
    readBlob: (sha, maximumBytes = defaultMaximumBytes) =>
      readBlobText({ objects, hash, makeForm, path: changed.get(sha) ?? null }, sha, maximumBytes),
    async *listSteps(tip, span) {
      yield* listSteps(git, boundary, (await resolve(tip)).sha, span);
    },
    async *listChangesOf(tip, paths, span) {
      const query = { tip: (await resolve(tip)).sha, paths, ...(span === undefined ? {} : { span }) };
      yield* listChanges(git, boundary, query);
    },
    listVersions: async (tip, file) => listVersions(git, boundary, (await resolve(tip)).sha, file),
    findLineOrigin: async (revision, file, line) => {
      const { sha } = await resolve(revision);
      const found = await findLineOrigin(git, objects, boundary, { commitSha: sha, path: file, line });
      return found === null ? null : objects.readCommit(found);
    },
    findMergeBase: async (a, b) => {
      const [one, other] = [await resolve(a), await resolve(b)];
      const { output } = await git.run(["merge-base", one.sha, other.sha], { answers: [1] });
      return output.toString("latin1").trim() || null;
    },
    listChangedPaths: async (from, to) => {
      const before = (await resolve(from)).sha;
      if (to !== null) return compareCommits(git, before, (await resolve(to)).sha, settings.isPartial);
      const [entries, { files }] = [await listTree(git, before), await readWorkingFiles()];
      return compareEntries(entries, files);
    },
    async listChangedEntries(from, to) {
      return compareTrees(git, (await resolve(from)).sha, (await resolve(to)).sha);
    },
    listTags: () => listTags(git, objects),
    close: () => objects.close(),
  };
}
