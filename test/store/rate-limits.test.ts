// Waits and the pace of writes as the store keeps them: what several processes on one database know together.
import { expect, it } from "vitest";
import { createGate } from "../../src/github/gate/gate.ts";
import { openStore } from "../../src/store/database.ts";
import { describeOnEachDatabase, describeOnEveryStore } from "../support/stores.ts";

const minute = 60_000;
const hour = 60 * minute;
const start = Date.UTC(2026, 10, 16, 7);

describeOnEveryStore("waits", (openTestStore) => {
  it("are kept by resource, and for a priority and all below it", async () => {
    const { rateLimits } = await openTestStore({ now: () => start });
    await rateLimits.hold(5, start + 1000, { resource: "core", from: "observe" });
    await rateLimits.hold(5, start + 500, { resource: "all", from: "history" });
    const until = (resource: "core" | "graphql", priority: "check" | "weekly" | "observe" | "history") =>
      rateLimits.notBefore(5, { resource, priority });
    expect(await rateLimits.notBefore(5)).toBeNull();
    expect(await until("core", "weekly")).toBeNull();
    expect(await until("core", "observe")).toBe(start + 1000);
    expect(await until("core", "history")).toBe(start + 1000);
    expect(await until("graphql", "observe")).toBeNull();
    expect(await until("graphql", "history")).toBe(start + 500);
  });

  it("fault 22: double each time that GitHub gives no time, up to an hour, and begin anew after a quiet one", async () => {
    let now = start;
    const { rateLimits } = await openTestStore({ now: () => now });
    const waits: number[] = [];
    for (let time = 0; time < 8; time += 1) {
      const until = await rateLimits.holdLonger(5);
      expect(await rateLimits.notBefore(5)).toBe(until);
      waits.push((until - now) / minute);
      now = until + 1;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    now += hour;
    expect(await rateLimits.holdLonger(5)).toBe(now + minute);
  });

  it("are not doubled by requests that were refused together", async () => {
    const { rateLimits } = await openTestStore({ now: () => start });
    const untils = await Promise.all([1, 2, 3].map(() => rateLimits.holdLonger(5)));
    expect(untils).toEqual([start + minute, start + minute, start + minute]);
  });
});

describeOnEachDatabase("two processes on one database", (createTestDatabase, dialect) => {
  it.skipIf(dialect === "sqlite")(
    "fault 22: keep to one pace of writes together, and to one wait",
    async () => {
      const { url } = await createTestDatabase();
      const stores = [await openStore(url, { now: () => start }), await openStore(url, { now: () => start })];
      const write = { creates: "issue", priority: "weekly" } as const;
      const slots = await Promise.all(
        [0, 1, 0, 1, 0, 1, 0, 1].map((one) => stores[one]!.rateLimits.takeSlot(5, write)),
      );
      const given = slots.flatMap(({ slot }) => ("at" in slot ? [slot.at - start] : []));
      expect(given.toSorted((a, b) => a - b)).toEqual([0, 1000, 2000, 3000]);

      const gates = stores.map((store) =>
        createGate({ memory: store.rateLimits, now: () => start, historyShare: 50, paced: false }),
      );
      const request = { installationId: 5, route: "GET /x", priority: "check" } as const;
      const refused = Object.assign(new Error("You have exceeded a secondary rate limit."), {
        status: 403,
        response: { headers: {}, data: {} },
      });
      await expect(gates[0]!.pass(request, () => Promise.reject(refused))).rejects.toMatchObject({
        until: start + minute,
      });
      let asked = false;
      const send = async () => {
        asked = true;
        return { headers: {} };
      };
      await expect(gates[1]!.pass(request, send)).rejects.toMatchObject({ until: start + minute });
      expect(asked).toBe(false);
      for (const store of stores) await store.close();
    },
  );
});

describeOnEveryStore("the queue's order", (openTestStore) => {
  const job = (kind: string, key: string, notBefore: number, accountId = 1) => ({
    kind,
    key,
    accountId,
    payload: { key },
    notBefore,
  });

  it("gives a check before ten thousand weekly issues that are due longer", async () => {
    const { jobs } = await openTestStore({ now: () => start });
    await jobs.enqueue(
      Array.from({ length: 300 }, (_, index) => job("publish-weekly", `weekly-${index}`, start - hour)),
    );
    await jobs.enqueue([
      job("backfill-repository", "history", start - 2 * hour),
      job("observe-repository", "observe", start - 2 * hour),
      job("evaluate-head", "check", start),
    ]);
    const leased = await jobs.lease({ limit: 2, leaseMillis: 1000 });
    expect(leased.map(({ key }) => key)).toEqual(["check", "weekly-0"]);
    const rest = await jobs.lease({ limit: 400, leaseMillis: 1000 });
    expect(rest.slice(-2).map(({ key }) => key)).toEqual(["observe", "history"]);
  });

  it("puts back what waits of one account, in its order, and leaves what is in work or later", async () => {
    const { jobs } = await openTestStore({ now: () => start });
    await jobs.enqueue([
      job("evaluate-head", "in work", start - 9),
      job("publish-weekly", "second", start - 5),
      job("publish-weekly", "first", start - 7),
      job("publish-weekly", "later", start + 2 * hour),
      job("evaluate-head", "check", start - 3),
      job("publish-weekly", "other", start - 1, 2),
    ]);
    const [leased] = await jobs.lease({ limit: 1, leaseMillis: hour });
    expect(leased?.key).toBe("in work");
    expect(await jobs.postpone(1, { until: start + hour, from: "weekly" })).toBe(2);
    const due = Object.fromEntries(
      (await jobs.list({ limit: 10 })).map(({ key, dueAt }) => [key, dueAt - start]),
    );
    expect(due).toEqual({
      "in work": -9,
      check: -3,
      other: -1,
      first: hour + 1,
      second: hour + 2,
      later: 2 * hour,
    });
  });

  it("gives waiting jobs other times, later ones too, and none that is being worked on", async () => {
    const { jobs } = await openTestStore({ now: () => start });
    await jobs.enqueue([job("publish-weekly", "a", start - 2), job("publish-weekly", "b", start)]);
    await jobs.lease({ limit: 1, leaseMillis: hour });
    expect(await jobs.listWaiting(1, "publish-weekly")).toEqual([
      { key: "b", payload: { key: "b" }, dueAt: start },
    ]);
    await jobs.reschedule([
      { key: "a", dueAt: start + hour },
      { key: "b", dueAt: start + hour },
      { key: "gone", dueAt: start },
    ]);
    const due = (await jobs.list({ limit: 10 })).map(({ key, dueAt }) => [key, dueAt - start]);
    expect(due).toEqual([
      ["a", -2],
      ["b", hour],
    ]);
  });
});
