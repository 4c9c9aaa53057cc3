// What scorecards cost: of one repository with a busy year, of repositories with more and more facts, and all weekly issues of an
// account and of one ten times as large, side by side in one run. Made data, on SQLite.
// node bench/scorecards.ts [--repositories N] [--changes N] [--rounds N]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { ServerStore } from "../src/records/store.ts";
import { openStore } from "../src/store/database.ts";
import { loadScorecard } from "../src/workflows/load-scorecard.ts";
import { prepareWeekly } from "../src/workflows/weekly/publish-weekly.ts";
import { defaultAccountId } from "../test/support/facts.ts";
import { describeMachine, median, showTable } from "./load/figures.ts";
import { lastWeek, makeRepositoryYear, makeYear, yearEnd } from "./made-year.ts";

const { values } = parseArgs({
  options: {
    repositories: { type: "string", default: "10000" },
    changes: { type: "string", default: "30" },
    rounds: { type: "string", default: "30" },
  },
});
const many = Number(values.repositories);
const few = Math.round(many / 10);
const changes = Number(values.changes);
const rounds = Number(values.rounds);
const accountId = defaultAccountId;
const now = () => yearEnd;

console.log(describeMachine());
// First what memory is looked at for.
await ofAllRepositories();
await ofOneRepository();

/** A scorecard and a weekly issue, by the size of the repository's year. */
async function ofOneRepository(): Promise<void> {
  await withStore(async (store) => {
    const rows = [["changes in the year", "facts", "scorecard p50", "p99", "weekly issue p50", "p99"]];
    for (const [index, size] of [125, 250, 500, 1000, 2000].entries()) {
      const before = await store.facts.count(accountId);
      const repositoryId = await makeRepositoryYear(store, index, size);
      const facts = (await store.facts.count(accountId)) - before;
      const scorecard = () => loadScorecard(store, { accountId, repositoryId, now: yearEnd });
      const weekly = () => prepareWeekly({ store, now }, { accountId, repositoryId, isoWeek: lastWeek });
      rows.push([String(size), String(facts), ...(await timesOf(scorecard)), ...(await timesOf(weekly))]);
    }
    console.log(`\nOne repository, ${rounds} rounds after 3 of warm-up\n${showTable(rows)}`);
  });
}

async function timesOf(work: () => Promise<unknown>): Promise<[string, string]> {
  const millis: number[] = [];
  for (let round = -3; round < rounds; round++) {
    const began = performance.now();
    await work();
    if (round >= 0) millis.push(performance.now() - began);
  }
  const sorted = millis.toSorted((a, b) => a - b);
  const p99 = sorted[Math.ceil(0.99 * sorted.length) - 1] ?? Number.NaN;
  return [`${median(millis).toFixed(1)} ms`, `${p99.toFixed(1)} ms`];
}

/** All weekly issues, made one after another, as the server does. */
async function ofAllRepositories(): Promise<void> {
  const rows = [["repositories", "facts", "all weekly issues", "a repository", "resident memory at most"]];
  const each: number[] = [];
  for (const repositories of [few, many]) {
    await withStore(async (store) => {
      await makeYear(store, repositories, changes);
      const facts = await store.facts.count(accountId);
      const known = await store.repositories.list(accountId);
      let resident = 0;
      const began = performance.now();
      for (const [index, { state }] of known.entries()) {
        await prepareWeekly(
          { store, now },
          { accountId, repositoryId: state.repositoryId, isoWeek: lastWeek },
        );
        if (index % 100 === 0) resident = Math.max(resident, process.memoryUsage.rss());
      }
      const millis = performance.now() - began;
      each.push(millis / repositories);
      rows.push([
        String(repositories),
        String(facts),
        `${(millis / 1000).toFixed(1)} s`,
        `${(millis / repositories).toFixed(2)} ms`,
        `${(resident / 2 ** 20).toFixed(0)} MiB`,
      ]);
    });
  }
  const growth = (each[1] ?? Number.NaN) / (each[0] ?? Number.NaN);
  console.log(
    `\nAll weekly issues, ${changes} changes a repository and year\n${showTable(rows)}\n` +
      `A repository among ten times as many costs ${growth.toFixed(2)} × the time.`,
  );
}

async function withStore(work: (store: ServerStore) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "firstpass-bench-"));
  const store = await openStore(`sqlite:${join(folder, "bench.db")}`, { now });
  try {
    await work(store);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
