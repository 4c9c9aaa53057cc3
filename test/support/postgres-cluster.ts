// A private PostgreSQL: a cluster in a temporary folder on a Unix socket, for tests and benchmarks. A process that ends in whatever
// way leaves no server behind.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A PostgreSQL of the test's own, to be stopped and started. */
export interface TestCluster {
  readonly folder: string;
  readonly url: string;
  start(): Promise<void>;
  /** Cuts all connections: at once and without a checkpoint, as a crash does, or (`fast`) in order. */
  stop(mode?: "immediate" | "fast"): Promise<void>;
  remove(): Promise<void>;
}

export interface ClusterOptions {
  /** The folder to make it in; absent: that of temporary files. */
  readonly within?: string;
  /** More for `initdb`, and `name=value` for the server. */
  readonly initdb?: readonly string[];
  readonly settings?: readonly string[];
}

/** Makes and starts a cluster: fsync on, as in earnest; peers on the socket are trusted. */
export async function startCluster(binaries: string, options: ClusterOptions = {}): Promise<TestCluster> {
  const folder = mkdtempSync(join(options.within ?? tmpdir(), "firstpass-pg-"));
  const owner = await ownerOf(folder);
  await run(
    join(binaries, "initdb"),
    [
      "--pgdata",
      join(folder, "data"),
      "--auth=trust",
      "--username=firstpass",
      "--encoding=UTF8",
      "--no-locale",
      "--no-sync",
      ...(options.initdb ?? []),
    ],
    { ...owner, cwd: folder },
  );
  return await startClusterAt(binaries, folder, options.settings);
}

/** Starts the cluster that a folder holds already. */
export async function startClusterAt(
  binaries: string,
  folder: string,
  settings: readonly string[] = [],
): Promise<TestCluster> {
  const owner = await ownerOf(folder);
  const data = join(folder, "data");
  const control = (...args: string[]) =>
    run(join(binaries, "pg_ctl"), [...args, "--wait", "--pgdata", data], { ...owner, cwd: folder });
  const given = [
    "listen_addresses=",
    `unix_socket_directories=${folder}`,
    "max_connections=200",
    ...settings,
  ];
  const start = async () => {
    const options = given.map((setting) => `-c '${setting}'`).join(" ");
    await control("start", "--log", join(folder, "log"), "--options", options);
  };
  const stop = async (mode: "immediate" | "fast" = "immediate") => {
    await control("stop", `--mode=${mode}`);
  };
  await start();
  // It waits for this process to end, in whatever way, so that a killed test run leaves no server behind.
  const cleaner = spawn(
    "sh",
    [
      "-c",
      'read _; "$0" stop --mode=immediate --pgdata="$1"; rm -rf "$2"',
      join(binaries, "pg_ctl"),
      data,
      folder,
    ],
    { ...owner, cwd: "/", detached: true, stdio: ["pipe", "ignore", "ignore"] },
  );
  return {
    folder,
    url: urlOf(folder, "postgres"),
    start,
    stop,
    async remove() {
      const cleaned = once(cleaner, "exit");
      cleaner.stdin.end();
      await cleaned;
    },
  };
}

export function urlOf(folder: string, database: string): string {
  return `postgres://firstpass@/${database}?host=${encodeURIComponent(folder)}`;
}

/** Where `initdb` and `pg_ctl` are; null where PostgreSQL is not installed. */
export async function findBinaries(): Promise<string | null> {
  const told = await run("pg_config", ["--bindir"]).then(
    ({ stdout }) => [stdout.trim()],
    () => [],
  );
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const candidates = [...told, ...versions.map((version) => join(debian, version, "bin"))];
  return (
    candidates.find((path) => existsSync(join(path, "initdb")) && existsSync(join(path, "pg_ctl"))) ?? null
  );
}

/** PostgreSQL refuses to run as root: then as its own user, else as nobody, who is given the folder. */
async function ownerOf(folder: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const idOf = async (flag: "-u" | "-g") =>
    Number((await run("id", [flag, "postgres"]).catch(() => run("id", [flag, "nobody"]))).stdout.trim());
  const owner = { uid: await idOf("-u"), gid: await idOf("-g") };
  chownSync(folder, owner.uid, owner.gid);
  return owner;
}
