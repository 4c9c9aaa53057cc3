// Firstpass as `npm start` runs it, on a store with a year of history, and with somebody who asks for one weekly issue after another.
// GitHub is in memory and answers at once. Told to stop, it says how long its event loop stood still.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createFirstpass } from "../../src/app.ts";
import { jobKey, type PublishWeeklyJob } from "../../src/core/work/job.ts";
import { readEnvironment } from "../../src/environment.ts";
import { defaultAccountId } from "../../test/support/facts.ts";
import { FakeGitHub } from "../../test/support/fake-gateway.ts";
import { lastWeek, makeYear } from "../made-year.ts";

const repositories = Number(process.env.BENCH_REPOSITORIES);
const asks = process.env.BENCH_ASKS === "yes";

const environment = readEnvironment(process.env);
// With a clock of its own no cron runs: nothing is done but what is asked for here.
const firstpass = await createFirstpass(environment, { github: new FakeGitHub().gateway, now: Date.now });
const { store } = firstpass;
await makeYear(store, repositories, 100);
const { url } = await firstpass.start();

let asked = 0;
const asking = setInterval(() => void ask(), 100);
const stalls = monitorEventLoopDelay({ resolution: 1 });
stalls.enable();
console.log(JSON.stringify({ url }));

/** Keeps some weekly issues waiting: each makes a scorecard and the history of twelve weeks. */
async function ask(): Promise<void> {
  if (!asks || (await countWaiting()) > 20) return;
  const jobs = Array.from({ length: 20 }, (): PublishWeeklyJob => {
    asked += 1;
    const repositoryId = 10_000 + (asked % repositories);
    return { kind: "publish-weekly", accountId: defaultAccountId, repositoryId, isoWeek: lastWeek };
  });
  await store.jobs.enqueue(
    jobs.map((job) => ({ key: jobKey(job), kind: job.kind, accountId: job.accountId, payload: job })),
  );
}

async function countWaiting(): Promise<number> {
  const jobs = await store.jobs.countByKind();
  return jobs.find(({ kind, state }) => kind === "publish-weekly" && state === "waiting")?.count ?? 0;
}

process.on("SIGTERM", async () => {
  clearInterval(asking);
  stalls.disable();
  const scorecards = asked - (await countWaiting());
  console.log(JSON.stringify({ longestStallMillis: stalls.max / 1e6, scorecards }));
  await firstpass.stop(0);
  process.exit(0);
});
