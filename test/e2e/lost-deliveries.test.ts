// A third of all deliveries is lost for good; after a reconciliation the scorecards are those of the full ledger. And what is there
// when the App is installed after twelve weeks, with a backfill alone.
import { expect, onTestFinished, test } from "vitest";
import type { KpiId } from "../../src/core/kpis/measurement.ts";
import { makeWorld } from "../../src/demo/organisation/world.ts";
import { askReconciliation } from "../../src/workflows/history/ask-reconciliation.ts";
import { createSqliteDatabase } from "../support/stores.ts";
import { differences, type HistoryScene, openHistoryScene } from "./history-scene.ts";

/** What no list of GitHub's tells: alerts on branches before they were merged, and on which commit one was first seen. */
const untold: readonly KpiId[] = ["findings-prevented", "time-to-detect"];

/** Besides: what only deliveries over the whole time tell. */
const untoldByBackfill: readonly KpiId[] = [
  ...untold,
  // That a finding was fixed and came back.
  "repeat-findings",
  // That a repository was made while the App was there.
  "paved-road-start",
];

/** Another number than that of all deliveries is wrong; that it is not known never is. */
function isMeasured({ other }: { readonly other: string }): boolean {
  return other.includes('"measured"');
}

async function open(): Promise<HistoryScene> {
  const database = await createSqliteDatabase();
  const scene = await openHistoryScene(database.url);
  onTestFinished(async () => {
    await scene.stage.stop();
    await database.remove();
  });
  return scene;
}

async function measureFull() {
  const full = await open();
  await full.deliver(() => true);
  await full.settle();
  await full.readAnew();
  return full.scorecards();
}

test("fault 8: a third of the deliveries is lost at random, and made good by reconciliation", async () => {
  const expected = await measureFull();
  const lost = await open();
  const world = makeWorld(41);
  await lost.deliver(({ event }) => event === "installation" || world.random() >= 1 / 3);
  await lost.settle();
  expect(differences(expected, await lost.scorecards()).length).toBeGreaterThan(2);

  const { store } = lost.stage.firstpass;
  for (const repositoryId of lost.repositoryIds) {
    const known = await store.repositories.find(lost.accountId, repositoryId);
    await askReconciliation(store, { accountId: lost.accountId, repositoryId }, known?.coveredFrom ?? 0);
  }
  await lost.settle();
  await lost.readAnew();
  const differing = differences(expected, await lost.scorecards());
  expect(differing.filter(({ kpi }) => !untold.includes(kpi))).toEqual([]);
  expect(differing.filter(isMeasured)).toEqual([]);
  expect((await store.histories.summarise()).missed).toBeGreaterThan(100);

  // A second one finds nothing more.
  const [first] = await store.repositories.list(lost.accountId);
  const began = first?.coveredFrom ?? 0;
  for (const repositoryId of lost.repositoryIds)
    await askReconciliation(store, { accountId: lost.accountId, repositoryId }, began);
  await lost.settle();
  expect((await store.histories.summarise()).missed).toBe(0);
}, 240_000);

test("a backfill alone gives the numbers that webhooks give, wherever GitHub can tell", async () => {
  const expected = await measureFull();
  const late = await open();
  await late.deliver(({ event }) => event === "installation", { installedAtTheEnd: true });
  await late.settle();
  await late.readAnew();
  const { store } = late.stage.firstpass;
  for (const repositoryId of late.repositoryIds) {
    const history = await store.histories.find(late.accountId, repositoryId);
    expect(history?.backfill).toMatchObject({ state: "done", error: null });
  }
  const differing = differences(expected, await late.scorecards());
  expect(differing.filter(({ kpi }) => !untoldByBackfill.includes(kpi))).toEqual([]);
  expect(differing.filter(isMeasured)).toEqual([]);
}, 240_000);
