// How fast stored deliveries become facts: a backlog drained on each store.
// node bench/processing.ts [--backlog N]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openStore } from "../src/store/database.ts";
import { findBinaries, startCluster } from "../test/support/postgres-cluster.ts";
import { makeDelivery } from "./load/deliveries.ts";
import { describeMachine, showTable } from "./load/figures.ts";
import { residentMebibytes, startFirstpass, untilDrained } from "./load/servers.ts";

const { values } = parseArgs({
  options: {
    backlog: { type: "string", default: "100000" },
  },
});
const backlog = Number(values.backlog);

console.log(describeMachine());
const rows = [["store", "deliveries", "drained in", "a second", "resident memory at most"]];
const folder = mkdtempSync(join(tmpdir(), "firstpass-bench-"));
rows.push(await drain("SQLite", `sqlite:${join(folder, "backlog.db")}`));
rmSync(folder, { recursive: true, force: true });
const binaries = await findBinaries();
if (binaries === null) console.log("PostgreSQL is not installed: its row is left out.");
else {
  const cluster = await startCluster(binaries);
  rows.push(await drain("PostgreSQL", cluster.url));
  await cluster.remove();
}
console.log(
  `\nFrom the inbox to facts: a backlog of different check_suite deliveries of 8 KB\n${showTable(rows)}`,
);

/** Fills the inbox while nobody works, then starts the server and waits until nothing is left. */
async function drain(name: string, url: string): Promise<string[]> {
  const store = await openStore(url);
  const batch = 500;
  for (let from = 0; from < backlog; from += batch) {
    const made = Array.from({ length: Math.min(batch, backlog - from) }, (_, index) => {
      const { event, body } = makeDelivery(from + index, 8 * 1024);
      return { id: `backlog-${from + index}`, event, body };
    });
    await store.deliveries.add(made);
  }
  await store.close();
  const began = performance.now();
  const server = await startFirstpass(url);
  let resident = 0;
  const watching = setInterval(() => {
    resident = Math.max(resident, residentMebibytes(server.pid));
  }, 500);
  await untilDrained(server);
  const seconds = (performance.now() - began) / 1000;
  clearInterval(watching);
  await server.stop();
  return [
    name,
    String(backlog),
    `${seconds.toFixed(1)} s`,
    (backlog / seconds).toFixed(0),
    `${resident.toFixed(0)} MiB`,
  ];
}
