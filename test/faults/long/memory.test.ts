// Fifty thousand deliveries through one server: what it holds in memory does not grow with their number.
import { expect, it, onTestFinished } from "vitest";
import { startLocalApp } from "../../../src/demo/stage.ts";
import { openStore } from "../../../src/store/database.ts";
import { startServer } from "../../support/server-process.ts";
import { createSqliteDatabase } from "../../support/stores.ts";
import { tell } from "./chance.ts";
import { makeLoad } from "./load.ts";
import { residentMegabytes } from "./memory-of.ts";
import { type LoadDelivery, startSenders } from "./senders.ts";

const DELIVERIES = Number(process.env.FAULTS_DELIVERIES ?? 50_000);
/** Less than this would not hold a server that keeps 1 KB of each delivery. */
const HEAP_MEGABYTES = 96;
/** Bytes that a delivery may leave behind in the second half of the run, when everything is warm. */
const BYTES_PER_DELIVERY = 400;

/** The slope of the line nearest to the points, y per x. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(([at]) => at), mean(([, value]) => value)];
  const over = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0);
  return over / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
}

it("fault 17: memory does not grow with the number of deliveries", async () => {
  const database = await createSqliteDatabase();
  onTestFinished(database.remove);
  const { github, variables } = await startLocalApp(database.url, {});
  onTestFinished(() => github.stop());
  const NODE_OPTIONS = `--max-old-space-size=${HEAP_MEGABYTES}`;
  const server = await startServer({ ...variables, LOG_LEVEL: "info", NODE_OPTIONS });
  const load = makeLoad(github, { every: 1000, pullRequests: 40 });
  const readHeap = async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^nodejs_heap_size_used_bytes (\S+)$/m.exec(text)?.[1]);
  };

  const points: { count: number; heap: number; resident: number }[] = [];
  let made = 0;
  const next = (): LoadDelivery | null => {
    made += 1;
    if (made === 1) return load.installation;
    return made > DELIVERIES ? null : load.next();
  };
  const secret = variables.WEBHOOK_SECRET ?? "";
  const senders = startSenders({ count: 16, secret, next, urls: () => [server.url] });
  const store = await openStore(database.url, { shared: true });
  onTestFinished(() => store.close());
  for (let count = DELIVERIES / 20; count <= DELIVERIES; count += DELIVERIES / 20) {
    await expect
      .poll(() => senders.acknowledged.size, { timeout: 120_000, interval: 50 })
      .toBeGreaterThanOrEqual(Math.min(count, DELIVERIES));
    // The least of a few looks: what the collector has not come to yet is no growth.
    const heaps: number[] = [];
    for (let look = 0; look < 3; look += 1) heaps.push(await readHeap());
    points.push({ count, heap: Math.min(...heaps), resident: residentMegabytes(server.pid) });
  }
  await senders.finish();
  await expect
    .poll(async () => (await store.deliveries.statistics()).counts.pending, {
      timeout: 180_000,
      interval: 500,
    })
    .toBe(0);
  const { counts } = await store.deliveries.statistics();
  expect(counts).toMatchObject({ done: DELIVERIES, dead: 0 });
  points.push({ count: DELIVERIES, heap: await readHeap(), resident: residentMegabytes(server.pid) });

  const warm = points.slice(points.length / 2);
  const heapSlope = slopeOf(warm.map(({ count, heap }) => [count, heap]));
  const residentSlope = slopeOf(warm.map(({ count, resident }) => [count, resident * 1024 * 1024]));
  tell(
    `${DELIVERIES} deliveries through a server with ${HEAP_MEGABYTES} MB of heap: ` +
      `${points[0]?.resident.toFixed(0)} MB resident after ${points[0]?.count}, ${points.at(-1)?.resident.toFixed(0)} MB at the end; ` +
      `in the second half ${heapSlope.toFixed(0)} bytes of heap and ${residentSlope.toFixed(0)} resident a delivery`,
  );
  expect(heapSlope).toBeLessThan(BYTES_PER_DELIVERY);
  expect(residentSlope).toBeLessThan(2 * BYTES_PER_DELIVERY);
}, 420_000);
