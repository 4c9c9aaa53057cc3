// The disk is full under a running server: senders hear 503, and 202 again once there is room, without a restart.
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { expect, inject, it, onTestFinished } from "vitest";
import { openStore } from "../../../src/store/database.ts";
import { sha } from "../../support/facts.ts";
import { deliver } from "../../support/http.ts";
import { commitPayload, pushPayload } from "../../support/payloads.ts";
import { startCluster, urlOf } from "../../support/postgres-cluster.ts";
import { startServer } from "../../support/server-process.ts";
import { tell } from "./chance.ts";
import { type DiskImage, openDiskImage, whyNoImages } from "./disk-image.ts";

const reason = await whyNoImages();
if (reason !== null)
  tell(`full disks are NOT tested: no file system image can be mounted here (${reason.trim()})`);

const MEGABYTE = 1024 * 1024;

/** Fills the disk to its last block. Returns what makes room again. */
function fillDisk(image: DiskImage): () => void {
  const ballast = join(image.path, "ballast");
  const file = openSync(ballast, "w");
  for (let size = MEGABYTE; size >= 512; size /= 2) {
    const bytes = randomBytes(size);
    try {
      for (;;) writeSync(file, bytes);
    } catch (error) {
      expect(error).toMatchObject({ code: "ENOSPC" });
    }
  }
  closeSync(file);
  return () => rmSync(ballast);
}

const shaOf = (n: number) => sha(n.toString(16).padStart(4, "0"));

/** A push of one commit whose body cannot be made small. */
function pushBody(n: number): string {
  const after = shaOf(n + 1);
  const note = randomBytes(150_000).toString("base64");
  return JSON.stringify({
    ...pushPayload({ before: shaOf(n), after, commits: [commitPayload(after)] }),
    note,
  });
}

async function fillAndHeal(databaseUrl: string, image: DiskImage, dialect: string): Promise<void> {
  const server = await startServer({ DATABASE_URL: databaseUrl });
  const acknowledged: number[] = [];
  let refused = 0;
  let number = 0;
  const send = async () => {
    const n = number++;
    const { status } = await deliver(server.url, { id: `push-${n}`, event: "push", body: pushBody(n) });
    if (status === 202) acknowledged.push(n);
    else refused += 1;
    return status;
  };
  for (let count = 0; count < 5; count += 1) expect(await send()).toBe(202);
  const makeRoom = fillDisk(image);
  // What was allocated before may still take some.
  for (let status = 202; status === 202 && number < 500; ) status = await send();
  for (let count = 0; count < 20; count += 1) expect([202, 503]).toContain(await send());
  expect(refused).toBeGreaterThan(0);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  makeRoom();
  await expect.poll(send).toBe(202);
  for (let count = 0; count < 10; count += 1) expect(await send()).toBe(202);

  const store = await openStore(databaseUrl, { shared: true });
  try {
    await expect
      .poll(async () => (await store.deliveries.statistics()).counts.pending, { timeout: 60_000 })
      .toBe(0);
    const { counts } = await store.deliveries.statistics();
    expect(counts).toMatchObject({ done: acknowledged.length, dead: 0 });
    const pushes = await store.facts.list({ accountId: 1001, repositoryId: 2001, kinds: ["push"] });
    expect(pushes).toHaveLength(acknowledged.length);
  } finally {
    await store.close();
  }
  server.signal("SIGTERM");
  expect(await server.ended).toEqual({ code: 0, signal: null });
  tell(
    `${dialect}, disk full: ${refused} deliveries heard 503, all ${acknowledged.length} acknowledged took effect once`,
  );
}

it.skipIf(reason !== null)(
  "fault 44: a full disk means 503, and heals by itself when there is room, on SQLite",
  async () => {
    const image = await openDiskImage(32);
    await fillAndHeal(`sqlite:${join(image.path, "firstpass.db")}`, image, "SQLite");
  },
  120_000,
);

it.skipIf(reason !== null || inject("postgres") === null)(
  "fault 44: a full disk means 503, and heals by itself when there is room, on PostgreSQL",
  async () => {
    const image = await openDiskImage(48);
    const cluster = await startCluster(inject("postgres")?.binaries ?? "");
    onTestFinished(() => cluster.remove());
    // The tables are on the small disk, the write-ahead log is not: where that is full, PostgreSQL itself stops.
    const folder = join(image.path, "tables");
    mkdirSync(folder);
    const { uid, gid } = statSync(join(cluster.folder, "data"));
    chownSync(folder, uid, gid);
    chmodSync(folder, 0o700);
    const client = new pg.Client({ connectionString: cluster.url });
    await client.connect();
    await client.query(`create tablespace small location '${folder}'`);
    await client.query("create database on_small tablespace small");
    await client.end();
    await fillAndHeal(urlOf(cluster.folder, "on_small"), image, "PostgreSQL");
    await cluster.stop();
    await cluster.start();
  },
  120_000,
);
