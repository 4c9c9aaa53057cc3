import { statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { DatabaseUrlError, openStore, StoreInUse } from "../../src/store/database.ts";
import { startProcess } from "../support/processes.ts";
import { createSqliteDatabase } from "../support/stores.ts";

const openAndReport = join(import.meta.dirname, "processes/open-and-report.ts");
const readThenWrite = join(import.meta.dirname, "processes/read-then-write.ts");

describe("a SQLite file", () => {
  const cleanUps: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });

  async function createFile() {
    const { url, remove } = await createSqliteDatabase();
    cleanUps.push(remove);
    return { url, path: url.replace(/^sqlite:/, "") };
  }

  it("fault 49: is refused to a second process, which says why, and free again after a kill", async () => {
    const { url, path } = await createFile();
    const first = startProcess(openAndReport, [url]);
    cleanUps.push(() => first.kill());
    expect(await first.nextLine()).toBe("open");

    const second = startProcess(openAndReport, [url]);
    expect(await second.nextLine()).toMatch(`StoreInUse: Another Firstpass is running on ${path}.`);
    expect(await second.exited()).toBe(1);

    await first.kill();
    const third = startProcess(openAndReport, [url]);
    expect(await third.nextLine()).toBe("open");
    third.endInput();
    expect(await third.exited()).toBe(0);
  });

  it("fault 49: is refused to a second store of the same process, until the first is closed", async () => {
    const { url } = await createFile();
    const first = await openStore(url);
    await expect(openStore(url)).rejects.toBeInstanceOf(StoreInUse);
    await first.close();
    await (await openStore(url)).close();
  });

  it("can be read and written by a command while the server runs", async () => {
    const { url } = await createFile();
    const server = await openStore(url);
    cleanUps.push(() => server.close());
    await server.deliveries.add([{ id: "a", event: "push", body: new Uint8Array([1]) }]);
    const command = await openStore(url, { shared: true });
    cleanUps.push(() => command.close());
    const [leased] = await command.deliveries.lease({ limit: 1, leaseMillis: 1_000 });
    await command.deliveries.finish("a", leased?.fence ?? 0, { state: "ignored", reason: "by hand" });
    expect(await server.deliveries.find("a")).toMatchObject({ state: "ignored", reason: "by hand" });
  });

  it("lets two processes read and then write, each in its turn", async () => {
    const { url } = await createFile();
    const server = await openStore(url);
    cleanUps.push(() => server.close());
    const commands = ["a", "b"].map((name) => startProcess(readThenWrite, [url, name]));
    expect(await Promise.all(commands.map((command) => command.nextLine()))).toEqual([
      "all written",
      "all written",
    ]);
    await Promise.all(commands.map((command) => command.exited()));
    expect((await server.deliveries.statistics()).counts.pending).toBe(60);
  });

  it("is not made by a command that finds none", async () => {
    const { url } = await createFile();
    await expect(openStore(url, { shared: true })).rejects.toThrow(DatabaseUrlError);
    await expect(openStore(url, { shared: true })).rejects.toThrow(/no database at .*Start the server once/);
  });

  it("is made with its folder, readable by its owner only", async () => {
    const { path } = await createFile();
    const nested = join(path, "../new/folder/test.db");
    const store = await openStore(`sqlite:${nested}`);
    cleanUps.push(() => store.close());
    await store.deliveries.add([{ id: "a", event: "push", body: new Uint8Array([1]) }]);
    for (const file of [nested, `${nested}-wal`, `${nested}-shm`]) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  });

  it("can be kept in memory", async () => {
    const store = await openStore("sqlite::memory:");
    expect(await store.deliveries.add([{ id: "a", event: "push", body: new Uint8Array() }])).toEqual([
      "stored",
    ]);
    await store.close();
  });
});
