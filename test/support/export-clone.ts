// A repository of the local GitHub as a real clone on disk, by Git itself: the same commits, with the same ids.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { gitTime, personOf } from "../../src/local-github/git-objects.ts";
import type { Commit, Repository } from "../../src/local-github/state.ts";

const calm = {
  PATH: process.env.PATH,
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  LC_ALL: "C",
};

/** Runs git with nothing of this machine's configuration. @throws Error with what git said. */
export async function runGit(folder: string, given: readonly string[], input?: Buffer): Promise<string> {
  const child = spawn("git", [...given], { cwd: folder, env: calm });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`git ${given.join(" ")}: ${Buffer.concat(err).toString()}`);
  return Buffer.concat(out).toString().trim();
}

/** Parents before children. */
function inOrder(repository: Repository): Commit[] {
  const ordered = new Map<string, Commit>();
  const wanted = [...repository.commits.keys()];
  for (let sha = wanted.pop(); sha !== undefined; sha = wanted.pop()) {
    const commit = repository.commits.get(sha);
    if (commit === undefined || ordered.has(sha)) continue;
    const missing = commit.parents.filter((parent) => !ordered.has(parent));
    if (missing.length === 0) ordered.set(sha, commit);
    else wanted.push(sha, ...missing);
  }
  return [...ordered.values()];
}

/** What `git fast-import` reads. Marks: blobs first, then commits. */
function writeStream(repository: Repository): Buffer {
  const parts: Buffer[] = [];
  const say = (text: string) => parts.push(Buffer.from(text));
  const sayData = (data: Buffer) => parts.push(Buffer.from(`data ${data.length}\n`), data, Buffer.from("\n"));
  const marks = new Map<string, number>();
  const mark = (sha: string) => {
    marks.set(sha, marks.size + 1);
    return marks.size;
  };
  for (const [sha, blob] of repository.blobs) {
    say(`blob\nmark :${mark(sha)}\n`);
    sayData(blob);
  }
  const who = personOf(repository.id);
  for (const { sha, parents, message, committedAt, files } of inOrder(repository)) {
    say(`reset refs/export\n`);
    say(`commit refs/export\nmark :${mark(sha)}\n`);
    say(`author ${who} ${gitTime(committedAt)}\ncommitter ${who} ${gitTime(committedAt)}\n`);
    sayData(Buffer.from(message));
    for (const [index, parent] of parents.entries())
      say(`${index === 0 ? "from" : "merge"} :${marks.get(parent)}\n`);
    say("deleteall\n");
    for (const [path, blob] of files) say(`M 100644 :${marks.get(blob)} ${JSON.stringify(path)}\n`);
  }
  const point = (ref: string, sha: string) => say(`reset ${ref}\nfrom :${marks.get(sha)}\n\n`);
  for (const [name, sha] of repository.branches) point(`refs/heads/${name}`, sha);
  for (const [name, sha] of repository.tags) point(`refs/tags/${name}`, sha);
  for (const { number, headSha } of repository.pullRequests.values())
    point(`refs/pull/${number}/head`, headSha);
  say("done\n");
  return Buffer.concat(parts);
}

/**
 * Writes `folder`.git as GitHub's side, and clones it to `folder`, with the default branch checked out and `origin` as the address that
 * people clone from. Heads of pull requests are there as `refs/pull/N/head`.
 *
 * @throws Error when Git gives a branch another id than the local GitHub does.
 */
export async function exportClone(
  repository: Repository,
  folder: string,
  options: { readonly originUrl?: string; readonly cloneOptions?: readonly string[] } = {},
): Promise<void> {
  const bare = `${folder}.git`;
  await runGit("/", ["init", "--quiet", "--bare", `--initial-branch=${repository.defaultBranch}`, bare]);
  await runGit(bare, ["fast-import", "--quiet", "--force", "--done"], writeStream(repository));
  await runGit(bare, ["update-ref", "-d", "refs/export"]);
  for (const [name, sha] of repository.branches) {
    const made = await runGit(bare, ["rev-parse", `refs/heads/${name}`]);
    if (made !== sha) throw new Error(`${repository.name}: Git says that ${name} is ${made}, not ${sha}.`);
  }
  await runGit("/", [
    "clone",
    "--quiet",
    "--no-local",
    ...(options.cloneOptions ?? []),
    `file://${bare}`,
    folder,
  ]);
  await runGit(folder, ["fetch", "--quiet", "origin", "+refs/pull/*/head:refs/pull/*/head"]);
  const url = options.originUrl ?? `https://github.com/${repository.owner.login}/${repository.name}.git`;
  await runGit(folder, ["remote", "set-url", "origin", url]);
  await rm(bare, { recursive: true });
}
