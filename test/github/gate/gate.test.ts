// The gate before GitHub: what it lets through, what it refuses and until when, and that GitHub never has to refuse what it could know.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { priorities } from "../../../src/core/requests/priority.ts";
import { RateLimited } from "../../../src/github/errors.ts";
import { gateNow as now, openGate, refusalOf, routes } from "./gate-bench.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const failed = (asked: Promise<unknown>) => asked.then(() => null).catch((error: unknown) => error);

describe("what GitHub asks for", () => {
  it("fault 22: a limit holds all that comes after it, and is not asked against", async () => {
    const gate = openGate();
    gate.failNext(refusalOf(429, "Too many requests", { "retry-after": "600" }));
    expect(await failed(gate.ask(routes.read, "check"))).toMatchObject({ until: now + 10 * MINUTE });
    expect(await failed(gate.ask(routes.graphql, "check"))).toMatchObject({ until: now + 10 * MINUTE });
    expect(gate.arrived).toHaveLength(1);
    gate.clock.now += 10 * MINUTE;
    await gate.ask(routes.read, "check");
  });

  it.each([
    ["core", routes.read, routes.graphql],
    ["graphql", routes.graphql, routes.read],
  ])("fault 22: the hour of %s that is used up does not stop the other", async (resource, used, other) => {
    const gate = openGate();
    const headers = {
      "x-ratelimit-limit": "5000",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String((now + HOUR) / 1000),
      "x-ratelimit-resource": resource,
    };
    gate.failNext(refusalOf(403, "API rate limit exceeded for installation ID 9.", headers));
    expect(await failed(gate.ask(used, "check"))).toMatchObject({ until: now + HOUR, resource });
    await gate.ask(other, "check");
    expect(await failed(gate.ask(used, "check"))).toBeInstanceOf(RateLimited);
    expect(gate.arrived).toHaveLength(2);
  });

  it("fault 22: a secondary limit with the headers of an hour stops both", async () => {
    const gate = openGate();
    const headers = { "retry-after": "60", "x-ratelimit-remaining": "0", "x-ratelimit-resource": "graphql" };
    gate.failNext(refusalOf(403, "You have exceeded a secondary rate limit.", headers));
    expect(await failed(gate.ask(routes.graphql, "check"))).toMatchObject({ resource: "all" });
    expect(await failed(gate.ask(routes.read, "check"))).toMatchObject({ until: now + MINUTE });
  });

  it("sleeps through a moment, and puts nothing back for it", async () => {
    const gate = openGate();
    gate.failNext(refusalOf(429, "Too many requests", { "retry-after": "2" }));
    await failed(gate.ask(routes.read, "check"));
    await gate.ask(routes.read, "check");
    expect(gate.clock.now).toBe(now + 2000);
    expect(gate.waits).toMatchObject([{ reason: "held", millis: 2000, refused: false }]);
  });

  it("leaves every other failure as it is, and holds nothing for it", async () => {
    const gate = openGate();
    const failure = refusalOf(304, "Not modified");
    gate.failNext(failure);
    expect(await failed(gate.ask(routes.read, "check"))).toBe(failure);
    expect(gate.memory.holds).toEqual([]);
  });
});

describe("the hour's requests", () => {
  it("stop history first, then observation, then weekly issues, and a check at the very last", async () => {
    const gate = openGate({ requestsPerHour: 100 });
    const spent: Record<string, number> = {};
    for (const priority of priorities.toReversed()) {
      let count = 0;
      while ((await failed(gate.ask(routes.read, priority))) === null) count += 1;
      spent[priority] = count;
    }
    expect(spent).toEqual({ history: 50, observe: 45, weekly: 3, check: 2 });
    expect(gate.refused).toEqual([]);
    gate.clock.now += HOUR;
    await gate.ask(routes.read, "history");
  });

  it("that one replica found used up are known to the others", async () => {
    const gate = openGate({ requestsPerHour: 100 }, { replicas: 2 });
    while ((await failed(gate.ask(routes.read, "history", 0))) === null);
    const before = gate.arrived.length;
    expect(await failed(gate.ask(routes.read, "history", 1))).toMatchObject({ until: now + HOUR });
    await gate.ask(routes.read, "observe", 1);
    expect(gate.arrived).toHaveLength(before + 1);
  });
});

describe("any work at all", () => {
  const asked = fc.array(
    fc.record({
      route: fc.constantFrom(...Object.values(routes)),
      priority: fc.constantFrom(...priorities),
      after: fc.integer({ min: 0, max: 4000 }),
      replica: fc.integer({ min: 0, max: 1 }),
    }),
    { minLength: 100, maxLength: 600 },
  );

  it("is never refused by GitHub, by one replica or two", async () => {
    await fc.assert(
      fc.asyncProperty(asked, fc.integer({ min: 60, max: 400 }), async (list, requestsPerHour) => {
        const gate = openGate({ requestsPerHour }, { replicas: 2 });
        // Once each gate has heard of the hour.
        for (const replica of [0, 1]) await gate.ask(routes.read, "check", replica);
        for (const { route, priority, after, replica } of list) {
          gate.clock.now += after;
          await failed(gate.ask(route === routes.graphql ? routes.read : route, priority, replica));
        }
        // A replica that has not asked for long may find the last one gone; never more than once an hour.
        expect(gate.refused.length).toBeLessThanOrEqual(1);
        expect(gate.refused.filter(({ message }) => /secondary/.test(message))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it("never starves a check: in any crowd of other writes it waits for a second or two", async () => {
    const crowd = fc.array(
      fc.record({
        route: fc.constantFrom(routes.issue, routes.edit, routes.read),
        priority: fc.constantFrom("weekly", "observe", "history"),
        after: fc.integer({ min: 0, max: 1500 }),
      }),
      { minLength: 50, maxLength: 400 },
    );
    await fc.assert(
      fc.asyncProperty(crowd, async (list) => {
        const gate = openGate();
        for (const { route, priority, after } of list) {
          gate.clock.now += after;
          await failed(gate.ask(route, priority));
          if (gate.arrived.length % 40 !== 0) continue;
          const asked = gate.clock.now;
          await gate.ask(routes.check, "check");
          expect(gate.clock.now - asked).toBeLessThanOrEqual(3000);
        }
      }),
      { numRuns: 30 },
    );
  });
});
