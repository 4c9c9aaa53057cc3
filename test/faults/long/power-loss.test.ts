// The power fails at random moments under load: what was acknowledged before is there afterwards, and the file is sound.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { startLocalApp } from "../../../src/demo/stage.ts";
import { openStore } from "../../../src/store/database.ts";
import { startProcess } from "../../support/processes.ts";
import { startServer } from "../../support/server-process.ts";
import { takeChance, tell } from "./chance.ts";
import { failPower, openDiskImage, whyNoImages } from "./disk-image.ts";
import { makeLoad } from "./load.ts";
import { startSenders } from "./senders.ts";

const FAILURES = 12;

const reason = await whyNoImages();
if (reason !== null)
  tell(`power failures are NOT tested: no file system image can be mounted here (${reason.trim()})`);

/** Ids of the deliveries that a file holds after the failure; null where there is no such file or table. */
function readIds(file: string): Set<string> | null {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file);
    expect(database.prepare("pragma integrity_check").get()).toEqual({ integrity_check: "ok" });
    return new Set(
      database
        .prepare("select id from deliveries")
        .all()
        .map(({ id }) => String(id)),
    );
  } catch (error) {
    if (error instanceof Error && /no such table|unable to open/.test(error.message)) return null;
    throw error;
  } finally {
    database?.close();
  }
}

it.skipIf(reason !== null)(
  "fault 3: keeps what it acknowledged when the power fails, on SQLite",
  async () => {
    const chance = takeChance();
    const image = await openDiskImage(48);
    const { github, variables } = await startLocalApp(`sqlite:${join(image.path, "firstpass.db")}`, {});
    onTestFinished(() => github.stop());
    const load = makeLoad(github, { every: 50, pullRequests: 20 });
    const server = await startServer({ ...variables, LOG_LEVEL: "info" });
    let first = true;
    const senders = startSenders({
      count: 6,
      secret: variables.WEBHOOK_SECRET ?? "",
      next: () => {
        if (!first) return load.next();
        first = false;
        return load.installation;
      },
      urls: () => [server.url],
    });
    let held = 0;
    for (let failure = 0; failure < FAILURES; failure += 1) {
      await wait(chance.between(20, 500));
      const acknowledged = [...senders.acknowledged];
      await failPower(
        image,
        () => [server.pid],
        async (path) => {
          const kept = readIds(join(path, "firstpass.db"));
          const lost = acknowledged.filter((id) => !kept?.has(id));
          expect(lost).toEqual([]);
          held += acknowledged.length;
          // What was done before is done with all of its effects, and a server can go on with the file.
          const store = await openStore(`sqlite:${join(path, "firstpass.db")}`);
          try {
            const pushed = await store.facts.list({ accountId: 77, repositoryId: 500, kinds: ["push"] });
            const done = await store.deliveries.list({ state: "done", limit: 100_000 });
            expect(pushed).toHaveLength(done.filter(({ event }) => event === "push").length);
          } finally {
            await store.close();
          }
        },
      );
    }
    server.signal("SIGTERM");
    expect(held).toBeGreaterThan(FAILURES * 10);
    tell(
      `SQLite: ${FAILURES} power failures under load (seed ${chance.seed}): ${held} acknowledged deliveries looked for, lost 0`,
    );
  },
  120_000,
);

/** Deliveries that were acknowledged and are gone, over some power failures. */
async function countLost(
  synchronous: "off" | "normal" | "full",
): Promise<{ lost: number; acknowledged: number }> {
  const image = await openDiskImage(32);
  const writer = startProcess(join(import.meta.dirname, "write-with-sync.ts"), [
    join(image.path, "firstpass.db"),
    synchronous,
  ]);
  const told: string[] = [];
  let lost = 0;
  try {
    while (told.length < 300) {
      told.push((await writer.nextLine()) ?? expect.fail("the writer ended"));
      if (told.length % 100 > 0) continue;
      await failPower(
        image,
        () => [writer.pid],
        async (path) => {
          const kept = readIds(join(path, "firstpass.db"));
          lost += told.filter((id) => !kept?.has(id)).length;
        },
      );
    }
  } finally {
    await writer.kill();
  }
  return { lost, acknowledged: told.length };
}

it.skipIf(reason !== null)(
  "fault 3: the power failure of these tests takes what was not synced",
  async () => {
    const off = await countLost("off");
    const normal = await countLost("normal");
    const full = await countLost("full");
    expect([off.lost > 0, normal.lost > 0, full.lost]).toEqual([true, true, 0]);
    tell(
      `the same writer with synchronous=off loses ${off.lost}, with normal ${normal.lost}, with full (ours) ${full.lost}`,
    );
  },
  120_000,
);
