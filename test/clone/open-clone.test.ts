// What kind of repository a path leads to, what is said where it leads to none, and how names of people become commits.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import type { Clone } from "../../src/clone/clone.ts";
import { CloneError } from "../../src/clone/clone.ts";
import { openClone } from "../../src/clone/open-clone.ts";
import { GitRepository, listAll, makeFolder } from "../support/git-repository.ts";

const opened: Clone[] = [];
afterEach(async () => {
  for (const clone of opened.splice(0)) await clone.close();
});

function make(...options: Parameters<typeof GitRepository.create>): GitRepository {
  const repository = GitRepository.create(...options);
  onTestFinished(() => repository.remove());
  return repository;
}

function makeTemporary(): string {
  const folder = makeFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The machine's git behind a script, which does something before it. */
function gitAfter(command: string): NodeJS.ProcessEnv {
  const folder = makeTemporary();
  const real = execFileSync("sh", ["-c", "command -v git"]).toString().trim();
  writeFileSync(join(folder, "git"), `#!/bin/sh\n${command}\nexec ${real} "$@"\n`, { mode: 0o755 });
  return { PATH: `${folder}:${process.env.PATH}`, HOME: folder };
}

function cloneOf(repository: GitRepository, ...options: string[]): GitRepository {
  const clone = repository.clone(...options);
  onTestFinished(() => clone.remove());
  return clone;
}

async function open(path: string, environment?: NodeJS.ProcessEnv): Promise<Clone> {
  const clone = await openClone(path, environment === undefined ? {} : { environment });
  opened.push(clone);
  return clone;
}

async function problemOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CloneError);
  return error instanceof CloneError ? error.message : "";
}

describe("what cannot be opened", () => {
  test("says that a path does not exist, and that a file is none", async () => {
    const folder = makeTemporary();
    writeFileSync(join(folder, "notes.txt"), "");
    expect(await problemOf(open(join(folder, "nowhere")))).toContain("There is no folder");
    expect(await problemOf(open(join(folder, "notes.txt")))).toContain("is a file: give the folder");
    expect(await problemOf(open(folder))).toContain("is not a git repository");
  });

  test("says that git is not installed", async () => {
    const repository = make();
    const problem = await problemOf(open(repository.path, { PATH: makeTemporary() }));
    expect(problem).toBe(
      "There is no git on this machine: install git 2.30 or later, and see that it is in PATH.",
    );
  });

  test("says what to run where the repository belongs to another user", async () => {
    const repository = make();
    const environment = gitAfter("export GIT_TEST_ASSUME_DIFFERENT_OWNER=1");
    const problem = await problemOf(open(repository.path, environment));
    expect(problem).toContain(`git config --global --add safe.directory ${repository.path}`);
  });

  test("does not take a folder inside .git, nor one whose configuration names other files as its own", async () => {
    const repository = make();
    const other = make();
    repository.commit({ a: "a" });
    expect(await problemOf(open(join(repository.path, ".git", "refs")))).toContain(
      "inside a repository's .git",
    );
    for (const elsewhere of [other.path, "/", "/etc"]) {
      repository.git("config", "core.worktree", elsewhere);
      expect(await problemOf(open(repository.path)), elsewhere).toContain("core.worktree");
    }
  });
});

describe("kinds of repositories", () => {
  test("a folder inside, a worktree and a bare clone lead to the same commit", async () => {
    const repository = make();
    const sha = repository.commit({ "src/a.txt": "a" });
    const worktree = join(makeTemporary(), "tree");
    repository.git("worktree", "add", "--quiet", worktree, "HEAD");
    const bare = cloneOf(repository, "--bare");
    for (const [path, isBare] of [
      [join(repository.path, "src"), false],
      [worktree, false],
      [bare.path, true],
    ] as const) {
      const clone = await open(path);
      expect((await clone.head())?.sha, path).toBe(sha);
      expect(clone.isBare).toBe(isBare);
      expect((await clone.readTree("HEAD")).entries.map((entry) => entry.path)).toEqual(["src/a.txt"]);
    }
    expect((await open(join(repository.path, "src"))).root).toBe(repository.path);
    expect((await open(worktree)).root).toBe(worktree);
    expect(await problemOf((await open(bare.path)).readWorkingTree())).toContain("is bare");
  });

  test("a repository with SHA-256 is read alike, also what is changed on disk", async () => {
    const repository = make({ objectFormat: "sha256" });
    const sha = repository.commit({ a: "one\n" });
    repository.write({ a: "two\n" });
    const clone = await open(repository.path);
    expect(sha).toHaveLength(64);
    expect(await clone.head()).toEqual({ sha, committedAt: Date.UTC(2026, 0, 1, 0, 1), parent: null });
    const [entry] = (await clone.readWorkingTree()).entries;
    expect(entry?.sha).toBe(repository.git("hash-object", "a"));
    expect(await clone.readBlob(entry?.sha ?? "")).toBe("two\n");
  });

  test("a repository without a commit has no head, and says so where files are asked for", async () => {
    const clone = await open(make().path);
    expect(await clone.head()).toBeNull();
    expect(await clone.defaultBranch()).toBeNull();
    expect(await problemOf(clone.readWorkingTree())).toContain("has no commit yet");
    expect(await problemOf(clone.resolve("HEAD"))).toContain('There is no commit "HEAD"');
  });

  test("a branch whose commit is lost is not one without a commit", async () => {
    const repository = make();
    repository.commit({ a: "a" });
    rmSync(join(repository.path, ".git/objects"), { recursive: true });
    mkdirSync(join(repository.path, ".git/objects"));
    const clone = await open(repository.path);
    expect(await problemOf(clone.head())).toContain("HEAD leads to no commit");
  });

  test("a clone without checked out files says so instead of having lost them all", async () => {
    const repository = make();
    repository.commit({ a: "a" });
    const clone = await open(cloneOf(repository, "--no-checkout").path);
    expect(await problemOf(clone.readWorkingTree())).toContain("Nothing is checked out");
  });

  test("a shallow clone is told, and its last commit has no parent", async () => {
    const repository = make();
    for (const text of ["1", "2", "3"]) repository.commit({ a: text });
    const clone = await open(cloneOf(repository, "--depth=2").path);
    expect(clone.isShallow).toBe(true);
    const head = await clone.head();
    expect((await clone.resolve(head?.parent ?? "")).parent).toBeNull();
    const steps = await listAll(clone.listSteps("HEAD", { since: 0, until: Number.MAX_SAFE_INTEGER }));
    expect(steps.map(({ parent, commits }) => [parent === null, commits.length])).toEqual([
      [false, 1],
      [true, 1],
    ]);
    expect(await clone.findLineOrigin("HEAD~1", "a", 1)).toBeNull();
    expect((await clone.findLineOrigin("HEAD", "a", 1))?.sha).toBe(head?.sha);
    expect(await problemOf(clone.resolve("HEAD~2"))).toContain("fetch-depth: 0");
    expect((await open(repository.path)).isShallow).toBe(false);
  });

  test("a blob that a partial clone never fetched is not fetched now, and the message says what to do", async () => {
    const repository = make();
    repository.git("config", "uploadpack.allowFilter", "true");
    repository.git("config", "uploadpack.allowAnySHA1InWant", "true");
    repository.commit({ a: "old\n" });
    repository.commit({ a: "new\n" });
    const partial = cloneOf(repository, "--filter=blob:none");
    const clone = await open(partial.path);
    const old = (await clone.readTree("HEAD~1")).entries[0]?.sha ?? "";
    expect(await problemOf(clone.readBlob(old))).toContain("Clone it without --filter");
    expect((await clone.listVersions("HEAD", "a")).map(({ blobSha }) => blobSha)).toContain(old);
    expect(await clone.listChangedPaths("HEAD~1", "HEAD")).toEqual([
      { path: "a", previousPath: null, status: "modified" },
    ]);
    // A hostile clone could say that this protocol is fine, and git may be too old to know that it must not fetch.
    partial.git("config", "protocol.file.allow", "always");
    const later = await open(partial.path, gitAfter("unset GIT_NO_LAZY_FETCH"));
    expect(await problemOf(later.readBlob(old))).toContain("--filter");
    expect(partial.git("cat-file", "-p", "HEAD:a")).toBe("new");
  });

  test("an object that was lost is told", async () => {
    const repository = make();
    repository.commit({ a: "text" });
    const clone = await open(repository.path);
    const sha = (await clone.readTree("HEAD")).entries[0]?.sha ?? "";
    const place = join(repository.path, ".git/objects", sha.slice(0, 2), sha.slice(2));
    chmodSync(place, 0o644);
    renameSync(place, `${place}.lost`);
    expect(await problemOf(clone.readBlob(sha))).toContain("git fsck");
  });

  test("submodules are entries of their own kind", async () => {
    const repository = make();
    const inner = make();
    const innerSha = inner.commit({ x: "x" });
    repository.commit({ a: "a" });
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.path, "lib");
    repository.commit();
    const clone = await open(repository.path);
    const trees = [await clone.readTree("HEAD"), await clone.readWorkingTree()];
    for (const { entries } of trees)
      expect(entries).toContainEqual({ path: "lib", sha: innerSha, type: "commit", size: null });
    expect(await clone.listChangedPaths("HEAD", null)).toEqual([]);
    expect((await clone.listVersions("HEAD", "lib")).map(({ blobSha }) => blobSha)).toEqual([null]);
  });
});

describe("names", () => {
  test("a revision is never an option, and says where it leads nowhere", async () => {
    const repository = make();
    const sha = repository.commit({ a: "a" });
    repository.git("tag", "-a", "v1", "-m", "one");
    repository.git("tag", "-a", "nested", "-m", "two", "v1");
    repository.git("update-ref", "refs/heads/--all", sha);
    const clone = await open(repository.path);
    for (const name of [
      "HEAD",
      "main",
      "v1",
      "nested",
      sha,
      sha.slice(0, 10),
      "HEAD@{0}",
      "refs/heads/--all",
    ])
      expect((await clone.resolve(name)).sha, name).toBe(sha);
    expect(await problemOf(clone.resolve("--all"))).toContain('begins with "-"');
    expect(await problemOf(clone.resolve(" "))).toContain("is empty");
    for (const name of ["v2", "HEAD:a", "HEAD\nmain", "HEAD\0", "main --all", "0".repeat(40)])
      expect(await problemOf(clone.resolve(name)), JSON.stringify(name)).toContain("There is no commit");
  });

  test("tags lead to commits; those that lead elsewhere are none", async () => {
    const repository = make();
    const sha = repository.commit({ a: "a" });
    repository.git("tag", "light");
    repository.git("tag", "-a", "noted", "-m", "one");
    repository.git("tag", "-a", "nested", "-m", "two", "noted");
    repository.git("tag", "a-file", "HEAD:a");
    expect(await (await open(repository.path)).listTags()).toEqual(
      ["light", "nested", "noted"].map((name) => ({ name, commitSha: sha })),
    );
  });

  test.each([
    [
      "that of origin, whatever is checked out",
      "trunk",
      (clone: GitRepository) => clone.git("switch", "-qc", "topic"),
    ],
    [
      "that of origin, also on a detached head",
      "trunk",
      (clone: GitRepository) => clone.git("checkout", "-q", "--detach"),
    ],
    [
      "the one that is checked out where origin has none",
      "topic",
      (clone: GitRepository) => {
        clone.git("remote", "set-head", "origin", "--delete");
        clone.git("switch", "-qc", "topic");
      },
    ],
  ])("the default branch is %s", async (_, expected, change) => {
    const repository = make({ branch: "trunk" });
    repository.commit({ a: "a" });
    const clone = cloneOf(repository);
    change(clone);
    expect((await (await open(clone.path)).defaultBranch())?.name).toBe(expected);
  });

  test("without a checked out branch main or master is the default branch, as far as origin knows it", async () => {
    const repository = make({ branch: "master" });
    const first = repository.commit({ a: "a" });
    const clone = cloneOf(repository);
    clone.git("remote", "set-head", "origin", "--delete");
    clone.commit({ a: "b" });
    clone.git("checkout", "-q", "--detach");
    const opened = await open(clone.path);
    expect(await opened.defaultBranch()).toEqual({ name: "master", tip: await opened.resolve(first) });
  });

  test("a branch of somebody's work is not the default branch where origin has a usual one", async () => {
    const repository = make({ branch: "main" });
    repository.commit({ a: "a" });
    const clone = cloneOf(repository);
    clone.git("remote", "set-head", "origin", "--delete");
    clone.git("switch", "-qc", "topic");
    expect((await (await open(clone.path)).defaultBranch())?.name).toBe("main");
  });

  test("what origin has of the default branch counts more than a local branch", async () => {
    const repository = make();
    const first = repository.commit({ a: "a" });
    const clone = cloneOf(repository);
    clone.commit({ a: "not pushed" });
    expect((await (await open(clone.path)).defaultBranch())?.tip.sha).toBe(first);
  });

  test("a branch that only origin has is found by its name, as after actions/checkout", async () => {
    const repository = make();
    const sha = repository.commit({ a: "a" });
    const clone = cloneOf(repository);
    clone.git("checkout", "-q", "--detach");
    clone.git("branch", "-D", "main");
    expect((await (await open(clone.path)).resolve("main")).sha).toBe(sha);
  });

  test("origin is told without its password, and written out where it is short for something", async () => {
    const repository = make();
    const address = async (url: string) => {
      repository.git("config", "remote.origin.url", url);
      return (await open(repository.path)).origin;
    };
    expect((await open(repository.path)).origin).toBeNull();
    const shop = { host: "github.com", fullName: "acme/shop" };
    expect(await address("https://x-access-token:ghs_secret@github.com/acme/shop.git")).toEqual(shop);
    repository.git("config", "url.https://user:secret@github.com/.insteadOf", "gh:");
    expect(await address("gh:acme/shop")).toEqual(shop);
    repository.git("config", "url.https://mirror.example/cache/.insteadOf", "https://github.com/");
    expect(await address("https://github.com/acme/shop")).toEqual(shop);
    expect(await address("/srv/git/shop.git")).toBeNull();
  });
});

test("after closing nothing is answered, and an unread question does not hang", async () => {
  const repository = make();
  repository.commit({ a: "a" });
  const clone = await openClone(repository.path);
  await clone.head();
  await clone.close();
  expect(await problemOf(clone.head())).toContain("was closed");
  await clone.close();
});

test("a folder whose name looks like an option or holds a line end is opened", async () => {
  const parent = makeTemporary();
  for (const name of ["--upload-pack=x", "two\nlines", "sp ace;$(touch x)"]) {
    const path = join(parent, name);
    mkdirSync(path);
    const repository = new GitRepository(path);
    repository.git("init", "-q");
    repository.commit({ a: "a" });
    const clone = await open(path);
    expect(clone.root).toBe(path);
    expect((await clone.readWorkingTree()).entries).toHaveLength(1);
  }
});
