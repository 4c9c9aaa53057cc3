// Files on disk: each has the hash under which git would keep it, whatever it is called, and nothing is followed or opened but files.
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Clone } from "../../src/clone/clone.ts";
import { openClone } from "../../src/clone/open-clone.ts";
import { GitRepository, makeFolder } from "../support/git-repository.ts";

function make(): GitRepository {
  const repository = GitRepository.create();
  onTestFinished(() => repository.remove());
  return repository;
}

async function open(repository: GitRepository): Promise<Clone> {
  const clone = await openClone(repository.path);
  onTestFinished(() => clone.close());
  return clone;
}

async function listOnDisk(repository: GitRepository): Promise<Record<string, string>> {
  const { entries } = await (await open(repository)).readWorkingTree();
  return Object.fromEntries(entries.map(({ path, sha }) => [path, sha]));
}

/** What `git add --all` would keep. It runs in a copy, whose own times and inodes are new. */
function listKept(repository: GitRepository): Record<string, string> {
  const folder = makeFolder();
  execFileSync("cp", ["-R", `${repository.path}/.`, folder]);
  const copy = new GitRepository(folder);
  copy.git("add", "--all");
  const listed = copy
    .git("ls-files", "-s", "-z")
    .split("\0")
    .filter((record) => record !== "");
  rmSync(folder, { recursive: true });
  return Object.fromEntries(
    listed.map((record) => [record.slice(record.indexOf("\t") + 1), record.split(" ")[1] ?? ""]),
  );
}

test("changed, new, removed, moved and ignored files are told apart", async () => {
  const repository = make();
  repository.commit({ ".gitignore": "*.log\n", a: "a", b: "b", c: "c", "d/e": "e" });
  repository.write({ a: "changed", b: null, new: "new", "x.log": "log", c: null, "d/c": "c" });
  expect(await listOnDisk(repository)).toEqual(listKept(repository));
  const clone = await open(repository);
  expect(await clone.listChangedPaths("HEAD", null)).toEqual([
    { path: "a", previousPath: null, status: "modified" },
    { path: "b", previousPath: null, status: "removed" },
    { path: "d/c", previousPath: "c", status: "renamed" },
    { path: "new", previousPath: null, status: "added" },
  ]);
  const sha = (await listOnDisk(repository)).a ?? "";
  await clone.readWorkingTree();
  expect(await clone.readBlob(sha)).toBe("changed");
});

test("a change that keeps size and time is seen", async () => {
  const repository = make();
  repository.commit({ a: "one" });
  const old = new Date(1_700_000_000_000);
  utimesSync(join(repository.path, "a"), old, old);
  repository.git("update-index", "--refresh");
  writeFileSync(join(repository.path, "a"), "two");
  utimesSync(join(repository.path, "a"), old, old);
  expect(await listOnDisk(repository)).toEqual({ a: repository.git("hash-object", "a") });
});

test("a file that only looks changed has the hash that git knows", async () => {
  const repository = make();
  repository.commit({ a: "one" });
  const before = await listOnDisk(repository);
  utimesSync(join(repository.path, "a"), new Date(), new Date(1_700_000_000_000));
  expect(await listOnDisk(repository)).toEqual(before);
});

describe("hostile names", () => {
  const names = [
    "two\nlines",
    'quo"te\\',
    ":(glob)**",
    "trailing ",
    " leading",
    "-rf",
    "$(touch x)",
    "ünï",
    "tab\t",
    "\u202Eexe",
    "A",
    "a",
    "\uFFFD",
  ];

  test("are files like others, on disk and in a commit", async () => {
    const repository = make();
    const sha = repository.commit(Object.fromEntries(names.map((name) => [`d/${name}`, name])));
    expect(await listOnDisk(repository)).toEqual(listKept(repository));
    const clone = await open(repository);
    expect(new Set((await clone.readTree(sha)).entries.map(({ path }) => path))).toEqual(
      new Set(names.map((name) => `d/${name}`)),
    );
    for (const name of names) {
      expect(await clone.listVersions("HEAD", `d/${name}`), name).toHaveLength(1);
      expect((await clone.findLineOrigin("HEAD", `d/${name}`, 1))?.sha, name).toBe(
        name === "two\nlines" ? sha : sha,
      );
    }
    repository.write(Object.fromEntries(names.map((name) => [`d/${name}`, `changed ${name}`])));
    expect(await listOnDisk(repository)).toEqual(listKept(repository));
    expect(await clone.listChangedPaths("HEAD", null)).toHaveLength(names.length);
  });

  test("that are not UTF-8 stay apart, and their contents are read", async () => {
    const repository = make();
    const bytes = [0xe9, 0xea].map((byte) =>
      Buffer.concat([Buffer.from(`${repository.path}/b`), Buffer.of(byte)]),
    );
    for (const [index, name] of bytes.entries()) writeFileSync(name, `${index}`);
    repository.commit();
    const clone = await open(repository);
    const committed = (await clone.readTree("HEAD")).entries;
    expect(new Set(committed.map(({ path }) => path))).toEqual(new Set(["b\uDCE9", "b\uDCEA"]));
    for (const [index, name] of bytes.entries()) writeFileSync(name, `changed ${index}`);
    const { entries } = await clone.readWorkingTree();
    expect(await Promise.all(entries.map(({ sha }) => clone.readBlob(sha)))).toEqual([
      "changed 0",
      "changed 1",
    ]);
  });
});

describe("what is no plain file", () => {
  test("a link is its target's name, and is never followed", async () => {
    const repository = make();
    const outside = makeFolder();
    onTestFinished(() => rmSync(outside, { recursive: true, force: true }));
    writeFileSync(join(outside, "secret"), "secret");
    repository.commit({ link: { linkTo: "a" }, a: "a", "d/secret": "mine" });
    repository.write({ link: { linkTo: join(outside, "secret") }, new: { linkTo: "/etc/passwd" }, d: null });
    symlinkSync(outside, join(repository.path, "d"));
    const clone = await open(repository);
    const { entries } = await clone.readWorkingTree();
    const texts = Object.fromEntries(
      await Promise.all(entries.map(async ({ path, sha }) => [path, await clone.readBlob(sha)])),
    );
    expect(texts).toEqual({ a: "a", d: outside, link: join(outside, "secret"), new: "/etc/passwd" });
  });

  test("a pipe is not opened, and a folder in the place of a file is its removal", async () => {
    const repository = make();
    repository.commit({ pipe: "a", folder: "b", c: "c" });
    repository.write({ pipe: null, folder: null });
    execFileSync("mkfifo", [join(repository.path, "pipe"), join(repository.path, "new")]);
    mkdirSync(join(repository.path, "folder"));
    expect(Object.keys(await listOnDisk(repository))).toEqual(["c"]);
  });

  test("a repository inside, and what a sparse checkout leaves out, are not changes", async () => {
    const repository = make();
    const sha = repository.commit({ "in/a": "a", "out/b": "b" });
    repository.git("sparse-checkout", "set", "in");
    execFileSync("git", ["init", "-q", join(repository.path, "in/nested")]);
    writeFileSync(join(repository.path, "in/nested/file"), "");
    const clone = await open(repository);
    expect(await clone.listChangedPaths(sha, null)).toEqual([]);
    expect(Object.keys(await listOnDisk(repository))).toEqual(["in/a", "out/b"]);
  });

  test("both sides of a conflict are the one file on disk", async () => {
    const repository = make();
    repository.commit({ a: "base\n" });
    repository.git("switch", "-qc", "topic");
    repository.commit({ a: "theirs\n" });
    repository.git("switch", "-q", "main");
    repository.commit({ a: "ours\n" });
    expect(() => repository.merge("topic")).toThrow();
    const clone = await open(repository);
    const { entries } = await clone.readWorkingTree();
    expect(entries.map(({ path }) => path)).toEqual(["a"]);
    expect(await clone.readBlob(entries[0]?.sha ?? "")).toContain("<<<<<<<");
  });

  test("a huge file is listed and not read; larger ones than asked for are refused before they are read", async () => {
    const repository = make();
    repository.commit({ a: "a" });
    repository.write({ huge: "", a: "x".repeat(2_000) });
    truncateSync(join(repository.path, "huge"), 20 * 1024 ** 3);
    const clone = await open(repository);
    const { entries } = await clone.readWorkingTree();
    const [a, huge] = entries;
    expect(huge?.sha).toBe("0".repeat(40));
    await expect(clone.readBlob(huge?.sha ?? "")).rejects.toThrow("could not be read");
    await expect(clone.readBlob(a?.sha ?? "", 1_999)).rejects.toThrow("a is larger than 1999 bytes");
    expect(await clone.readBlob(a?.sha ?? "", 2_000)).toHaveLength(2_000);
    repository.commit({ huge: null });
    await expect((await open(repository)).readBlob(a?.sha ?? "", 1_999)).rejects.toThrow(
      "larger than 1999 bytes",
    );
  });

  test("a file that is replaced after it was listed is not given out as what it was", async () => {
    const repository = make();
    repository.commit({ a: "a" });
    repository.write({ a: "one", b: "b" });
    const clone = await open(repository);
    const [a, b] = (await clone.readWorkingTree()).entries;
    repository.write({ a: "two" });
    renameSync(join(repository.path, "b"), join(repository.path, "c"));
    symlinkSync("c", join(repository.path, "b"));
    await expect(clone.readBlob(a?.sha ?? "")).rejects.toThrow("a was changed while it was read");
    await expect(clone.readBlob(b?.sha ?? "")).rejects.toThrow("b was changed while it was read");
  });

  test("what is not UTF-8 text is refused, as where GitHub is read", async () => {
    const repository = make();
    repository.commit({ latin: Buffer.from([0x66, 0xe9]), mark: "\uFEFFtext" });
    const clone = await open(repository);
    const [latin, mark] = (await clone.readTree("HEAD")).entries;
    await expect(clone.readBlob(latin?.sha ?? "")).rejects.toThrow("is not UTF-8 text");
    expect(await clone.readBlob(mark?.sha ?? "")).toBe("text");
  });
});

describe("line ends", () => {
  const content = fc
    .array(fc.constantFrom("a", "b\n", "c\r\n", "\r", "\0", "$Id: 1 $", "\x01", "é", "\x1a"), {
      maxLength: 8,
    })
    .map((parts) => parts.join(""));
  const attribute = fc.constantFrom(
    "",
    "text",
    "-text",
    "text=auto",
    "eol=crlf",
    "eol=lf",
    "text=auto eol=crlf",
    "-text eol=lf",
    "binary",
    "crlf",
    "-crlf",
    "crlf=input",
    "ident",
    "text ident",
  );

  // Bytes that git keeps already are no change, see below.
  const changedFile = fc
    .record({ before: fc.option(content), after: content, attribute })
    .filter(({ before, after }) => before !== after);

  test("a file has the hash that git would keep it under", async () => {
    const files = fc.array(changedFile, {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(files, fc.constantFrom("true", "input", "false"), async (list, autocrlf) => {
        const repository = GitRepository.create();
        try {
          const named = list.map((file, index) => ({ ...file, name: `f${index}` }));
          // What git keeps from before is kept as it is, also with returns.
          repository.commit(Object.fromEntries(named.map(({ name, before }) => [name, before])));
          const lines = named.map(({ name, attribute }) => `${name} ${attribute}`.trim());
          repository.write(Object.fromEntries(named.map(({ name, after }) => [name, after])));
          repository.write({ ".gitattributes": `${lines.join("\n")}\n` });
          repository.git("config", "core.autocrlf", autocrlf);
          const clone = await openClone(repository.path);
          const { entries } = await clone.readWorkingTree();
          for (const { sha } of entries) await clone.readBlob(sha);
          await clone.close();
          expect(Object.fromEntries(entries.map(({ path, sha }) => [path, sha]))).toEqual(
            listKept(repository),
          );
        } finally {
          repository.remove();
        }
      }),
      { numRuns: 25 },
    );
  });

  test("bytes that git keeps already are no change, although git would convert them today", async () => {
    const repository = make();
    repository.commit({ a: "one\r\n" });
    repository.commit({ ".gitattributes": "a text\n" });
    repository.write({ a: "one\r\n" });
    expect(await (await open(repository)).listChangedPaths("HEAD", null)).toEqual([]);
  });

  test("where git only guesses what is text, a file that it keeps with returns keeps them", async () => {
    const repository = make();
    repository.commit({ a: "one\r\n", b: "one\n" });
    repository.git("config", "core.autocrlf", "true");
    repository.write({ a: "two\r\n", b: "two\r\n", c: "two\r\n" });
    const hashOf = (text: string) => repository.gitWith(text, "hash-object", "--stdin");
    const [kept, converted] = [hashOf("two\r\n"), hashOf("two\n")];
    expect(await listOnDisk(repository)).toEqual({ a: kept, b: converted, c: converted });
  });

  test("a checkout with returns has no changes, and gives the text that git keeps", async () => {
    const repository = make();
    repository.commit({ ".gitattributes": "*.txt text eol=crlf\n", "a.txt": "one\ntwo\n" });
    rmSync(join(repository.path, "a.txt"));
    repository.git("checkout", "-q", "--", "a.txt");
    expect(readFileSync(join(repository.path, "a.txt"), "utf8")).toBe("one\r\ntwo\r\n");
    utimesSync(join(repository.path, "a.txt"), 1, 1);
    const clone = await open(repository);
    expect(await clone.listChangedPaths("HEAD", null)).toEqual([]);
    repository.write({ "a.txt": "three\r\n" });
    const { entries } = await clone.readWorkingTree();
    expect(await clone.readBlob(entries.find(({ path }) => path === "a.txt")?.sha ?? "")).toBe("three\n");
  });

  test("a file behind a filter counts as git has it; behind one that nobody set up, as it is on disk", async () => {
    const repository = make();
    repository.commit({ ".gitattributes": "*.big filter=lfs\n", "a.big": "pointer\n" });
    const known = (await listOnDisk(repository))["a.big"];
    repository.write({ "a.big": "large content\n" });
    expect((await listOnDisk(repository))["a.big"]).not.toBe(known);
    repository.git("config", "filter.lfs.clean", "false");
    expect((await listOnDisk(repository))["a.big"]).toBe(known);
  });
});
