// How soon a server listens, and what it holds in memory: on an empty store, and on one of a thousand repositories with a year; idle,
// and while deliveries come in.
// node bench/start.ts [--rounds N] [--repositories N]
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openStore } from "../src/store/database.ts";
import { makeDeliveries } from "./load/deliveries.ts";
import { describeMachine, median, showTable } from "./load/figures.ts";
import { sendAtRate } from "./load/send.ts";
import { residentMebibytes, startFirstpass, untilDrained } from "./load/servers.ts";
import { makeYear } from "./made-year.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, repositories: { type: "string", default: "1000" } },
});
const rounds = Number(values.rounds);
const idleMillis = 3000;
const perSecond = 500;
const seconds = 10;

const folder = mkdtempSync(join(tmpdir(), "firstpass-bench-"));
const deliveries = makeDeliveries(1024, 8 * 1024);
const rows = [["store", "listens after", "idle", `${perSecond} deliveries a second`]];
for (const [name, repositories] of [
  ["empty", 0],
  [`${values.repositories} repositories, a year`, Number(values.repositories)],
] as const) {
  const file = join(folder, `${repositories}.db`);
  const store = await openStore(`sqlite:${file}`);
  await makeYear(store, repositories, 30);
  await store.close();
  const size = `${(statSync(file).size / 2 ** 20).toFixed(0)} MiB`;
  const measured: { starts: number; idle: number; loaded: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    const server = await startFirstpass(`sqlite:${file}`);
    await new Promise((resolve) => setTimeout(resolve, idleMillis));
    const idle = residentMebibytes(server.pid);
    let loaded = 0;
    if (round >= 0 && round < 3) {
      const watching = setInterval(() => {
        loaded = Math.max(loaded, residentMebibytes(server.pid));
      }, 250);
      await sendAtRate({ url: server.url, deliveries, connections: 32, seconds, perSecond });
      await untilDrained(server);
      clearInterval(watching);
    }
    await server.stop();
    // The first one warms the file cache.
    if (round >= 0) measured.push({ starts: server.startMillis, idle, loaded });
  }
  const loads = measured.map(({ loaded }) => loaded).filter((loaded) => loaded > 0);
  rows.push([
    `${name} (${size})`,
    `${median(measured.map(({ starts }) => starts)).toFixed(0)} ms`,
    `${median(measured.map(({ idle }) => idle)).toFixed(0)} MiB`,
    `${median(loads).toFixed(0)} MiB at most`,
  ]);
}
rmSync(folder, { recursive: true, force: true });
console.log(describeMachine());
console.log(`SQLite; one warm-up, median of ${rounds} rounds (memory under load: of 3)\n${showTable(rows)}`);
