// How many deliveries are acknowledged a second, and how soon: durable Firstpass on SQLite and on PostgreSQL against a bare Probot app
// that keeps nothing, side by side in one run; a bare HTTP server with the same signature check is the ceiling.
// node bench/intake.ts [--seconds N] [--rounds N] [--connections N]
import { parseArgs } from "node:util";
import { makeDeliveries } from "./load/deliveries.ts";
import { describeMachine, median, showTable } from "./load/figures.ts";
import { type Sent, sendAtSaturation } from "./load/send.ts";
import { startFirstpass, startOnPostgres, startProbot, startRaw } from "./load/servers.ts";

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

/** Each round has a server and a store of its own: what one took in must not be worked on while another is measured. */
const starters = [
  () => startProbot("info"),
  () => startProbot("error"),
  () => startFirstpass(),
  startOnPostgres,
  startRaw,
];

console.log(describeMachine());
console.log(
  `${connections} connections at saturation; median of ${rounds} rounds of ${seconds} s, servers in turn, each after ${warmUpSeconds} s of warm-up.`,
);
for (const bytes of sizes) {
  const deliveries = makeDeliveries(256, bytes);
  const measured = new Map<string, Sent[]>();
  for (let round = 0; round < rounds; round++) {
    for (const start of starters) {
      const server = await start();
      if (server === null) continue;
      const { url, name } = server;
      await sendAtSaturation({ url, deliveries, connections, seconds: warmUpSeconds });
      const sent = await sendAtSaturation({ url, deliveries, connections, seconds });
      measured.set(name, [...(measured.get(name) ?? []), sent]);
      await server.kill();
    }
  }
  const size = median(deliveries.map(({ body }) => body.length)) / 1024;
  console.log(`\nBodies of ${size.toFixed(1)} KB\n${showTable(tableOf(measured))}`);
}

function tableOf(measured: ReadonlyMap<string, readonly Sent[]>): string[][] {
  const rateOf = (sent: readonly Sent[]) => median(sent.map((one) => one.acknowledged / one.seconds));
  const probot = measured.get("bare Probot") ?? [];
  const rows = [...measured].map(([name, sent]) => {
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
