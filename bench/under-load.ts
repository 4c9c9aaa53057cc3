// How soon deliveries are acknowledged while the same process works: so many a second come in, once with nothing else to do, and once
// while weekly scorecards are made all the time. Prints the longest stall of the event loop.
// node bench/under-load.ts [--rate N] [--seconds N] [--rounds N] [--repositories N]
import { parseArgs } from "node:util";
import { makeDeliveries } from "./load/deliveries.ts";
import { describeMachine, median, showTable } from "./load/figures.ts";
import { sendAtRate } from "./load/send.ts";
import { startBusyFirstpass, untilDrained } from "./load/servers.ts";

const { values } = parseArgs({
  options: {
    rate: { type: "string", default: "500" },
    seconds: { type: "string", default: "10" },
    rounds: { type: "string", default: "3" },
    repositories: { type: "string", default: "200" },
  },
});
const perSecond = Number(values.rate);
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);

const deliveries = makeDeliveries(1024, 8 * 1024);
const rows = [["server", "p50", "p99", "max", "refused", "longest stall", "scorecards made"]];
for (const asks of [false, true]) {
  const server = await startBusyFirstpass(Number(values.repositories), asks);
  const { url } = server;
  await sendAtRate({ url, deliveries, connections: 32, seconds: 3, perSecond });
  const sent = [];
  for (let round = 0; round < rounds; round++)
    sent.push(await sendAtRate({ url, deliveries, connections: 32, seconds, perSecond }));
  await untilDrained(server);
  const { longestStallMillis, scorecards } = await server.stopAndTell();
  const millis = (micros: number) => `${(micros / 1000).toFixed(1)} ms`;
  rows.push([
    server.name,
    millis(median(sent.map(({ latency }) => latency.percentile(50)))),
    millis(median(sent.map(({ latency }) => latency.percentile(99)))),
    millis(Math.max(...sent.map(({ latency }) => latency.max))),
    String(sent.reduce((sum, { refused }) => sum + refused, 0)),
    `${longestStallMillis.toFixed(0)} ms`,
    String(scorecards),
  ]);
}
console.log(describeMachine());
console.log(
  `${perSecond} deliveries of 8 KB a second, SQLite, ${values.repositories} repositories with a year of 820 facts; 3 s of warm-up, ${rounds} rounds of ${seconds} s (p50, p99: median of rounds; max: of all)`,
);
console.log(showTable(rows));
