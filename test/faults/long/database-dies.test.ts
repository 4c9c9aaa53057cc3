// PostgreSQL goes away in mid-work, in each way that it can, and comes back: the server goes on by itself.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, inject, it, onTestFinished } from "vitest";
import { startLocalApp } from "../../../src/demo/stage.ts";
import { openStore } from "../../../src/store/database.ts";
import { deliver } from "../../support/http.ts";
import { startCluster, type TestCluster } from "../../support/postgres-cluster.ts";
import { startServer } from "../../support/server-process.ts";
import { takeChance, tell } from "./chance.ts";
import { askForWeeklyIssue, expectEachEffectOnce, waitForEffects } from "./effects.ts";
import { makeLoad } from "./load.ts";
import { startSenders } from "./senders.ts";

/** As the kernel does when memory runs out: nobody tidies up. */
async function killPostgres(cluster: TestCluster): Promise<void> {
  const [pid] = readFileSync(join(cluster.folder, "data/postmaster.pid"), "utf8").split("\n");
  process.kill(Number(pid), "SIGKILL");
}

const ends: Readonly<Record<string, (cluster: TestCluster) => Promise<void>>> = {
  "is restarted in order": (cluster) => cluster.stop("fast"),
  "is stopped at once": (cluster) => cluster.stop("immediate"),
  "is killed": killPostgres,
};

it.skipIf(inject("postgres") === null)(
  "fault 45: a PostgreSQL that is restarted, stopped at once and killed costs nothing but 503",
  async () => {
    const chance = takeChance();
    const cluster = await startCluster(inject("postgres")?.binaries ?? "");
    onTestFinished(() => cluster.remove());
    const { github, variables } = await startLocalApp(cluster.url, {});
    onTestFinished(() => github.stop());
    const load = makeLoad(github, { every: 40, pullRequests: 30 });
    const server = await startServer({ ...variables, LOG_LEVEL: "info" });
    const secret = variables.WEBHOOK_SECRET ?? "";
    const { id, event, payload } = load.installation;
    await deliver(server.url, { id, event, body: JSON.stringify(payload), secret });
    const senders = startSenders({
      count: 6,
      secret,
      next: load.next,
      urls: () => [server.url],
      pauseMillis: 10,
    });
    for (let round = 0; round < 2; round += 1) {
      for (const [how, end] of Object.entries(ends)) {
        await wait(chance.between(300, 1500));
        await end(cluster);
        const asked = performance.now();
        expect((await deliver(server.url, { secret })).status, how).toBe(503);
        expect(performance.now() - asked).toBeLessThan(10_000);
        // The processes of a killed one are in the way for a moment.
        const start = () =>
          cluster.start().then(
            () => true,
            () => false,
          );
        await expect.poll(start, { timeout: 30_000, interval: 200 }).toBe(true);
        const before = senders.acknowledged.size;
        await expect.poll(() => senders.acknowledged.size).toBeGreaterThan(before + 20);
      }
    }
    await senders.finish();
    const store = await openStore(cluster.url, { shared: true });
    try {
      await askForWeeklyIssue(store);
      await waitForEffects(store);
      await expectEachEffectOnce(store, github, load, senders.acknowledged);
    } finally {
      await store.close();
    }
    server.signal("SIGTERM");
    expect(await server.ended).toEqual({ code: 0, signal: null });
    tell(
      `PostgreSQL went away 6 times (seed ${chance.seed}): ${senders.acknowledged.size} deliveries acknowledged in ` +
        `${senders.attempts()} attempts: lost 0, twice 0, the same process all the time`,
    );
  },
  240_000,
);
