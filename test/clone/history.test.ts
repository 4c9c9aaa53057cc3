// Steps of a branch, changes and versions of files, origins of lines: against git's own slow answer, commit by commit, on made histories
// with merges and wrong clocks.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { olderStepsInARow } from "../../src/clone/branch-part.ts";
import type { BranchStep, Clone } from "../../src/clone/clone.ts";
import { openClone } from "../../src/clone/open-clone.ts";
import { GitRepository, importHistory, listAll, type MadeCommit } from "../support/git-repository.ts";

const allTime = { since: 0, until: Number.MAX_SAFE_INTEGER };

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

function linesOf(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}

/** Histories of up to 14 commits, each on top of the last or of any other, times in any order. */
const histories = fc
  .array(
    fc.record({
      first: fc.nat({ max: 2 }),
      others: fc.array(fc.nat({ max: 13 }), { maxLength: 2 }),
      seconds: fc.integer({ min: 1, max: 40 }),
      files: fc.dictionary(
        fc.constantFrom("a", "b", "d/a", "d/b"),
        fc.option(fc.constantFrom("1\n", "2\n", "1\n2\n")),
        { maxKeys: 2 },
      ),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((made) =>
    made.map(({ first, others, seconds, files }, index): MadeCommit => {
      const parents =
        index === 0 ? [] : [Math.max(0, index - 1 - first), ...others.filter((at) => at < index)];
      return { parents: [...new Set(parents)], seconds: seconds * 1_000, files };
    }),
  );

const spans = fc
  .tuple(fc.nat({ max: 41 }), fc.nat({ max: 41 }))
  .map(([a, b]) => ({ since: Math.min(a, b) * 1e6, until: Math.max(a, b) * 1e6 }));

/** Git asked about every commit on its own. */
function listStepsSlowly(repository: GitRepository, { since, until }: typeof allTime): unknown[] {
  return linesOf(repository.git("rev-list", "--first-parent", "main")).flatMap((sha) => {
    const [seconds = "", parent = ""] = repository.git("log", "-1", "--format=%ct %P", sha).split(" ");
    const committedAt = Number(seconds) * 1_000;
    if (committedAt < since || committedAt >= until) return [];
    const brought = linesOf(repository.git("rev-list", sha, ...(parent === "" ? [] : [`^${parent}`])));
    return [{ sha, committedAt, parent: parent === "" ? null : parent, commits: brought.sort() }];
  });
}

function sorted({ commits, ...step }: BranchStep): unknown {
  return { ...step, commits: commits.map(({ sha }) => sha).sort() };
}

test("steps, changes and versions are those that git gives for each commit alone", async () => {
  await fc.assert(
    fc.asyncProperty(histories, spans, async (history, span) => {
      const repository = GitRepository.create();
      const clone = await openClone(repository.path);
      try {
        importHistory(repository, history);
        for (const asked of [span, allTime]) {
          const steps = await listAll(clone.listSteps("main", asked));
          expect(steps.map(sorted)).toEqual(listStepsSlowly(repository, asked));
          for (const step of steps)
            for (const { sha, committedAt } of step.commits)
              expect(committedAt).toBe(Number(repository.git("log", "-1", "--format=%ct", sha)) * 1_000);
        }
        const chain = linesOf(repository.git("rev-list", "--first-parent", "main"));
        const blobAt = (sha: string) =>
          linesOf(repository.git("ls-tree", "-r", sha))
            .find((line) => line.endsWith("\td/a"))
            ?.split(/\s/)[2] ?? null;
        const expected = chain.flatMap((sha, index) => {
          const [now, before] = [
            blobAt(sha),
            index + 1 < chain.length ? blobAt(chain[index + 1] ?? "") : null,
          ];
          return now === before ? [] : [[sha, now]];
        });
        const versions = await clone.listVersions("main", "d/a");
        expect(versions.map(({ commit, blobSha }) => [commit.sha, blobSha])).toEqual(expected);
        const changes = await listAll(clone.listChangesOf("main", [":(glob)*/a"]));
        expect(changes.map(({ sha }) => sha)).toEqual(expected.map(([sha]) => sha));
        const within = await listAll(clone.listChangesOf("main", [":(glob)*/a"], span));
        expect(within).toEqual(
          changes.filter(({ committedAt }) => committedAt >= span.since && committedAt < span.until),
        );
        for (const { sha, parent } of changes) expect(parent).toBe((await clone.resolve(sha)).parent);
      } finally {
        await clone.close();
        repository.remove();
      }
    }),
    { numRuns: 20 },
  );
});

describe("steps", () => {
  test("a merge brings all its commits at its own time, and each once", async () => {
    const repository = make();
    const base = repository.commit({ a: "1" });
    repository.git("switch", "-qc", "topic");
    const one = repository.commit({ b: "1" });
    const two = repository.commit({ b: "2" });
    repository.git("switch", "-q", "main");
    const merge = repository.merge("topic");
    const steps = await listAll((await open(repository)).listSteps("main", allTime));
    expect(steps.map(({ sha, commits }) => [sha, commits.map((commit) => commit.sha)])).toEqual([
      [merge, [merge, two, one]],
      [base, [base]],
    ]);
  });

  const long = (count: number, secondsOf: (index: number) => number): MadeCommit[] =>
    Array.from({ length: count }, (_, index) => ({
      parents: index === 0 ? [] : [index - 1],
      seconds: secondsOf(index),
    }));

  test("rows of commits from a wrong clock hide nothing behind them", async () => {
    const repository = make();
    // Two rows, together longer than one that ends the search.
    const row = olderStepsInARow - 100;
    const isWrong = (index: number) => index > 10 && index !== 10 + row && index < 10 + 2 * row;
    importHistory(
      repository,
      long(20 + 2 * row, (index) => (isWrong(index) ? 5 : 1_000_000 + index)),
    );
    const clone = await open(repository);
    const steps = await listAll(clone.listSteps("main", { since: 1e9, until: 2e9 }));
    expect(steps).toHaveLength(22);
  });

  test("the search ends after many older steps in a row", async () => {
    const repository = make();
    const count = olderStepsInARow + 500;
    // The very first commit is new again: it is not reached.
    importHistory(
      repository,
      long(count, (index) => (index === 0 || index > count - 11 ? 2_000_000 : 1_000_000)),
    );
    const clone = await open(repository);
    const span = { since: 1_500_000_000, until: Number.MAX_SAFE_INTEGER };
    expect(await listAll(clone.listSteps("main", span))).toHaveLength(10);
  });

  test("a reader may stop at any step", async () => {
    const repository = make();
    importHistory(
      repository,
      long(500, (index) => 1_000 + index),
    );
    const clone = await open(repository);
    for await (const step of clone.listSteps("main", allTime)) {
      expect(step.committedAt).toBe(1_499_000);
      break;
    }
    expect((await clone.head())?.committedAt).toBe(1_499_000);
  });
});

describe("files between commits", () => {
  test("added, removed, changed and moved files are told apart", async () => {
    const repository = make();
    const text = Array.from({ length: 30 }, (_, line) => `line ${line}\n`).join("");
    const before = repository.commit({ a: "a", b: "b", c: text, "odd\nname": "1" });
    const after = repository.commit({
      a: "changed",
      b: null,
      c: null,
      d: `${text}more\n`,
      e: "e",
      "odd\nname": "2",
    });
    expect(await (await open(repository)).listChangedPaths(before, after)).toEqual([
      { path: "a", previousPath: null, status: "modified" },
      { path: "b", previousPath: null, status: "removed" },
      { path: "d", previousPath: "c", status: "renamed" },
      { path: "e", previousPath: null, status: "added" },
      { path: "odd\nname", previousPath: null, status: "modified" },
    ]);
  });

  test("a file that became a folder was removed, and came back when it did", async () => {
    const repository = make();
    const shas = [{ a: "1" }, { a: null, "a/b": "x" }, { "a/b": "y" }, { a: "2" }].map((files) =>
      repository.commit(files),
    );
    const versions = await (await open(repository)).listVersions("HEAD", "a");
    expect(versions.map(({ commit, blobSha }) => [shas.indexOf(commit.sha), blobSha !== null])).toEqual([
      [3, true],
      [1, false],
      [0, true],
    ]);
  });

  test("a file of a name that git would take for a pattern is that file only", async () => {
    const repository = make();
    repository.commit({ "*": "star", other: "1" });
    repository.commit({ other: "2" });
    expect(await (await open(repository)).listVersions("HEAD", "*")).toHaveLength(1);
  });

  test("two commits parted where git says, or nowhere", async () => {
    const repository = make();
    const base = repository.commit({ a: "1" });
    repository.git("switch", "-qc", "topic");
    repository.commit({ b: "1" });
    repository.git("switch", "-q", "main");
    repository.commit({ a: "2" });
    const clone = await open(repository);
    expect(await clone.findMergeBase("main", "topic")).toBe(base);
    repository.git("switch", "-q", "--orphan", "alone");
    repository.commit({ c: "1" });
    expect(await clone.findMergeBase("main", "alone")).toBeNull();
  });
});

describe("the origin of a line", () => {
  test("is the commit that brought it; without such a line there is none", async () => {
    const repository = make();
    const first = repository.commit({ "a.txt": "one\ntwo\n" });
    const second = repository.commit({ "a.txt": "one\n2\nthree\n" });
    repository.write({ "a.txt": "only on disk\n" });
    const clone = await open(repository);
    const originOf = async (line: number, revision = "HEAD") =>
      (await clone.findLineOrigin(revision, "a.txt", line))?.sha ?? null;
    expect(await originOf(1)).toBe(first);
    expect(await originOf(2)).toBe(second);
    expect(await originOf(2, first)).toBe(first);
    for (const line of [0, -1, 1.5, 4, Number.NaN]) expect(await originOf(line)).toBeNull();
    expect(await clone.findLineOrigin("HEAD", "missing", 1)).toBeNull();
    expect(await clone.findLineOrigin("HEAD", "a\0", 1)).toBeNull();
    expect(await clone.findLineOrigin("HEAD", "../a.txt", 1)).toBeNull();
  });

  test("is not hidden by a list of revisions to ignore", async () => {
    const repository = make();
    repository.commit({ a: "one\n" });
    const second = repository.commit({ a: "ONE\n" });
    repository.write({ ignored: `${second}\n` });
    repository.git("config", "blame.ignoreRevsFile", "ignored");
    expect((await (await open(repository)).findLineOrigin("HEAD", "a", 1))?.sha).toBe(second);
  });

  test("is found where a person names a list for all repositories, which this one lacks", async () => {
    const repository = make();
    const sha = repository.commit({ a: "one\n" });
    const personal = join(repository.path, ".git/personal");
    writeFileSync(personal, "[blame]\n\tignoreRevsFile = .git-blame-ignore-revs\n");
    const environment = { ...process.env, GIT_CONFIG_GLOBAL: personal };
    const clone = await openClone(repository.path, { environment });
    onTestFinished(() => clone.close());
    expect((await clone.findLineOrigin("HEAD", "a", 1))?.sha).toBe(sha);
  });

  test("cannot be told where the clone itself names a list that is not there", async () => {
    const repository = make();
    repository.commit({ a: "one\n" });
    repository.git("config", "blame.ignoreRevsFile", "no such file");
    expect(await (await open(repository)).findLineOrigin("HEAD", "a", 1)).toBeNull();
  });
});

test("times that cannot be read are none that count, and too late ones can still be written", async () => {
  const repository = make();
  const tree = repository.git("write-tree");
  const write = (committer: string) =>
    repository.gitWith(
      `tree ${tree}\nauthor A <a@b> 1 +0000\n${committer}\n\nx\n`,
      "hash-object",
      "-t",
      "commit",
      "-w",
      "--stdin",
      "--literally",
    );
  const clone = await open(repository);
  const timeOf = async (committer: string) => (await clone.resolve(write(committer))).committedAt;
  expect(await timeOf("committer A <a@b> 1700000000 +0200")).toBe(1_700_000_000_000);
  expect(await timeOf("committer A > 5 <a@b> 1700000000 -0000")).toBe(1_700_000_000_000);
  expect(await timeOf("committer A <a@b> yesterday")).toBe(0);
  expect(await timeOf("committer A <a@b>")).toBe(0);
  expect(new Date(await timeOf("committer A <a@b> 99999999999999 +0000")).toISOString()).toContain("275760");
});
