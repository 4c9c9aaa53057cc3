import { expect, it } from "vitest";
import { type CronEntry, type CronWork, createCronRunner, cronTable } from "../../src/schedule/cron.ts";
import { describeOnEachStore } from "../support/stores.ts";

const at = (text: string) => Date.parse(`${text}Z`);

describeOnEachStore("cron", (openTestStore) => {
  async function setUp(entries: (ran: string[]) => CronEntry[]) {
    const clock = { now: at("2026-11-02T10:07") };
    const store = await openTestStore({ now: () => clock.now });
    const ran: string[] = [];
    const failed: string[] = [];
    const runner = () => createCronRunner(entries(ran), store, (name) => failed.push(name));
    return { clock, store, ran, failed, runner };
  }
  const everyHour = (ran: string[]): CronEntry[] => [
    {
      name: "hourly",
      expression: "0 * * * *",
      run: async (time) => void ran.push(new Date(time).toISOString()),
    },
  ];

  it("runs the latest scheduled time, once", async () => {
    const { clock, ran, runner } = await setUp(everyHour);
    const cron = runner();
    await cron.tick();
    await cron.tick();
    clock.now = at("2026-11-02T10:59:59");
    await cron.tick();
    clock.now = at("2026-11-02T11:00");
    await cron.tick();
    expect(ran).toEqual(["2026-11-02T10:00:00.000Z", "2026-11-02T11:00:00.000Z"]);
  });

  it("fault 30: two processes run a scheduled time once", async () => {
    const { ran, runner } = await setUp(everyHour);
    await Promise.all([runner().tick(), runner().tick()]);
    expect(ran).toHaveLength(1);
  });

  it("fault 30: after an outage does the latest missed time, not each of them", async () => {
    const { clock, ran, runner } = await setUp(everyHour);
    await runner().tick();
    clock.now = at("2026-11-05T03:30");
    await runner().tick();
    expect(ran).toEqual(["2026-11-02T10:00:00.000Z", "2026-11-05T03:00:00.000Z"]);
  });

  it("fault 48: keeps to UTC through a change of summer time", async () => {
    const { clock, ran, runner } = await setUp((done) => [
      {
        name: "daily",
        expression: "30 1 * * *",
        run: async (time) => void done.push(new Date(time).toISOString()),
      },
    ]);
    for (const day of ["2026-03-29T01:30", "2026-03-30T01:30", "2026-10-25T01:30"]) {
      clock.now = at(day);
      await runner().tick();
    }
    expect(ran).toEqual(["2026-03-29", "2026-03-30", "2026-10-25"].map((day) => `${day}T01:30:00.000Z`));
  });

  it("one entry that fails stops no other", async () => {
    const { failed, ran, runner } = await setUp((done) => [
      { name: "bad", expression: "* * * * *", run: () => Promise.reject(new Error("no")) },
      ...everyHour(done),
    ]);
    await runner().tick();
    expect([failed, ran.length]).toEqual([["bad"], 1]);
  });

  it("an entry that takes long holds no other up, and is not begun twice", async () => {
    const held = Promise.withResolvers<void>();
    let begun = 0;
    const { clock, ran, runner } = await setUp((done) => [
      {
        name: "long",
        expression: "* * * * *",
        run: async () => {
          begun += 1;
          await held.promise;
        },
      },
      ...everyHour(done),
    ]);
    const cron = runner();
    const first = cron.tick();
    await expect.poll(() => ran.length).toBe(1);
    clock.now += 3_600_000;
    const second = cron.tick();
    await expect.poll(() => ran.length).toBe(2);
    expect(begun).toBe(1);
    held.resolve();
    await Promise.all([first, second]);
  });

  it("begins nothing after it was stopped", async () => {
    const { ran, runner } = await setUp(everyHour);
    const cron = runner();
    await cron.stop();
    await cron.tick();
    expect(ran).toEqual([]);
  });

  it("has entries of unique names and valid times, each with work of its own", async () => {
    const did: string[] = [];
    const work = new Proxy({} as CronWork, {
      get: (_, name) => async () => void did.push(String(name)),
    });
    const { store } = await setUp(everyHour);
    const table = cronTable(work);
    expect(new Set(table.map((entry) => entry.name)).size).toBe(table.length);
    await createCronRunner(table, store, (name) => expect.unreachable(name)).tick();
    expect(new Set(did).size).toBe(table.length);
  });
});
