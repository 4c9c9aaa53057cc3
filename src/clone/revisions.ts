// Names that people give: revisions, the default branch, tags.
import { type Clone, type CloneCommit, CloneError } from "./clone.ts";
import type { Git } from "./git/git.ts";
import type { Objects } from "./git/objects.ts";
import { readRecords } from "./git/read-records.ts";

/** @throws CloneError where it begins like an option, or leads to no commit. A branch is also looked for on `origin`. */
export async function resolveRevision(objects: Objects, revision: string): Promise<CloneCommit> {
  const shown = JSON.stringify(revision);
  if (revision.trim() === "") throw new CloneError("A revision is empty: give a branch, a tag or a SHA.");
  if (revision.startsWith("-"))
    throw new CloneError(`${shown} is no revision: it begins with "-". Give a branch, a tag or a SHA.`);
  const sha = (await objects.findCommit(revision)) ?? (await objects.findCommit(onOrigin(revision)));
  if (sha === null)
    throw new CloneError(
      `There is no commit ${shown} in this clone. See \`git log --all\`; a shallow clone may not have it (actions/checkout: \`fetch-depth: 0\`).`,
    );
  return objects.readCommit(sha);
}

export async function readHead(git: Git, objects: Objects): Promise<CloneCommit | null> {
  const sha = await objects.findCommit("HEAD");
  if (sha !== null) return objects.readCommit(sha);
  const branch = await readSymbolicRef(git, "HEAD");
  const isUnborn =
    branch !== null &&
    (await git.run(["rev-parse", "--quiet", "--verify", branch], { answers: [1, 128] })).code !== 0;
  if (isUnborn) return null;
  throw new CloneError(`HEAD leads to no commit in ${git.folder}. Check out a branch, or clone it again.`);
}

/** See `Clone.defaultBranch`. What `origin` has of it counts more than a local branch, which may be old. */
export async function findDefaultBranch(git: Git, objects: Objects): ReturnType<Clone["defaultBranch"]> {
  const remoteHead = (await readSymbolicRef(git, onOrigin("HEAD")))?.slice(onOrigin("").length);
  const checkedOut = await readSymbolicRef(git, "HEAD");
  const local = checkedOut?.startsWith("refs/heads/") ? checkedOut.slice("refs/heads/".length) : undefined;
  const remote = remoteHead ?? (await findUsual(objects, onOrigin));
  // What is checked out is a branch of somebody's work wherever origin has a usual one.
  for (const name of [remote, local, await findUsual(objects, onHere)]) {
    if (name === undefined) continue;
    const sha = (await objects.findCommit(onOrigin(name))) ?? (await objects.findCommit(onHere(name)));
    if (sha !== null) return { name, tip: await objects.readCommit(sha) };
  }
  return null;
}

async function findUsual(objects: Objects, refOf: (branch: string) => string): Promise<string | undefined> {
  for (const name of ["main", "master"]) if ((await objects.findCommit(refOf(name))) !== null) return name;
  return undefined;
}

/** Tags that lead to a commit that is here, sorted by name. */
export async function listTags(git: Git, objects: Objects): ReturnType<Clone["listTags"]> {
  const tags: { name: string; commitSha: string }[] = [];
  const listed = git.stream(["for-each-ref", "--format=%(objectname) %(refname)", "refs/tags"]);
  for await (const lines of readRecords(listed, "\n")) {
    const found = await Promise.all(
      lines.map((line) => objects.findCommit(line.slice(0, line.indexOf(" ")))),
    );
    for (const [index, line] of lines.entries()) {
      const commitSha = found[index] ?? null;
      const name = line.slice(line.indexOf(" ") + 1 + "refs/tags/".length);
      if (commitSha !== null) tags.push({ name, commitSha });
    }
  }
  return tags;
}

function onHere(branch: string): string {
  return `refs/heads/${branch}`;
}

function onOrigin(branch: string): string {
  return `refs/remotes/origin/${branch}`;
}

/** Full name of the reference; null where it is a commit itself, or not there. */
async function readSymbolicRef(git: Git, name: string): Promise<string | null> {
  const { code, output } = await git.run(["symbolic-ref", "--quiet", name], { answers: [1, 128] });
  return code === 0 ? output.toString("utf8").trim() : null;
}
