// `backfill` and `reconcile` on the command line: what they show, what they queue, how they end.
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Backfill } from "../../src/records/store.ts";
import { openStore } from "../../src/store/database.ts";
import { defaultAccountId, defaultRepositoryId, repositoryState } from "../support/facts.ts";
import { runCommand, serverVariables, temporaryFolder } from "../support/server-process.ts";

const day = 86_400_000;
const installedAt = Date.UTC(2026, 10, 9);
const place = [defaultAccountId, defaultRepositoryId] as const;
const reading: Backfill = {
  state: "reading",
  from: installedAt - 90 * day,
  to: installedAt,
  reachedAt: installedAt - 62 * day,
  slices: 6,
  requests: 41,
  startedAt: installedAt,
  finishedAt: null,
  error: null,
  reading: null,
};

async function openKnowing() {
  const DATABASE_URL = `sqlite:${join(temporaryFolder(), "history.db")}`;
  const store = await openStore(DATABASE_URL);
  await store.repositories.observe(repositoryState(), { observedAt: 1, installationId: 77 });
  await store.repositories.setCoveredFrom(...place, installedAt);
  const run = (...args: string[]) => runCommand(args, { ...serverVariables, DATABASE_URL });
  const jobs = async () => (await store.jobs.list({ limit: 10 })).map(({ key }) => key);
  return { store, run, jobs };
}

it("shows how far the past of each repository is read", async () => {
  const { store, run } = await openKnowing();
  await store.histories.saveBackfill(...place, reading);
  const table = await run("backfill");
  expect(table.code).toBe(0);
  expect(table.stdout).toMatch(/acme\/shop {2}│ reading │ 2026-09-08\s+│ 62 of 90 days \(68 %\) │ 41/);
  const json = await run("backfill", "--format", "json");
  expect(JSON.parse(json.stdout)).toEqual([
    {
      repository: "acme/shop",
      state: "reading",
      coveredFrom: new Date(reading.reachedAt).toISOString(),
      daysRead: 62,
      days: 90,
      requests: 41,
      error: null,
    },
  ]);
  await store.close();
});

it("has a past read anew by the server, as far back as is asked", async () => {
  const { store, run, jobs } = await openKnowing();
  await store.histories.saveBackfill(...place, { ...reading, state: "done" });
  const { code, stdout } = await run("backfill", "acme/shop", "--again", "--days", "30");
  expect([code, stdout]).toEqual([0, expect.stringContaining("waiting")]);
  expect(await jobs()).toEqual(["backfill-repository/1001/2001"]);
  expect((await store.histories.find(...place))?.backfill).toBeNull();
  await store.close();
});

it("ends a watch when all is done, with a line for each change where nobody looks at a terminal", async () => {
  const { store, run } = await openKnowing();
  await store.histories.saveBackfill(...place, { ...reading, state: "done", reachedAt: reading.from });
  const { code, stderr } = await run("backfill", "--watch");
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining("100 %, 0 of 1 repositories left, 41 requests\n"),
  ]);
  await store.close();
});

it.each([
  ["--again without a repository", ["backfill", "--again"], /Say which repository/],
  ["--days without --again", ["backfill", "acme/shop", "--days", "30"], /Add --again/],
  ["no number of days", ["backfill", "acme/shop", "--again", "--days", "366"], /from 1 to 365/],
  ["no time", ["reconcile", "--since", "yesterday"], /Use a date/],
])("says what is allowed: %s", async (_, args, text) => {
  const { store, run } = await openKnowing();
  const { code, stderr } = await run(...args);
  expect([code, stderr]).toEqual([2, expect.stringMatching(text)]);
  await store.close();
});

it("queues a comparison since the last one, or since a time", async () => {
  const { store, run, jobs } = await openKnowing();
  const usual = await run("reconcile", "acme/shop");
  expect([usual.code, usual.stdout]).toEqual([
    0,
    `The server will compare it from ${new Date(installedAt - day / 24).toISOString()} on.\n`,
  ]);
  const since = await run("reconcile", "--since", "2026-10-01");
  expect([since.code, since.stdout]).toEqual([
    0,
    "The server will compare 1 repository from 2026-10-01T00:00:00.000Z on.\n",
  ]);
  expect((await store.histories.find(...place))?.wantedSince).toBe(Date.UTC(2026, 9, 1));
  expect(await jobs()).toContain("reconcile-repository/1001/2001");
  await store.close();
});

it("says why a comparison in this process failed, and leaves it to the server", async () => {
  const { store, run } = await openKnowing();
  const { code, stderr } = await run("reconcile", "acme/shop", "--now");
  expect([code, stderr]).toEqual([1, expect.stringMatching(/firstpass: No answer from GitHub/)]);
  expect(await store.jobs.statistics()).toMatchObject({ waiting: 1, dead: 0 });
  await store.close();
});
