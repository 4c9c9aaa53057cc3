// SIGKILL at random moments while the past of three repositories is read and compared, deliveries come in, and what did not come in is
// asked for again. In the end the ledger is the one of a server that nobody disturbed, on the same GitHub.
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { expect } from "vitest";
import { withoutEchoes } from "../../../src/core/listed-history/missing-facts.ts";
import { startLocalApp } from "../../../src/demo/stage.ts";
import type { LocalGitHub } from "../../../src/local-github/start.ts";
import type { ServerStore } from "../../../src/records/store.ts";
import { openStore } from "../../../src/store/database.ts";
import { askReconciliation } from "../../../src/workflows/history/ask-reconciliation.ts";
import { spawnCommand, temporaryFolder } from "../../support/server-process.ts";
import { takeChance, tell } from "./chance.ts";
import { type LifeDelivery, makeLife, REPOSITORIES } from "./life.ts";
import { ACCOUNT } from "./load.ts";

const DAY = 24 * 60 * 60 * 1000;
/** One round in so many is killed before the server listens. */
const KILLED_AT_START = 5;
/** A killed slice costs at most itself again; so does what was asked beside it. */
const REQUESTS_OF_A_ROUND = 150;

/** Lets the time go by for which a killed server's leases, cron runs and waits would hold. */
export type PassTime = (store: ServerStore) => Promise<void>;

export function passTimeOn(databaseUrl: string): PassTime {
  const statements = [
    "update jobs set lease_until = 0 where lease_until is not null",
    "update jobs set due_at = 0 where state = 'waiting'",
    "update deliveries set due_at = 0 where state = 'pending'",
    "update redeliveries set next_ask_at = 0",
    "delete from cron_runs where job = 'sweep-deliveries'",
  ];
  return async () => {
    if (databaseUrl.startsWith("sqlite:")) {
      const database = new DatabaseSync(databaseUrl.slice("sqlite:".length), { timeout: 10_000 });
      for (const statement of statements) database.exec(statement);
      database.close();
    } else {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      for (const statement of statements) await client.query(statement);
      await client.end();
    }
  };
}

/** What the ledger tells, whichever way it learned of it; without when it was read, and the suites of our own checks, which each run makes. */
async function told(store: ServerStore): Promise<string[]> {
  const all: string[] = [];
  for (const repositoryId of REPOSITORIES) {
    const facts = await store.facts.list({ accountId: ACCOUNT, repositoryId, kinds: KINDS });
    const others = facts.filter(({ kind, data }) => kind !== "check-suite" || data.appSlug !== "firstpass");
    all.push(...withoutEchoes(others).map(({ kind, subject }) => `${repositoryId} ${kind} ${subject}`));
  }
  return all.sort();
}
const KINDS = ["pull-request", "pull-request-review", "check-run", "check-suite", "push"] as const;

async function left(store: ServerStore) {
  const { counts } = await store.deliveries.statistics();
  const histories = await Promise.all(REPOSITORIES.map((id) => store.histories.find(ACCOUNT, id)));
  const jobs = await store.jobs.countByKind();
  return {
    pending: counts.pending,
    deadDeliveries: counts.dead,
    dead: jobs.filter(({ state }) => state === "dead"),
    reading: jobs.filter(({ kind }) => kind === "backfill-repository" || kind === "reconcile-repository"),
    states: histories.map((history) => history?.backfill?.state ?? null),
    inHand: histories.filter((history) => history?.reconciliation.inHand !== null).length,
    redeliveries: await store.sweeps.countByState(),
  };
}

const nothingLeft = {
  pending: 0,
  deadDeliveries: 0,
  dead: [],
  reading: [],
  states: REPOSITORIES.map(() => "done"),
  inHand: 0,
  redeliveries: { waiting: 0, "given-up": 0 },
};

interface Run {
  readonly databaseUrl: string;
  readonly rounds: number;
  /** How many servers work side by side. */
  readonly replicas: number;
  readonly life: readonly LifeDelivery[];
  readonly github: LocalGitHub;
  readonly variables: Readonly<Record<string, string>>;
  readonly chance: ReturnType<typeof takeChance>;
}

/** Returns what the ledger tells in the end, and what GitHub was asked for it. */
async function live({ databaseUrl, rounds, replicas, life, github, variables, chance }: Run) {
  const folder = temporaryFolder();
  const start = () => {
    const { child, output, closed } = spawnCommand(
      ["start"],
      { ...variables, DATABASE_URL: databaseUrl, LOG_LEVEL: "info" },
      folder,
    );
    const { promise: url, resolve, reject } = Promise.withResolvers<string>();
    url.catch(() => {});
    child.stderr.on("data", () => {
      const found = /"url":"([^"]+)"/.exec(output.stderr);
      if (found?.[1]) resolve(found[1]);
    });
    closed.then(() => reject(new Error(`the server ended: ${output.stderr}`)));
    const stop = async (signal: NodeJS.Signals) => {
      child.kill(signal);
      await closed;
    };
    return { url, stop, signal: (name: NodeJS.Signals) => void child.kill(name) };
  };
  const listen = async (server: ReturnType<typeof start>) =>
    github.setTarget(`${await server.url}/api/github/webhooks`);
  const asked = github.requests.length;
  const [installation, ...others] = life;
  let running = Array.from({ length: replicas }, start);
  await listen(running[0]!);
  const store = await openStore(databaseUrl, { shared: true });
  const passTime = passTimeOn(databaseUrl);
  try {
    const first = await github.deliver(installation!.event, installation!.payload, { id: installation!.id });
    expect(first.statusCode).toBe(202);
    const perRound = Math.ceil(others.length / Math.max(1, rounds));
    for (let round = 0; round < rounds; round += 1) {
      const sending = (async () => {
        for (const { event, payload, id } of others.slice(round * perRound, (round + 1) * perRound)) {
          await github.deliver(event, payload, { id });
          await wait(chance.between(0, 40));
        }
      })();
      if (round % 4 === 3)
        for (const repositoryId of REPOSITORIES)
          await askReconciliation(store, { accountId: ACCOUNT, repositoryId }, Date.now() - 20 * DAY);
      const victim = Math.floor(chance.between(0, replicas));
      if (round % KILLED_AT_START === 4) await wait(chance.between(0, 600));
      else {
        await listen(running[victim]!);
        await wait(chance.between(20, 1500));
      }
      // One that stands still for longer than its leases, and goes on when another has its work.
      const stopped = replicas > 1 && round % 3 === 1;
      if (stopped) {
        running[victim]!.signal("SIGSTOP");
        await passTime(store);
        await wait(chance.between(200, 1500));
        running[victim]!.signal("SIGCONT");
      } else {
        await running[victim]!.stop("SIGKILL");
        await sending;
        await passTime(store);
        running = running.map((one, index) => (index === victim ? start() : one));
      }
      await sending;
    }
    if (rounds === 0)
      for (const { event, payload, id } of others)
        expect((await github.deliver(event, payload, { id })).statusCode).toBe(202);
    await listen(running[0]!);
    for (const repositoryId of REPOSITORIES)
      await askReconciliation(store, { accountId: ACCOUNT, repositoryId }, Date.now() - 100 * DAY);
    // What did not come in is in GitHub's log, and the sweep of a server that starts has it sent again.
    for (let times = 0; times < 40; times += 1) {
      const state = await left(store);
      if (JSON.stringify(state) === JSON.stringify(nothingLeft) && times > 2) break;
      if (times % 4 === 0) {
        for (const one of running) await one.stop("SIGTERM");
        await passTime(store);
        running = Array.from({ length: replicas }, start);
        await listen(running[0]!);
      }
      await wait(1500);
    }
    expect(await left(store)).toEqual(nothingLeft);
    for (const { id } of life) expect(await store.deliveries.find(id)).not.toBeNull();
    const requests = github.requests.slice(asked).filter(({ path }) => !/^\/app(\/|$)/.test(path)).length;
    const sweeps = await store.sweeps.find(Number(variables.APP_ID));
    const checkRuns = [...github.state.repositories.values()].flatMap((repository) =>
      [...repository.checkRuns.values()]
        .filter(({ name }) => name === "Firstpass")
        .map(({ headSha }) => headSha),
    );
    return { told: await told(store), requests, sweeps, checkRuns };
  } finally {
    for (const one of running) await one.stop("SIGKILL");
    await store.close();
  }
}

export async function killWhileHistoryIsRead(
  { undisturbed, killed }: { readonly undisturbed: string; readonly killed: string },
  { rounds, replicas, title }: { readonly rounds: number; readonly replicas: number; readonly title: string },
): Promise<void> {
  const chance = takeChance();
  const { github, variables } = await startLocalApp(undisturbed, {});
  try {
    const life = await makeLife(github);
    const given = { life, github, variables, chance };
    const quiet = await live({ ...given, databaseUrl: undisturbed, rounds: 0, replicas: 1 });
    // What the first server posted, the second one's store does not know.
    for (const { checkRuns } of github.state.repositories.values())
      for (const [id, { name }] of checkRuns) if (name === "Firstpass") checkRuns.delete(id);
    const shaken = await live({ ...given, databaseUrl: killed, rounds, replicas });
    expect(shaken.told).toEqual(quiet.told);
    expect(quiet.told.length).toBeGreaterThan(400);
    expect(shaken.requests).toBeLessThan(quiet.requests + rounds * REQUESTS_OF_A_ROUND);
    expect(new Set(shaken.checkRuns).size).toBe(shaken.checkRuns.length);
    expect(github.unexpectedRequests).toEqual([]);
    tell(
      `${title}: ${rounds} rounds (seed ${chance.seed}) while history was read: ${shaken.told.length} events in both ledgers, ` +
        `${shaken.requests} requests instead of ${quiet.requests}, ` +
        `${shaken.sweeps?.asked ?? 0} deliveries asked for again and ${shaken.sweeps?.recovered ?? 0} recovered`,
    );
  } finally {
    await github.stop();
  }
}
