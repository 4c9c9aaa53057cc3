import { expect, it, onTestFinished } from "vitest";
import { checkSweep } from "../../src/doctor/check-sweep.ts";
import { openStore } from "../../src/store/database.ts";
import { noSweep } from "../../src/workflows/sweep/sweep-deliveries.ts";

const NOW = Date.parse("2026-11-16T09:00:00Z");
const MINUTE = 60_000;

async function open() {
  const store = await openStore("sqlite::memory:", { now: () => NOW });
  onTestFinished(() => store.close());
  const look = (received = 1) => checkSweep(store, { appId: 12, received, now: NOW });
  return { store, look };
}

it("takes it for well that nothing was swept while nothing was received, and warns else", async () => {
  const { look } = await open();
  expect([(await look(0)).state, (await look(1)).state]).toEqual(["ok", "warning"]);
});

it("says when the last sweep was, and warns when that is too long ago", async () => {
  const { store, look } = await open();
  await store.sweeps.save(12, { ...noSweep, sweptAt: NOW - 5 * MINUTE });
  expect(await look()).toMatchObject({ state: "ok", says: expect.stringContaining("Last 5 min ago.") });
  await store.sweeps.save(12, { ...noSweep, sweptAt: NOW - 31 * MINUTE });
  expect((await look()).state).toBe("warning");
});

it("tells what was given up, and how to have it sent again", async () => {
  const { store, look } = await open();
  await store.sweeps.save(12, { ...noSweep, sweptAt: NOW });
  const failed = {
    guid: "g",
    attemptId: "1",
    event: "push",
    installationId: 9,
    failedAt: NOW,
    statusCode: 0,
  };
  await store.sweeps.keepFailed([failed]);
  expect(await look()).toMatchObject({ state: "ok", says: expect.stringContaining("sent again: 1.") });
  await store.sweeps.giveUp("g", "no");
  expect(await look()).toMatchObject({
    state: "warning",
    says: expect.stringContaining("Given up: 1."),
    todo: expect.stringContaining("firstpass redeliver"),
  });
});
