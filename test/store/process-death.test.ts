import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import type { ServerStore } from "../../src/records/store.ts";
import { openStore } from "../../src/store/database.ts";
import { startProcess } from "../support/processes.ts";
import { describeOnEachDatabase } from "../support/stores.ts";

const processes = join(import.meta.dirname, "processes");

describeOnEachDatabase("death of a process", (createTestDatabase, dialect) => {
  const opened: ServerStore[] = [];
  const open = async (url: string) => {
    const store = await openStore(url);
    opened.push(store);
    return store;
  };
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });

  it("fault 2: loses no acknowledged delivery when it is killed in a burst", async () => {
    const { url } = await createTestDatabase();
    const child = startProcess(join(processes, "accept-until-killed.ts"), [url]);
    const acknowledged: string[] = [];
    while (acknowledged.length < 100) acknowledged.push((await child.nextLine()) ?? expect.fail("it ended"));
    acknowledged.push(...(await child.kill()).filter((line) => /^d-\d+-\d$/.test(line)));

    const { deliveries } = await open(url);
    for (const id of acknowledged) {
      const kept = await deliveries.find(id);
      expect(Buffer.from(kept?.body ?? []).toString()).toBe(id);
    }
    const [first = ""] = acknowledged;
    expect(await deliveries.add([{ id: first, event: "push", body: new Uint8Array() }])).toEqual([
      "duplicate",
    ]);
  });

  it("fault 51: finishes a migration on the next start when it is killed in the middle of one", async () => {
    const { url } = await createTestDatabase();
    const child = startProcess(join(processes, "hang-in-migration.ts"), [url]);
    expect(await child.nextLine()).toBe("half-way");
    await child.kill();

    const { deliveries } = await open(url);
    expect(await deliveries.add([{ id: "a", event: "push", body: new Uint8Array() }])).toEqual(["stored"]);
    // The half that had been done is gone, else this would stop at a table that is already there.
    const again = startProcess(join(processes, "hang-in-migration.ts"), [url]);
    expect(await again.nextLine()).toBe("half-way");
    await again.kill();
  });

  it("starts on a database that it has used before, with everything in it", async () => {
    const { url } = await createTestDatabase();
    const first = await openStore(url);
    await first.deliveries.add([{ id: "a", event: "push", body: new Uint8Array([1, 2]) }]);
    await first.close();
    const second = await open(url);
    expect(await second.deliveries.find("a")).toMatchObject({ id: "a", state: "pending" });
  });

  it.skipIf(dialect === "sqlite")("lets two replicas start at once on an empty database", async () => {
    const { url } = await createTestDatabase();
    const stores = await Promise.all([open(url), open(url), open(url)]);
    const results = await Promise.all(
      stores.map(({ deliveries }) => deliveries.add([{ id: "a", event: "push", body: new Uint8Array() }])),
    );
    expect(results.flat().sort()).toEqual(["duplicate", "duplicate", "stored"]);
  });
});
