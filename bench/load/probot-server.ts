// A Probot app as `probot run` serves it, with a handler that does nothing. It keeps nothing: what it has acknowledged is lost when
// it ends. At its own log level it writes a line for each request; BENCH_LOG=error keeps it quiet.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { Probot, Server } from "probot";
import { benchSecret } from "./deliveries.ts";

const log = pino({ level: process.env.BENCH_LOG ?? "info" });
const server = new Server({
  port: await findFreePort(),
  host: "127.0.0.1",
  log,
  Probot: Probot.defaults({
    appId: Number(process.env.APP_ID),
    privateKey: process.env.PRIVATE_KEY ?? "",
    secret: benchSecret,
    log,
  }),
});
await server.load((app) => {
  app.onAny(async () => {});
});
const listening = await server.start();
const { port } = listening.address() as AddressInfo;
console.log(JSON.stringify({ url: `http://127.0.0.1:${port}` }));
process.on("SIGTERM", () => process.exit(0));

/** Probot takes port 0 for none at all. */
function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
