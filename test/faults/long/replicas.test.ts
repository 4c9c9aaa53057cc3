// Two real servers on one PostgreSQL, under load: the work is shared, each effect is there once, and one may die.
import { expect, inject, it, onTestFinished } from "vitest";
import { startLocalApp } from "../../../src/demo/stage.ts";
import { openStore } from "../../../src/store/database.ts";
import { deliver } from "../../support/http.ts";
import { createTestDatabase } from "../../support/postgres.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";
import { tell } from "./chance.ts";
import { askForWeeklyIssue, expectEachEffectOnce, waitForEffects } from "./effects.ts";
import { makeLoad } from "./load.ts";
import { startSenders } from "./senders.ts";

/** What a server has done, from its metrics. */
async function readCounter(server: ServerProcess, name: string, labels: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return text
    .split("\n")
    .filter((line) => line.startsWith(`${name}{`) && line.includes(labels))
    .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

it.skipIf(inject("postgres") === null)(
  "fault 24, 30, 47: two replicas share the work, one dies in the middle, and nothing is done twice",
  async () => {
    const { url: databaseUrl, remove } = await createTestDatabase();
    onTestFinished(remove);
    const { github, variables } = await startLocalApp(databaseUrl, {});
    onTestFinished(() => github.stop());
    const load = makeLoad(github, { every: 20, pullRequests: 45 });
    const settings = { ...variables, LOG_LEVEL: "info" };
    const [first, second] = await Promise.all([startServer(settings), startServer(settings)]);
    const secret = variables.WEBHOOK_SECRET ?? "";
    const { id, event, payload } = load.installation;
    const installed = await deliver(first.url, { id, event, body: JSON.stringify(payload), secret });
    expect(installed.status).toBe(202);
    const store = await openStore(databaseUrl, { shared: true });
    onTestFinished(() => store.close());

    let urls = [first.url, second.url];
    const senders = startSenders({ count: 6, secret, next: load.next, urls: () => urls, pauseMillis: 20 });
    await expect.poll(() => senders.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(200);
    await askForWeeklyIssue(store);
    // Both work on deliveries, and both run jobs.
    for (const server of [first, second]) {
      const worked = () => readCounter(server, "firstpass_deliveries_worked_total", 'outcome="done"');
      await expect.poll(worked, { timeout: 30_000 }).toBeGreaterThan(10);
    }
    await expect
      .poll(() => readCounter(first, "firstpass_jobs_worked_total", 'outcome="done"'), { timeout: 30_000 })
      .toBeGreaterThan(0);
    const shared = await Promise.all(
      [first, second].map((server) =>
        readCounter(server, "firstpass_deliveries_worked_total", 'outcome="done"'),
      ),
    );

    first.signal("SIGKILL");
    urls = [second.url];
    await first.ended;
    const before = senders.acknowledged.size;
    await expect.poll(() => senders.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(before + 100);
    await askForWeeklyIssue(store);
    await senders.finish();
    await waitForEffects(store);
    const done = await expectEachEffectOnce(store, github, load, senders.acknowledged);
    const created = github.requests.filter(({ operationId }) => operationId === "checks/create");
    expect(created).toHaveLength(done.checkRuns);
    second.signal("SIGTERM");
    expect(await second.ended).toEqual({ code: 0, signal: null });
    tell(
      `two replicas, one killed: ${senders.acknowledged.size} deliveries (${shared.join(" and ")} worked on by each before), ` +
        `${done.checkRuns} check runs in ${created.length} POSTs, ${done.issues} weekly issue: lost 0, twice 0`,
    );
  },
  240_000,
);
