// What a policy costs at scale: a change that needs nothing new, its simulation, adoption and the overview, for an account and for
// one of ten times as many repositories, side by side in one run. Prints medians, how the work grows, and requests to GitHub.
// node bench/policy.ts [--repositories N] [--rounds N]
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { openConfigurations } from "../src/workflows/configuration/account-configurations.ts";
import { loadAdoption } from "../src/workflows/overview/load-adoption.ts";
import { loadOverview } from "../src/workflows/overview/load-overview.ts";
import { runJob } from "../src/workflows/run-job.ts";
import { simulateChange } from "../src/workflows/simulation/simulate-change.ts";
import { FakeGitHub } from "../test/support/fake-gateway.ts";
import { type MadeAccount, madeNow, makeAccount, organisationFile } from "./made-account.ts";

const { values } = parseArgs({
  options: { repositories: { type: "string", default: "2000" }, rounds: { type: "string", default: "3" } },
});
const many = Number(values.repositories);
const few = Math.round(many / 10);
const rounds = Number(values.rounds);

/** One measured piece of work; a round has a number, so that it can differ from the one before. */
type Work = (account: MadeAccount, github: FakeGitHub, round: number) => Promise<unknown>;

const newFile = "    - { id: notes, kind: file, path: policy.md, template: acme/templates }\n";

const works: Readonly<Record<string, Work>> = {
  "put all configurations together": async ({ store, accountId }) => {
    const configurations = await openConfigurations(store, accountId);
    for (const known of await store.repositories.list(accountId)) await configurations.of(known);
  },
  "change a target": (account, github, round) =>
    changePolicy(account, github, { target: `>= ${70 + round} %` }),
  "simulate a changed target": (account) => simulate(account, organisationFile({ target: ">= 95 %" })),
  "simulate another rule": (account) => simulate(account, organisationFile({ rules: newFile })),
  adoption: ({ store, accountId }) =>
    loadAdoption(store, {
      account: { id: accountId, login: "acme" },
      at: madeNow,
      asOf: false,
      group: null,
      rule: null,
      repository: null,
      historyWeeks: null,
    }),
  overview: ({ store, accountId }) =>
    loadOverview(store, {
      account: { id: accountId, login: "acme" },
      now: madeNow,
      isoWeek: "2026-W46",
      group: null,
    }),
};

/** The organisation's file is read, and what it asks to be read again is queued. */
async function changePolicy(
  { store, accountId }: MadeAccount,
  github: FakeGitHub,
  given: Parameters<typeof organisationFile>[0],
): Promise<void> {
  github.addFile("acme/.github", "firstpass.yml", organisationFile(given));
  const services = { store, github: github.gateway, log: pino({ enabled: false }), now: () => madeNow };
  await runJob(services, { kind: "read-configuration", accountId, repositoryId: null });
  await runJob(services, { kind: "request-observations", accountId, repositoryId: null });
}

async function simulate({ store, accountId, holderId }: MadeAccount, text: string): Promise<unknown> {
  const holder = await store.repositories.find(accountId, holderId);
  if (holder === null) throw new Error("The made account has no .github.");
  const files = [{ role: "organisation" as const, path: "firstpass.yml", text }];
  return simulateChange(store, { holder: holder.state, files, now: madeNow });
}

interface Measured {
  readonly millis: number;
  readonly longestStallMillis: number;
  readonly requests: number;
}

async function measure(work: Work, account: MadeAccount, round: number): Promise<Measured> {
  const github = new FakeGitHub();
  const stalls = monitorEventLoopDelay({ resolution: 5 });
  stalls.enable();
  const began = performance.now();
  await work(account, github, round);
  const millis = performance.now() - began;
  stalls.disable();
  return { millis, longestStallMillis: stalls.max / 1e6, requests: github.requests.length };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

const accounts = [await makeAccount(few), await makeAccount(many)] as const;
console.log(
  `${few} and ${many} repositories with 200 facts each, SQLite; one warm-up, median of ${rounds} rounds\n`,
);
console.log(
  `${"work".padEnd(34)}${`${few}`.padStart(10)}${`${many}`.padStart(11)}   growth   a repository   longest stall   requests`,
);
for (const [name, work] of Object.entries(works)) {
  const measured: [Measured[], Measured[]] = [[], []];
  for (let round = 0; round <= rounds; round++)
    for (const [index, account] of accounts.entries()) {
      const one = await measure(work, account, round);
      if (round > 0) measured[index]?.push(one);
    }
  const [small, large] = measured.map((list) => median(list.map(({ millis }) => millis)));
  if (small === undefined || large === undefined) continue;
  const stall = Math.max(...measured[1].map(({ longestStallMillis }) => longestStallMillis));
  const requests = Math.max(...measured[1].map((one) => one.requests));
  console.log(
    `${name.padEnd(34)}${`${small.toFixed(0)} ms`.padStart(10)}${`${large.toFixed(0)} ms`.padStart(11)}${`${(large / small).toFixed(1)} ×`.padStart(9)}${`${(large / many).toFixed(2)} ms`.padStart(15)}${`${stall.toFixed(0)} ms`.padStart(16)}${`${requests}`.padStart(11)}`,
  );
}
for (const account of accounts) await account.close();
