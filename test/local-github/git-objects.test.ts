// The local GitHub's ids are Git's: Git itself is asked.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { hashTree } from "../../src/local-github/git-objects.ts";
import { addCommit, addRepository, blobShaOf, commitTo } from "../../src/local-github/repository.ts";
import { makeState } from "../../src/local-github/state.ts";
import { exportClone, runGit } from "../support/export-clone.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");

test("a repository of the local GitHub is the same to Git, in every commit, tag and file", async () => {
  const root = await mkdtemp(join(tmpdir(), "firstpass-export-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const state = makeState({ id: 1, slug: "x", name: "X" }, () => NOW);
  const owner = { id: 2, login: "acme", type: "Organization" } as const;
  const repository = addRepository(state, { id: 3, owner, name: "a", visibility: "private", createdAt: NOW });
  // "b.txt" stands before the folder "b", and "b0" after it: Git sorts a folder with its slash.
  const files = { "b.txt": "1", "b/c/d.md": "ü\n", b0: "", 'odd "name".md': "\r\n" };
  commitTo(repository, "main", { files, message: "first\n\nwith a body", committedAt: NOW - 5_500 });
  repository.tags.set("v1", repository.branches.get("main") ?? "");
  commitTo(repository, "main", { files: { "b/c/d.md": null }, message: "second", committedAt: NOW - 4_000 });
  commitTo(repository, "side", { files: { "b/c/d.md": "again" }, message: "third", committedAt: NOW });

  const folder = join(root, "a");
  await exportClone(repository, folder);
  expect(await runGit(folder, ["rev-parse", "HEAD"])).toBe(repository.branches.get("main"));
  expect(await runGit(folder, ["rev-parse", "v1"])).toBe(repository.tags.get("v1"));
  expect(await runGit(folder, ["rev-parse", "origin/side"])).toBe(repository.branches.get("side"));
  expect(await runGit(folder, ["rev-parse", "v1:b/c"])).toBe(
    hashTree(repository.commits.get(repository.tags.get("v1") ?? "")?.files ?? new Map()).folders.get("b/c"),
  );
  expect(await runGit(folder, ["hash-object", "b.txt"])).toBe(blobShaOf("1"));
  expect(await readFile(join(folder, 'odd "name".md'), "utf8")).toBe("\r\n");
  expect(await runGit(folder, ["fsck", "--strict"])).toBe("");
});

test("commits of two repositories are never the same, whatever is in them", () => {
  const state = makeState({ id: 1, slug: "x", name: "X" }, () => NOW);
  const owner = { id: 2, login: "acme", type: "Organization" } as const;
  const [a, b] = [3, 4].map((id) => {
    const made = addRepository(state, { id, owner, name: `r${id}`, visibility: "private", createdAt: NOW });
    return addCommit(made, { files: {}, message: "first", committedAt: NOW }).sha;
  });
  expect(a).not.toBe(b);
});
