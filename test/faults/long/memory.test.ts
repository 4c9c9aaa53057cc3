// Fifty thousand deliveries through one server: what it holds in memory does not grow with their number.
import { expect, it, onTestFinished } from "vitest";
import { openStore } from "../../../src/store/database.ts";
import { sha } from "../../support/facts.ts";
import { TEST_SECRET } from "../../support/http.ts";
import { commitPayload, pushPayload } from "../../support/payloads.ts";
import { startServer } from "../../support/server-process.ts";
import { createSqliteDatabase } from "../../support/stores.ts";
import { tell } from "./chance.ts";
import { residentMegabytes } from "./memory-of.ts";
import { type LoadDelivery, startSenders } from "./senders.ts";

const DELIVERIES = Number(process.env.FAULTS_DELIVERIES ?? 50_000);
const REPOSITORIES = 500;
const HEAP_MEGABYTES = 256;
/** What a delivery may leave behind: less than its body or its facts. The floor itself varies by some MB with the collector's moments. */
const BYTES_PER_DELIVERY = 1000;
/** Pages that the process keeps for itself and the database. */
const RESIDENT_GROWTH_MEGABYTES = 64;

interface Look {
  readonly count: number;
  readonly heap: number;
  readonly resident: number;
}

/** The least of what was seen: what the collector has not come to yet is no growth. */
const least = (looks: readonly Look[], of: (look: Look) => number) => Math.min(...looks.map(of));

it("fault 17: memory does not grow with the number of deliveries", async () => {
  const database = await createSqliteDatabase();
  onTestFinished(database.remove);
  const NODE_OPTIONS = `--max-old-space-size=${HEAP_MEGABYTES}`;
  const server = await startServer({ DATABASE_URL: database.url, NODE_OPTIONS });
  const readHeap = async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^nodejs_heap_size_used_bytes (\S+)$/m.exec(text)?.[1]);
  };

  const looks: Look[] = [];
  let made = 0;
  const next = (): LoadDelivery | null => {
    if (made === DELIVERIES) return null;
    made += 1;
    const after = sha(made.toString(16).padStart(6, "0"));
    // Many repositories: what one scorecard needs grows with the facts of its own repository, and may.
    const id = 2001 + (made % REPOSITORIES);
    const payload = pushPayload({ ref: "refs/heads/work", after, commits: [commitPayload(after)] }, { id });
    return { id: `push-${made}`, event: "push", payload };
  };
  const senders = startSenders({ count: 16, secret: TEST_SECRET, next, urls: () => [server.url] });
  const store = await openStore(database.url, { shared: true });
  onTestFinished(() => store.close());
  const look = async () => {
    const count = senders.acknowledged.size;
    looks.push({ count, heap: await readHeap(), resident: residentMegabytes(server.pid) });
    return count;
  };
  await expect.poll(look, { timeout: 400_000, interval: 250 }).toBe(DELIVERIES);
  await senders.finish();
  await expect
    .poll(async () => (await store.deliveries.statistics()).counts.pending, {
      timeout: 180_000,
      interval: 500,
    })
    .toBe(0);
  const { counts } = await store.deliveries.statistics();
  expect(counts).toMatchObject({ done: DELIVERIES, dead: 0 });
  await look();

  // Compared are the second quarter, when everything is warm, and the last.
  const within = (from: number, to: number) =>
    looks.filter(({ count }) => count >= from * DELIVERIES && count <= to * DELIVERIES);
  const [early, late] = [within(0.25, 0.5), within(0.75, 1)];
  const heapGrowth = (least(late, ({ heap }) => heap) - least(early, ({ heap }) => heap)) / (DELIVERIES / 2);
  const residentGrowth = least(late, ({ resident }) => resident) - least(early, ({ resident }) => resident);
  tell(
    `${DELIVERIES} deliveries through one server: ${least(early, ({ heap }) => heap / 1e6).toFixed(0)} MB of heap in use in the ` +
      `second quarter, ${least(late, ({ heap }) => heap / 1e6).toFixed(0)} MB in the last (${heapGrowth.toFixed(0)} bytes a delivery); ` +
      `resident ${least(early, ({ resident }) => resident).toFixed(0)} MB and ${least(late, ({ resident }) => resident).toFixed(0)} MB`,
  );
  expect(heapGrowth).toBeLessThan(BYTES_PER_DELIVERY);
  expect(residentGrowth).toBeLessThan(RESIDENT_GROWTH_MEGABYTES);
}, 600_000);
