// How many deliveries are acknowledged a second, and how soon: durable Firstpass on SQLite and on PostgreSQL against a bare Probot app
// that keeps nothing, side by side in one run; a bare HTTP server with the same signature check is the ceiling.
// node bench/intake.ts [--seconds N] [--rounds N] [--connections N]
import { parseArgs } from "node:util";
import { makeDeliveries } from "./load/deliveries.ts";
import { describeMachine, median, showTable } from "./load/figures.ts";
import { type Sent, sendAtSaturation } from "./load/send.ts";
import {
  type BenchServer,
  startFirstpass,
  startOnPostgres,
  startProbot,
  startRaw,
  untilDrained,
} from "./load/servers.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "5" },
    rounds: { type: "string", default: "3" },
    connections: { type: "string", default: "32" },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const connections = Number(values.connections);

/** Bytes of a body: a common one, and a large one. */
const sizes = [8 * 1024, 34 * 1024];
const warmUpSeconds = 2;

const postgres = await startOnPostgres();
if (postgres === null) console.log("PostgreSQL is not installed: its row is left out.\n");
const servers = [
  await startProbot("info"),
  await startProbot("error"),
  await startFirstpass(),
  postgres,
  await startRaw(),
].filter((server) => server !== null);

console.log(describeMachine());
console.log(
  `${connections} connections at saturation; ${warmUpSeconds} s of warm-up, then the median of ${rounds} rounds of ${seconds} s, servers in turn.`,
);
for (const bytes of sizes) {
  const deliveries = makeDeliveries(256, bytes);
  const send = (server: BenchServer, forSeconds: number) =>
    sendAtSaturation({ url: server.url, deliveries, connections, seconds: forSeconds });
  const measured = new Map<BenchServer, Sent[]>(servers.map((server) => [server, []]));
  for (const server of servers) {
    await send(server, warmUpSeconds);
    await settle(server);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [server, sent] of measured) {
      sent.push(await send(server, seconds));
      await settle(server);
    }
  }
  const sizes = deliveries.map(({ body }) => body.length);
  console.log(`\nBodies of ${(median(sizes) / 1024).toFixed(1)} KB\n${showTable(tableOf(measured))}`);
}
for (const server of servers) await server.stop();

/** What one server took in must not be worked on while another is measured. */
async function settle(server: BenchServer): Promise<void> {
  if (server.name.startsWith("Firstpass")) await untilDrained(server);
}

function tableOf(measured: ReadonlyMap<BenchServer, readonly Sent[]>): string[][] {
  const rateOf = (sent: readonly Sent[]) => median(sent.map((one) => one.acknowledged / one.seconds));
  const probot = [...measured].find(([{ name }]) => name === "bare Probot")?.[1] ?? [];
  const rows = [...measured].map(([{ name }, sent]) => {
    const millis = (read: (one: Sent) => number) => `${(median(sent.map(read)) / 1000).toFixed(1)} ms`;
    return [
      name,
      rateOf(sent).toFixed(0),
      `${(rateOf(sent) / rateOf(probot)).toFixed(2)} ×`,
      millis(({ latency }) => latency.percentile(50)),
      millis(({ latency }) => latency.percentile(99)),
      millis(({ latency }) => latency.max),
      String(sent.reduce((sum, { refused }) => sum + refused, 0)),
    ];
  });
  return [["server", "acknowledged/s", "to Probot", "p50", "p99", "max", "refused"], ...rows];
}
