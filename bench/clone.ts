// How a clone is read at scale, beside plain git doing the comparable thing: a made repository with a long history of merges and many
// files, in a temporary folder. Prints times, what they are of git's, and the memory they took.
// node bench/clone.ts [--commits N] [--files N] [--rounds N]
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Clone } from "../src/clone/clone.ts";
import { openClone } from "../src/clone/open-clone.ts";

const { values } = parseArgs({
  options: {
    commits: { type: "string", default: "100000" },
    files: { type: "string", default: "50000" },
    rounds: { type: "string", default: "3" },
  },
});
const commits = Number(values.commits);
const files = Number(values.files);
const rounds = Number(values.rounds);

const firstSeconds = 1_500_000_000;
const secondsApart = 600;
const weekMillis = 7 * 24 * 60 * 60 * 1_000;

/** Every fifth commit merges a branch of two; one in a hundred changes a workflow. */
function* writeHistory(): Generator<string> {
  const person = (index: number) =>
    `committer A <a@b> ${firstSeconds + index * secondsApart} +0000\ndata 0\n`;
  const write = (path: string, text: string) => `M 100644 inline ${path}\ndata ${text.length}\n${text}\n`;
  yield `commit refs/heads/main\nmark :1\n${person(0)}`;
  for (let file = 0; file < files; file++)
    yield write(`src/part-${file % 500}/file-${file}.ts`, `export const value = ${file};\n`);
  yield write(".github/workflows/ci.yml", "on: push\njobs: {}\n");
  for (let index = 1, main = 1; index < commits; index++) {
    const [mark, kind] = [index + 1, index % 5];
    const branch = kind === 1 || kind === 2 ? "topic" : "main";
    yield `commit refs/heads/${branch}\nmark :${mark}\n${person(index)}from :${kind === 2 ? mark - 1 : main}\n`;
    if (kind === 3) yield `merge :${mark - 1}\n`;
    const file = index % Math.max(files, 1);
    yield write(`src/part-${file % 500}/file-${file}.ts`, `export const value = ${index};\n`);
    if (index % 100 === 0) yield write(".github/workflows/ci.yml", `on: push\njobs: {} # ${index}\n`);
    if (branch === "main") main = mark;
  }
  yield "done\n";
}

async function makeRepository(path: string): Promise<void> {
  execFileSync("git", ["init", "-q", "--initial-branch=main", path]);
  const writer = spawn("git", ["-C", path, "fast-import", "--quiet", "--done"], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  for (const piece of writeHistory()) if (!writer.stdin.write(piece)) await once(writer.stdin, "drain");
  writer.stdin.end();
  await once(writer, "close");
  execFileSync("git", ["-C", path, "checkout", "-q", "main"]);
}

interface Work {
  readonly name: string;
  readonly git: readonly string[];
  readonly run: (clone: Clone) => Promise<number>;
}

const end = (firstSeconds + commits * secondsApart) * 1_000;
const week = { since: end - weekMillis, until: end };
const workflows = ":(glob).github/workflows/*";

const works: readonly Work[] = [
  {
    name: "tree of a commit",
    git: ["ls-tree", "-r", "HEAD"],
    run: async (clone) => (await clone.readTree("HEAD")).entries.length,
  },
  {
    name: "files on disk",
    git: ["status", "--porcelain"],
    run: async (clone) => (await clone.readWorkingTree()).entries.length,
  },
  {
    name: "steps of the last week",
    git: ["rev-list", "--count", "--first-parent", "--since", new Date(week.since).toISOString(), "HEAD"],
    run: (clone) => count(clone.listSteps("HEAD", week)),
  },
  {
    name: "steps of all history",
    git: ["rev-list", "--count", "--parents", "--timestamp", "HEAD"],
    run: (clone) => count(clone.listSteps("HEAD", { since: 0, until: end })),
  },
  {
    name: "changes of workflows, a week",
    git: [
      "rev-list",
      "--first-parent",
      "--since",
      new Date(week.since).toISOString(),
      "HEAD",
      "--",
      workflows,
    ],
    run: (clone) => count(clone.listChangesOf("HEAD", [workflows], week)),
  },
  {
    name: "changes of workflows, all",
    git: ["rev-list", "--first-parent", "HEAD", "--", workflows],
    run: (clone) => count(clone.listChangesOf("HEAD", [workflows])),
  },
  {
    name: "versions of one file",
    git: ["log", "--first-parent", "--format=%H", "--raw", "-m", "HEAD", "--", ".github/workflows/ci.yml"],
    run: async (clone) => (await clone.listVersions("HEAD", ".github/workflows/ci.yml")).length,
  },
  {
    name: "1,000 blobs",
    git: ["rev-list", "--objects", "--max-count=1", "HEAD"],
    run: async (clone) => {
      const { entries } = await clone.readTree("HEAD");
      for (const { sha } of entries.slice(0, 1_000)) await clone.readBlob(sha);
      return Math.min(entries.length, 1_000);
    },
  },
];

async function count(listed: AsyncIterable<unknown>): Promise<number> {
  let found = 0;
  for await (const _ of listed) found += 1;
  return found;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

const path = mkdtempSync(join(tmpdir(), "firstpass-bench-"));
try {
  const began = performance.now();
  await makeRepository(path);
  console.log(
    `${commits} commits, ${files} files, made in ${((performance.now() - began) / 1_000).toFixed(1)} s; median of ${rounds} rounds\n`,
  );
  console.log(
    `${"work".padEnd(30)}${"found".padStart(9)}${"here".padStart(11)}${"git".padStart(11)}   ratio   memory at most`,
  );
  for (const { name, git, run } of works) {
    const [here, plain]: [number[], number[]] = [[], []];
    let found = 0;
    let memory = 0;
    for (let round = 0; round <= rounds; round++) {
      const gitBegan = performance.now();
      execFileSync("git", ["-C", path, ...git], {
        maxBuffer: 1024 ** 3,
        stdio: ["ignore", "pipe", "ignore"],
      });
      const began = performance.now();
      const clone = await openClone(path);
      found = await run(clone);
      await clone.close();
      memory = Math.max(memory, process.memoryUsage().rss);
      // The first round warms the caches of both.
      if (round === 0) continue;
      plain.push(began - gitBegan);
      here.push(performance.now() - began);
    }
    const [own, theirs] = [median(here), median(plain)];
    console.log(
      `${name.padEnd(30)}${`${found}`.padStart(9)}${`${own.toFixed(0)} ms`.padStart(11)}${`${theirs.toFixed(0)} ms`.padStart(11)}${`${(own / theirs).toFixed(1)} ×`.padStart(8)}${`${(memory / 1024 ** 2).toFixed(0)} MiB`.padStart(17)}`,
    );
  }
} finally {
  rmSync(path, { recursive: true, force: true });
}
