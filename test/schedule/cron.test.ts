import { expect, it } from "vitest";
import { type CronEntry, createCronRunner, cronTable } from "../../src/schedule/cron.ts";
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

  it("has entries of unique names that drop bodies seven days after their processing", async () => {
    const { clock, store, runner: _ } = await setUp(everyHour);
    await store.deliveries.add([{ id: "d-1", event: "push", body: Buffer.from("{}") }]);
    const [delivery] = await store.deliveries.lease({ limit: 1, leaseMillis: 1000 });
    await store.deliveries.finish("d-1", delivery!.fence, { state: "done", reason: null });
    const table = cronTable({
      store,
      enqueueWeeklyIssues: async () => {},
      enqueueOverviews: async () => {},
      enqueueTemplateReadings: async () => {},
    });
    expect(new Set(table.map((entry) => entry.name)).size).toBe(table.length);
    const tick = () => createCronRunner(table, store, (name) => expect.unreachable(name)).tick();
    clock.now += 7 * 86_400_000 - 3_600_000;
    await tick();
    expect((await store.deliveries.find("d-1"))?.body).not.toBeNull();
    clock.now += 2 * 3_600_000;
    await tick();
    expect(await store.deliveries.find("d-1")).toMatchObject({ body: null, state: "done" });
  });

  it("drops answers that nobody asked for within ninety days", async () => {
    const { clock, store } = await setUp(everyHour);
    const table = cronTable({
      store,
      enqueueWeeklyIssues: async () => {},
      enqueueOverviews: async () => {},
      enqueueTemplateReadings: async () => {},
    });
    await store.httpResponses.keep(7, "a", { etag: null, body: "1" });
    clock.now += 91 * 86_400_000;
    await createCronRunner(table, store, (name) => expect.unreachable(name)).tick();
    expect(await store.httpResponses.find(7, "a")).toBeNull();
  });
});
