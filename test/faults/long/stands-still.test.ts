// A replica stands still in mid-work for longer than its lease: another takes the work over, and the first finds its lease
// gone when it wakes.
import { setTimeout as wait } from "node:timers/promises";
import { expect, inject, it, onTestFinished } from "vitest";
import { openStore } from "../../../src/store/database.ts";
import { sha } from "../../support/facts.ts";
import { TEST_SECRET } from "../../support/http.ts";
import { commitPayload, pushPayload } from "../../support/payloads.ts";
import { createTestDatabase } from "../../support/postgres.ts";
import { startServer } from "../../support/server-process.ts";
import { takeChance, tell } from "./chance.ts";
import { startSenders } from "./senders.ts";

const ROUNDS = 6;

it.skipIf(inject("postgres") === null)(
  "fault 47: the work of a replica that stands still is taken over, and its fence stops it when it wakes",
  async () => {
    const chance = takeChance();
    const { url: DATABASE_URL, remove } = await createTestDatabase();
    onTestFinished(remove);
    const [first, second] = await Promise.all([startServer({ DATABASE_URL }), startServer({ DATABASE_URL })]);
    const store = await openStore(DATABASE_URL, { shared: true });
    onTestFinished(() => store.close());
    const pending = async () => (await store.deliveries.statistics()).counts.pending;
    const lost = async () => {
      const text = await (await fetch(`${first.url}/metrics`)).text();
      return Number(/firstpass_deliveries_worked_total\{outcome="lost"\} (\d+)/.exec(text)?.[1] ?? 0);
    };
    const shaOf = (n: number) => sha(n.toString(16).padStart(6, "0"));
    let number = 0;
    const push = () => {
      const n = number++;
      const payload = pushPayload({
        before: shaOf(n),
        after: shaOf(n + 1),
        commits: [commitPayload(shaOf(n + 1))],
      });
      return { id: `push-${n}`, event: "push", payload };
    };
    let rounds = 0;
    let takenOver = 0;
    // Only a replica that had something in hand when it stopped has shown anything.
    while (rounds < ROUNDS && (rounds === 0 || (await lost()) === 0)) {
      rounds += 1;
      let urls = [first.url, second.url];
      const senders = startSenders({ count: 12, secret: TEST_SECRET, next: push, urls: () => urls });
      await wait(chance.between(500, 1500));
      urls = [second.url];
      process.kill(first.pid, "SIGSTOP");
      const held = await pending();
      // Those in hand with the first hang: their sender hears nothing and is a sender of the past.
      void senders.finish();
      await expect.poll(pending, { timeout: 90_000, interval: 250 }).toBe(0);
      takenOver += held;
      process.kill(first.pid, "SIGCONT");
      await senders.finish();
      await expect.poll(pending, { timeout: 30_000 }).toBe(0);
      await expect.poll(() => lost().then(() => true)).toBe(true);
    }
    const lostLeases = await lost();
    expect(lostLeases).toBeGreaterThan(0);
    const { counts } = await store.deliveries.statistics();
    expect(counts).toMatchObject({ done: number, dead: 0 });
    const pushes = await store.facts.list({ accountId: 1001, repositoryId: 2001, kinds: ["push"] });
    expect(pushes).toHaveLength(number);
    tell(
      `a replica stood still ${rounds} times (seed ${chance.seed}): of ${takenOver} deliveries waiting then, all were taken ` +
        `over; ${lostLeases} writes of the first were refused; ${number} deliveries, twice 0`,
    );
  },
  300_000,
);
