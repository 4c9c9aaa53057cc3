// The store: is it there, of this version, writable; has it the same clock; and does the work in it go on?
import { existsSync } from "node:fs";
import { MAX_LAG_MILLIS } from "../http/health.ts";
import type { ServerStore } from "../records/store.ts";
import { openStore } from "../store/database.ts";
import { type DatabaseLocation, parseDatabaseUrl } from "../store/database-url.ts";
import { checkDisk } from "./check-disk.ts";
import { checkSweep } from "./check-sweep.ts";
import { describeSpan, type Finding, failed, nameSome, ok, warning } from "./finding.ts";

const NOTICED_LAG_MILLIS = 60_000;
const MAX_JOB_LAG_MILLIS = 15 * 60_000;
const STORE_SKEW_MILLIS = 5_000;

/** @param now milliseconds UTC. @param appId whose sweep is looked at; null: not known. */
export async function checkStore(
  databaseUrl: string,
  now: () => number,
  appId: number | null,
): Promise<readonly Finding[]> {
  const check = "store";
  let location: DatabaseLocation;
  try {
    location = parseDatabaseUrl(databaseUrl);
  } catch (error) {
    return [failed(check, messageOf(error), "Set DATABASE_URL as said.")];
  }
  const disk = await checkDisk(location);
  if (location.dialect === "sqlite" && location.file === ":memory:") {
    return [warning(check, "It is kept in memory: a restart loses all.", "Set DATABASE_URL."), disk];
  }
  if (location.dialect === "sqlite" && !existsSync(location.file)) {
    const todo =
      "The server makes it when it starts. If it was there before, DATABASE_URL or the working directory is wrong.";
    return [warning(check, `There is no file ${location.file}.`, todo), disk];
  }
  let store: ServerStore;
  try {
    store = await openStore(databaseUrl, { shared: true });
  } catch (error) {
    return [failed(check, messageOf(error), "Mend what is said; the server cannot start without it."), disk];
  }
  try {
    return [await checkWritable(store), disk, ...(await checkWork(store, now, appId))];
  } catch (error) {
    return [failed(check, messageOf(error), "Check the database; the server's log says more."), disk];
  } finally {
    await store.close();
  }
}

/** Messages of the store's errors are written for people, and never repeat the URL. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function checkWritable(store: ServerStore): Promise<Finding> {
  const dialect = store.dialect === "sqlite" ? "SQLite" : "PostgreSQL";
  await store.ping();
  return ok("store", `${dialect}: reachable, of this version, and can be written.`);
}

async function checkWork(store: ServerStore, now: () => number, appId: number | null): Promise<Finding[]> {
  const before = now();
  const storeNow = await store.now();
  const skew = storeNow < before ? before - storeNow : Math.max(0, storeNow - now());
  const { counts, oldestPendingMillis } = await store.deliveries.statistics();
  const jobs = await store.jobs.statistics();
  return [
    skew <= STORE_SKEW_MILLIS
      ? ok("store's clock", "The same as this machine's.")
      : warning(
          "store's clock",
          `The database is ${describeSpan(skew)} off this machine.`,
          "Synchronise both clocks (NTP): leases are told by the database's, waits for GitHub by this machine's.",
        ),
    checkPending(counts.pending, oldestPendingMillis),
    await checkSweep(store, {
      appId,
      received: Object.values(counts).reduce((sum, count) => sum + count, 0),
      now: now(),
    }),
    counts.dead === 0
      ? ok("dead deliveries", "None.")
      : warning(
          "dead deliveries",
          `Given up: ${counts.dead}. What they tell is missing from the numbers.`,
          "See why: `firstpass deliveries list --state dead`. Once mended: `firstpass deliveries retry --all`.",
        ),
    checkDueJobs(jobs),
    jobs.dead === 0
      ? ok("dead jobs", "None.")
      : warning(
          "dead jobs",
          `Given up: ${jobs.dead}.`,
          "See why: `firstpass jobs list --dead`. Once mended: `firstpass jobs retry --dead`.",
        ),
    await checkHeld(store, now()),
  ];
}

function checkPending(pending: number, oldestMillis: number | null): Finding {
  const check = "lag of deliveries";
  if (oldestMillis === null) return ok(check, "Nothing waits.");
  const says = `Waiting: ${pending}, the oldest for ${describeSpan(oldestMillis)}.`;
  if (oldestMillis <= NOTICED_LAG_MILLIS) return ok(check, says);
  const todo = "Check that the server runs and what its log says; more replicas need PostgreSQL.";
  return oldestMillis > MAX_LAG_MILLIS ? failed(check, says, todo) : warning(check, says, todo);
}

function checkDueJobs({
  waiting,
  oldestDueMillis,
}: {
  waiting: number;
  oldestDueMillis: number | null;
}): Finding {
  const check = "lag of jobs";
  const says =
    oldestDueMillis === null
      ? `Waiting for their time: ${waiting}. None is overdue.`
      : `Waiting: ${waiting}, the longest overdue for ${describeSpan(oldestDueMillis)}.`;
  if ((oldestDueMillis ?? 0) <= MAX_JOB_LAG_MILLIS) return ok(check, says);
  return warning(
    check,
    says,
    "Check that the server runs, its log, and the rate limits: `firstpass jobs list`.",
  );
}

/** Installations that GitHub asked to leave alone for a while. */
async function checkHeld(store: ServerStore, now: number): Promise<Finding> {
  const check = "waits that GitHub asked for";
  const held: string[] = [];
  let until = now;
  for (const { installationId, accountLogin, deleted } of await store.installations.list()) {
    const notBefore = deleted ? null : await store.rateLimits.notBefore(installationId);
    if (notBefore === null || notBefore <= now) continue;
    held.push(accountLogin);
    until = Math.max(until, notBefore);
  }
  if (held.length === 0) return ok(check, "None.");
  return warning(
    check,
    `Waiting: ${nameSome(held)}, for ${describeSpan(until - now)} at most.`,
    "It ends by itself. If it happens often, see firstpass_github_requests_total by outcome.",
  );
}
