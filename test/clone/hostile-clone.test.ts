// A clone that would run programs, lead out of itself, or lie about its history, is read without any of that.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Clone } from "../../src/clone/clone.ts";
import { openClone } from "../../src/clone/open-clone.ts";
import { GitRepository, listAll, makeFolder } from "../support/git-repository.ts";

const allTime = { since: 0, until: Number.MAX_SAFE_INTEGER };

/** Asks everything that can be asked. What is refused is no matter here. */
async function askAll(clone: Clone): Promise<void> {
  const tree = await clone.readWorkingTree();
  for (const { sha } of tree.entries) await clone.readBlob(sha).catch(() => null);
  await clone.readTree("HEAD");
  await clone.defaultBranch();
  await listAll(clone.listSteps("HEAD", allTime));
  await listAll(clone.listChangesOf("HEAD", ["a.txt", ":(glob)**/*.txt"], allTime));
  await clone.listVersions("HEAD", "a.txt");
  await clone.findLineOrigin("HEAD", "a.txt", 1);
  await clone.findMergeBase("HEAD", "HEAD~1");
  await clone.listChangedPaths("HEAD~1", "HEAD");
  await clone.listChangedPaths("HEAD~1", null);
  await clone.listTags();
}

function makeHostile(mark: string): GitRepository {
  const repository = GitRepository.create();
  onTestFinished(() => repository.remove());
  const attributes = "* filter=evil diff=evil merge=evil\n*.bin filter=evilprocess\n";
  repository.commit({ ".gitattributes": attributes, "a.txt": "one\n", "b.bin": "one\n" });
  repository.commit({ "a.txt": "two\n", "b.bin": "two\n" });
  repository.git("tag", "-a", "v1", "-m", "one");
  const program = join(repository.path, ".git", "evil.sh");
  writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> '${mark}'\ncat\n`, { mode: 0o755 });
  for (const name of [
    "core.fsmonitor",
    "core.pager",
    "core.sshCommand",
    "core.askPass",
    "core.editor",
    "core.alternateRefsCommand",
    "core.gitProxy",
    "diff.external",
    "diff.evil.textconv",
    "diff.evil.command",
    "filter.evil.clean",
    "filter.evil.smudge",
    "filter.evilprocess.process",
    "merge.evil.driver",
    "gpg.program",
    "credential.helper",
    "interactive.diffFilter",
    "pager.blame",
    "pager.rev-list",
    "uploadpack.packObjectsHook",
    "remote.origin.uploadpack",
  ])
    repository.git("config", name, program);
  repository.git("config", "filter.evil.required", "true");
  repository.git("config", "log.showSignature", "true");
  repository.git("config", "remote.origin.url", `ext::${program}`);
  repository.git("config", "remote.origin.vcs", "evil");
  repository.git("config", "protocol.ext.allow", "always");
  for (const command of ["ls-files", "rev-list", "cat-file", "ls-tree", "blame", "config"])
    repository.git("config", `alias.${command}`, `!${program}`);
  const hooks = join(repository.path, ".git", "hooks");
  mkdirSync(hooks, { recursive: true });
  for (const name of ["post-index-change", "fsmonitor-watchman", "post-checkout", "reference-transaction"])
    writeFileSync(join(hooks, name), `#!/bin/sh\necho hook >> '${mark}'\n`, { mode: 0o755 });
  // Seen as changed, so that git would want to know what the filter makes of them.
  repository.write({ "a.txt": "three\n", "b.bin": "three\n", "new.txt": "new\n" });
  return repository;
}

test("nothing that the clone's configuration, attributes or hooks name is run", async () => {
  const folder = makeFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const mark = join(folder, "mark");
  const repository = makeHostile(mark);
  const clone = await openClone(repository.path);
  await askAll(clone);
  await clone.close();
  expect(existsSync(mark)).toBe(false);
  // The trap works: git itself would have run them.
  repository.git("status", "--porcelain");
  expect(existsSync(mark)).toBe(true);
});

test("nothing is written into the clone", async () => {
  const folder = makeFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const repository = makeHostile(join(folder, "mark"));
  const before = repository.git("rev-parse", "HEAD");
  const stamp = join(folder, "stamp");
  writeFileSync(stamp, "");
  const clone = await openClone(repository.path);
  await askAll(clone);
  await clone.close();
  expect(execFileSync("find", [repository.path, "-newer", stamp]).toString()).toBe("");
  expect(repository.git("rev-parse", "HEAD")).toBe(before);
});

test("replaced and grafted commits are read as they are", async () => {
  const repository = GitRepository.create();
  onTestFinished(() => repository.remove());
  const shas = ["1", "2", "3"].map((text) => repository.commit({ "a.txt": text }));
  const [first = "", second = "", third = ""] = shas;
  repository.git("replace", second, first);
  writeFileSync(join(repository.path, ".git/info/grafts"), `${third}\n`);
  const clone = await openClone(repository.path);
  onTestFinished(() => clone.close());
  const steps = await listAll(clone.listSteps("HEAD", allTime));
  expect(steps.map(({ sha }) => sha)).toEqual([third, second, first]);
  expect((await clone.resolve(second)).parent).toBe(first);
});

test("variables of a git that calls this one do not lead to another repository", async () => {
  const [repository, other] = [GitRepository.create(), GitRepository.create()];
  onTestFinished(() => repository.remove());
  onTestFinished(() => other.remove());
  const sha = repository.commit({ "a.txt": "a" });
  other.commit({ "other.txt": "b" });
  const environment = {
    ...process.env,
    GIT_DIR: join(other.path, ".git"),
    GIT_WORK_TREE: other.path,
    GIT_INDEX_FILE: join(other.path, ".git/index"),
    GIT_NAMESPACE: "x",
    GIT_LITERAL_PATHSPECS: "1",
  };
  const clone = await openClone(repository.path, { environment });
  onTestFinished(() => clone.close());
  expect((await clone.head())?.sha).toBe(sha);
  expect((await clone.readWorkingTree()).entries.map(({ path }) => path)).toEqual(["a.txt"]);
});
