// SIGKILL at random moments: while the server starts, while it takes deliveries, while it works on them and writes to GitHub.
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import { startLocalApp } from "../../../src/demo/stage.ts";
import { openStore } from "../../../src/store/database.ts";
import { deliver } from "../../support/http.ts";
import { spawnCommand, temporaryFolder } from "../../support/server-process.ts";
import { takeChance, tell } from "./chance.ts";
import { askForWeeklyIssue, expectEachEffectOnce, waitForEffects } from "./effects.ts";
import { makeLoad } from "./load.ts";
import { startSenders } from "./senders.ts";

const SENDERS = 6;
/** One round in so many is killed before the server listens. */
const KILLED_AT_START = 6;

interface Spawned {
  readonly kill: () => Promise<void>;
  /** Resolves when it listens. */
  readonly url: Promise<string>;
}

function spawnServer(variables: Readonly<Record<string, string>>, folder: string): Spawned {
  const { child, output, closed } = spawnCommand(["start"], variables, folder);
  const { promise: url, resolve, reject } = Promise.withResolvers<string>();
  // Who is killed at the start is not waited for.
  url.catch(() => {});
  child.stderr.on("data", () => {
    const found = /"url":"([^"]+)"/.exec(output.stderr);
    if (found?.[1]) resolve(found[1]);
  });
  closed.then(() => reject(new Error(`the server ended: ${output.stderr}`)));
  return {
    url,
    async kill() {
      child.kill("SIGKILL");
      const [, signal] = await closed;
      expect(signal, output.stderr).toBe("SIGKILL");
    },
  };
}

/** Kills a server `rounds` times under load, then looks at what is there. */
export async function killInRounds(databaseUrl: string, rounds: number, dialect: string): Promise<void> {
  const chance = takeChance();
  const { github, variables } = await startLocalApp(databaseUrl, {});
  const folder = temporaryFolder();
  const server = () => spawnServer({ ...variables, LOG_LEVEL: "info" }, folder);
  const load = makeLoad(github, { every: 25, pullRequests: 60 });
  let url: string | null = null;
  let killedAtStart = 0;

  const first = server();
  url = await first.url;
  const { event, payload, id } = load.installation;
  const secret = variables.WEBHOOK_SECRET ?? "";
  expect((await deliver(url, { id, event, body: JSON.stringify(payload), secret })).status).toBe(202);
  const store = await openStore(databaseUrl, { shared: true });
  try {
    const senders = startSenders({
      count: SENDERS,
      secret,
      next: load.next,
      urls: () => (url === null ? [] : [url]),
      pauseMillis: 10,
    });
    let running = first;
    for (let round = 0; round < rounds; round += 1) {
      if (round > 0 && round % KILLED_AT_START === 0) {
        killedAtStart += 1;
        await wait(chance.between(0, 700));
      } else {
        url = await running.url;
        await askForWeeklyIssue(store);
        await wait(chance.between(20, 1200));
      }
      url = null;
      await running.kill();
      running = server();
    }
    url = await running.url;
    await senders.finish();
    await askForWeeklyIssue(store);
    await waitForEffects(store);
    const done = await expectEachEffectOnce(store, github, load, senders.acknowledged);
    tell(
      `${dialect}: ${rounds} rounds of SIGKILL (seed ${chance.seed}; ${killedAtStart} of them before it listened): ` +
        `${senders.acknowledged.size} deliveries acknowledged in ${senders.attempts()} attempts, ${done.facts} facts, ` +
        `${done.checkRuns} check runs, ${done.issues} weekly issue: lost 0, twice 0`,
    );
  } finally {
    await store.close();
    await github.stop();
  }
}
