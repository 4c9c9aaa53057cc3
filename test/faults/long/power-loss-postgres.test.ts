// The power fails under a PostgreSQL: the cluster lies in a file system image, and what is acknowledged is there after recovery.
import { readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { expect, inject, it, onTestFinished } from "vitest";
import { openStore } from "../../../src/store/database.ts";
import { TEST_SECRET } from "../../support/http.ts";
import { pushPayload } from "../../support/payloads.ts";
import { startCluster, startClusterAt } from "../../support/postgres-cluster.ts";
import { startServer } from "../../support/server-process.ts";
import { takeChance, tell } from "./chance.ts";
import { type DiskImage, failPower, familyOf, openDiskImage, syncImage, whyNoImages } from "./disk-image.ts";
import { startSenders } from "./senders.ts";

const FAILURES = 4;

const reason = await whyNoImages();
const skipped = reason !== null || inject("postgres") === null;

/** Ids and states of the deliveries that a cluster in the image holds after the failure. */
async function recover(folder: string): Promise<Map<string, string>> {
  // As after a restart of the machine, no process has the number that these files name.
  for (const file of ["data/postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"])
    rmSync(join(folder, file), { force: true });
  const log = join(folder, "log");
  rmSync(log, { force: true });
  const cluster = await startClusterAt(inject("postgres")?.binaries ?? "", folder).catch((cause: unknown) => {
    throw new Error(readFileSync(log, "utf8"), { cause });
  });
  const client = new pg.Client({ connectionString: cluster.url });
  try {
    await client.connect();
    const { rows } = await client.query<{ id: string; state: string }>("select id, state from deliveries");
    return new Map(rows.map(({ id, state }) => [id, state]));
  } finally {
    await client.end();
    await cluster.remove();
  }
}

/** Runs a server on a cluster in an image, and counts what power failures take of what was acknowledged. */
async function countLost(image: DiskImage, settings: readonly string[]) {
  const chance = takeChance();
  const binaries = inject("postgres")?.binaries ?? "";
  const cluster = await startCluster(binaries, { within: image.path, initdb: ["--wal-segsize=1"], settings });
  onTestFinished(() => cluster.remove());
  await (await openStore(cluster.url)).close();
  // What was made before the load began is on the disk in any case.
  await cluster.stop("fast");
  await cluster.start();
  await syncImage(image);
  const server = await startServer({ DATABASE_URL: cluster.url });
  let number = 0;
  const senders = startSenders({
    count: 6,
    secret: TEST_SECRET,
    next: () => ({ id: `push-${number++}`, event: "push", payload: pushPayload() }),
    urls: () => [server.url],
    pauseMillis: 5,
  });
  let lost = 0;
  let held = 0;
  const postmaster = Number(readFileSync(join(cluster.folder, "data/postmaster.pid"), "utf8").split("\n")[0]);
  for (let failure = 0; failure < FAILURES; failure += 1) {
    await wait(chance.between(100, 800));
    const acknowledged = [...senders.acknowledged];
    const kept = await failPower(
      image,
      () => familyOf(postmaster),
      (path) => recover(join(path, basename(cluster.folder))),
    );
    lost += acknowledged.filter((id) => !kept.has(id)).length;
    held += acknowledged.length;
  }
  await senders.finish();
  server.signal("SIGKILL");
  await server.ended;
  expect(held).toBeGreaterThan(FAILURES * 10);
  return { lost, held, seed: chance.seed };
}

it.skipIf(skipped)(
  "fault 3: keeps what it acknowledged when the power fails, on PostgreSQL",
  async () => {
    const ours = await countLost(await openDiskImage(192), []);
    expect(ours.lost).toBe(0);
    tell(
      `PostgreSQL: ${FAILURES} power failures under load (seed ${ours.seed}): ${ours.held} acknowledged deliveries looked for, lost 0`,
    );
  },
  120_000,
);

it.skipIf(skipped)(
  "fault 3: a PostgreSQL that does not sync loses them, so a loss would be seen",
  async () => {
    const careless = await countLost(await openDiskImage(192), ["fsync=off"]);
    expect(careless.lost).toBeGreaterThan(0);
    tell(`PostgreSQL with fsync=off: ${careless.lost} of ${careless.held} lost`);
  },
  120_000,
);
