// A flood of senders is seen while it is on and a moment longer.
import { describe, expect, it } from "vitest";
import { watchSenders } from "../../src/http/waiting-senders.ts";
import type { DeliveriesTable } from "../../src/records/store.ts";

function makeTable() {
  const waiting: (() => void)[] = [];
  const add: DeliveriesTable["add"] = () =>
    new Promise((resolve) => {
      waiting.push(() => resolve(["stored"]));
    });
  return {
    table: { add } as DeliveriesTable,
    commit: () => {
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}

const one = [{ id: "a", event: "push", body: new Uint8Array([1]) }];

describe("senders who wait", () => {
  it("are no flood while there are few", () => {
    const { table } = makeTable();
    const { deliveries, isFlood } = watchSenders(table, () => 0);
    for (let sender = 0; sender < 7; sender++) void deliveries.add(one);
    expect(isFlood()).toBe(false);
  });

  it("are a flood when there are many, and a moment after the commit that lets them go", async () => {
    const { table, commit } = makeTable();
    let now = 0;
    const { deliveries, isFlood } = watchSenders(table, () => now);
    const sent = Array.from({ length: 8 }, () => deliveries.add(one));
    commit();
    await Promise.all(sent);
    expect(isFlood()).toBe(true);
    now = 100;
    expect(isFlood()).toBe(false);
  });

  it("do not count once they are answered", async () => {
    const { table, commit } = makeTable();
    const { deliveries, isFlood } = watchSenders(table, () => 0);
    for (let sender = 0; sender < 20; sender++) {
      const sent = deliveries.add(one);
      commit();
      await sent;
    }
    expect(isFlood()).toBe(false);
  });
});
