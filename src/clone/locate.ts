// Finds the repository that a path belongs to. What lies on disk must agree with what git says: a clone's configuration could
// name any other folder as its working tree.
import { lstat, readFile, realpath, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { CloneError } from "./clone.ts";
import { type Git, gitIn } from "./git/git.ts";

/** Looking for a repository is quick; a configuration that never ends is not waited for. */
const mostMillis = 30_000;

export interface Located {
  readonly git: Git;
  /** Absolute, without symbolic links. */
  readonly root: string;
  readonly isBare: boolean;
  readonly isShallow: boolean;
  readonly boundary: ReadonlySet<string>;
  readonly hash: "sha1" | "sha256";
  /** Absolute path of the index file; it may not exist. */
  readonly indexPath: string;
}

export async function locateRepository(path: string, environment: NodeJS.ProcessEnv): Promise<Located> {
  const folder = await findFolder(path);
  const outer = gitIn(folder, environment);
  const [isBare, isShallow, isInside, hash, ...gitFolder] = (
    await ask(outer, [
      "--is-bare-repository",
      "--is-shallow-repository",
      "--is-inside-git-dir",
      "--show-object-format",
      "--absolute-git-dir",
    ])
  ).split("\n");
  if (isBare !== "true" && isInside === "true")
    throw new CloneError(`${folder} is inside a repository's .git folder: give the folder above it.`);
  const root = isBare === "true" ? gitFolder.join("\n") : await findTop(outer, folder);
  if (hash !== "sha1" && hash !== "sha256")
    throw new CloneError(`The installed git is too old to read ${folder}: install 2.30 or later.`);
  const git = gitIn(root, environment);
  const [shallowPath, indexPath] = await Promise.all(
    ["shallow", "index"].map(async (file) => resolve(root, await ask(git, ["--git-path", file]))),
  );
  return {
    git,
    root,
    isBare: isBare === "true",
    isShallow: isShallow === "true",
    boundary: isShallow === "true" && shallowPath !== undefined ? await readBoundary(shallowPath) : new Set(),
    hash,
    indexPath: indexPath ?? "",
  };
}

async function findFolder(path: string): Promise<string> {
  try {
    const folder = await realpath(path);
    if (!(await stat(folder)).isDirectory())
      throw new CloneError(`${path} is a file: give the folder of a clone.`);
    return folder;
  } catch (error) {
    if (error instanceof CloneError) throw error;
    throw new CloneError(`There is no folder ${path} that can be opened: give the folder of a clone.`, {
      cause: error,
    });
  }
}

/** The nearest folder with a `.git`, which git must hold for the top as well. */
async function findTop(git: Git, folder: string): Promise<string> {
  const said = await ask(git, ["--show-toplevel"]);
  for (let at = folder; ; at = dirname(at)) {
    const isTop = await lstat(join(at, ".git")).then(
      () => true,
      () => false,
    );
    if (isTop && said === at) return at;
    if (isTop || at === dirname(at))
      throw new CloneError(
        `The configuration of the repository in ${folder} puts its files into another folder (core.worktree). Unset it, or give a clone of its own.`,
      );
  }
}

async function ask(git: Git, questions: readonly string[]): Promise<string> {
  const { output } = await git.run(["rev-parse", ...questions], { maximumMillis: mostMillis });
  return output.toString("utf8").replace(/\n$/, "");
}

async function readBoundary(path: string): Promise<ReadonlySet<string>> {
  try {
    const text = await readFile(path, "utf8");
    return new Set(text.split("\n").filter((line) => line !== ""));
  } catch (error) {
    throw new CloneError(`Where this shallow clone ends cannot be read (${path}).`, { cause: error });
  }
}
