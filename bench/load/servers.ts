// The servers that are measured, each a process of its own: Firstpass on both stores, a bare Probot app, a bare HTTP server.
import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBinaries, startCluster } from "../../test/support/postgres-cluster.ts";
import { benchSecret } from "./deliveries.ts";

export interface BenchServer {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  /** From the start of the process until it listens, ms. */
  readonly startMillis: number;
  stop(): Promise<void>;
  /** Ends it at once, whatever it has in hand. */
  kill(): Promise<void>;
}

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

const variables = {
  APP_ID: "12",
  PRIVATE_KEY: privateKey,
  WEBHOOK_SECRET: benchSecret,
  // Nothing listens where GitHub should be: port 9 is the discard service.
  GHE_HOST: "127.0.0.1:9",
  GHE_PROTOCOL: "http",
  HOST: "127.0.0.1",
  PORT: "0",
  LOG_LEVEL: "error",
  NODE_ENV: "production",
} as const;

const source = (path: string) => join(import.meta.dirname, path);

/** A new SQLite file in a folder of its own, removed when the server stops; or the given database. */
export async function startFirstpass(
  databaseUrl?: string,
  more: Readonly<Record<string, string>> = {},
): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), "firstpass-bench-"));
  const url = databaseUrl ?? `sqlite:${join(folder, "bench.db")}`;
  const name = url.startsWith("postgres") ? "Firstpass on PostgreSQL" : "Firstpass on SQLite";
  const server = await startServer(name, [source("../../src/cli/main.ts"), "start"], {
    DATABASE_URL: url,
    LOG_LEVEL: "info",
    ...more,
  });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return {
    ...server,
    stop: () => server.stop().then(remove),
    kill: () => server.kill().then(remove),
  };
}

export interface BusyServer extends BenchServer {
  /** Stops it, and tells how long its event loop stood still, ms, and how many scorecards it made. */
  stopAndTell(): Promise<{ readonly longestStallMillis: number; readonly scorecards: number }>;
}

/** Firstpass with a year of history; `asks`: it makes scorecards all the time. */
export async function startBusyFirstpass(repositories: number, asks: boolean): Promise<BusyServer> {
  const folder = mkdtempSync(join(tmpdir(), "firstpass-bench-"));
  const server = await startServer(
    asks ? "while scorecards are made" : "with nothing else to do",
    [source("busy-server.ts")],
    {
      DATABASE_URL: `sqlite:${join(folder, "bench.db")}`,
      BENCH_REPOSITORIES: String(repositories),
      BENCH_ASKS: asks ? "yes" : "no",
    },
  );
  return {
    ...server,
    async stopAndTell() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
      return JSON.parse(server.output().trim().split("\n").at(-1) ?? "{}");
    },
  };
}

/** Null where PostgreSQL is not installed. `fsync` is on, as in earnest. */
export async function startOnPostgres(
  more: Readonly<Record<string, string>> = {},
): Promise<BenchServer | null> {
  const binaries = await findBinaries();
  if (binaries === null) return null;
  const cluster = await startCluster(binaries);
  const server = await startFirstpass(cluster.url, more);
  return {
    ...server,
    stop: () => server.stop().then(cluster.remove),
    kill: () => server.kill().then(cluster.remove),
  };
}

/** At Probot's own log level, a line for each request; or quiet. */
export function startProbot(log: "info" | "error"): Promise<BenchServer> {
  const name = log === "info" ? "bare Probot" : "bare Probot, quiet";
  return startServer(name, [source("probot-server.ts")], { BENCH_LOG: log });
}

export function startRaw(): Promise<BenchServer> {
  return startServer("node:http + HMAC", [source("raw-server.ts")], {});
}

async function startServer(
  name: string,
  args: readonly string[],
  more: Readonly<Record<string, string>>,
): Promise<BenchServer & { output(): string }> {
  const folder = mkdtempSync(join(tmpdir(), "firstpass-bench-output-"));
  const file = join(folder, "output");
  // Into a file: whoever measures must not be busy with reading what the measured one writes.
  const descriptor = openSync(file, "w");
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...variables, ...more },
    stdio: ["ignore", descriptor, descriptor],
  });
  closeSync(descriptor);
  const output = () => readFileSync(file, "utf8");
  const url = await findUrl(child, output);
  const end = async (signal: NodeJS.Signals) => {
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
    // Whoever waits may still read what it said last.
    setImmediate(() => rmSync(folder, { recursive: true, force: true }));
  };
  return {
    name,
    url,
    pid: child.pid ?? 0,
    startMillis: performance.now() - began,
    output,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}

/** Each of them tells its URL once it listens. */
async function findUrl(child: ChildProcess, output: () => string): Promise<string> {
  for (;;) {
    const found = /"url":"(http:[^"]+)"/.exec(output());
    if (found?.[1] !== undefined) return found[1];
    if (child.exitCode !== null) throw new Error(`The server ended before it listened: ${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** What a process holds in memory now, MiB. */
export function residentMebibytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

/** One figure of a server's metrics. */
export async function readMetric({ url }: BenchServer, series: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split("\n").find((one) => one.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1) ?? 0);
}

/** Resolves when a Firstpass has worked on all that it took in. Returns how long that took, ms. */
export async function untilDrained(server: BenchServer): Promise<number> {
  const began = performance.now();
  while ((await readMetric(server, 'firstpass_deliveries{state="pending"}')) > 0)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return performance.now() - began;
}
