// `firstpass redeliver`: has GitHub send again, now, what it could not bring, and shows what came of it.
import { setTimeout as wait } from "node:timers/promises";
import Table from "cli-table3";
import { Argument, type Command, Option } from "commander";
import { sweepServicesOf } from "../cron-work.ts";
import { EnvironmentError, readEnvironment } from "../environment.ts";
import { createLog } from "../log.ts";
import { createProbot } from "../probot.ts";
import type { Redelivery, ServerStore } from "../records/store.ts";
import { showOnOneLine } from "../render/visible-text.ts";
import { redeliverOne } from "../workflows/sweep/redeliver-one.ts";
import { sweepDeliveries } from "../workflows/sweep/sweep-deliveries.ts";
import type { SweepServices } from "../workflows/sweep/sweep-services.ts";
import { CommandFailed, UsageError } from "./exit.ts";
import { withSharedStore } from "./open-shared-store.ts";
import { parseAge } from "./options.ts";

const DAY_MILLIS = 24 * 60 * 60 * 1000;
const LISTED = 1_000;
/** How long arrivals are waited for, and how often they are looked for. */
const ARRIVAL_MILLIS = 15_000;
const LOOK_MILLIS = 500;

interface RedeliverOptions {
  readonly since: number;
  readonly list?: true;
  readonly format: "table" | "json";
}

type Shown = Pick<Redelivery, "guid" | "event" | "failedAt" | "statusCode"> & {
  readonly outcome: string;
};

export function registerRedeliverCommand(program: Command): void {
  program
    .command("redeliver")
    .description("Have GitHub send again what it could not bring, now; the server does so by itself")
    .addArgument(new Argument("[guid]", "X-GitHub-Delivery, whatever became of it; default: all that failed"))
    .option("--since <age>", "only what failed within it, such as 24h or 3d", parseAge, 7 * DAY_MILLIS)
    .option("--list", "show what waits to be sent again and what was given up, and ask for nothing")
    .addOption(new Option("--format <format>", "how to print").choices(["table", "json"]).default("table"))
    .action(redeliver);
}

async function redeliver(guid: string | undefined, options: RedeliverOptions): Promise<void> {
  if (guid !== undefined && options.list) throw new UsageError("Say either a delivery or --list.");
  await withSharedStore(async (store) => {
    const failedFrom = Date.now() - options.since;
    if (options.list) {
      const known = await store.sweeps.list({ failedFrom, limit: LISTED });
      show(known.map(describeKnown), options.format, "Nothing that GitHub could not bring is known.");
      return;
    }
    const services = connect(store);
    const asked =
      guid === undefined ? await askForAll(services, failedFrom) : await askForOne(services, guid);
    const missing = new Set(await waitForArrival(store, asked));
    const shown = asked.map((one) => ({
      ...one,
      outcome: one.outcome || (missing.has(one.guid) ? "not here yet" : "arrived"),
    }));
    show(shown, options.format, "GitHub could bring everything.");
    const left = shown.filter(({ outcome }) => outcome !== "arrived").length;
    if (left > 0) throw new CommandFailed(`${left} of ${shown.length} did not arrive.`);
  });
}

async function askForAll(services: SweepServices, failedFrom: number): Promise<Shown[]> {
  const swept = await sweepDeliveries(services, { failedFrom });
  if (swept === null) throw new CommandFailed("GitHub asked to be left alone for a while: try again later.");
  const gone = swept.givenUp.map((one) => ({ ...one, outcome: one.reason ?? "given up" }));
  return [...swept.asked.map((one) => ({ ...one, outcome: "" })), ...gone];
}

async function askForOne(services: SweepServices, guid: string): Promise<Shown[]> {
  const attempt = await redeliverOne(services, guid);
  if (attempt === null)
    throw new CommandFailed(
      `GitHub's log has no delivery ${showOnOneLine(guid)}. It keeps three days, Enterprise Server seven.`,
    );
  return [{ ...attempt, failedAt: attempt.deliveredAt, outcome: "" }];
}

/** Returns the ids of those that are not here in the end. */
async function waitForArrival(store: ServerStore, asked: readonly Shown[]): Promise<readonly string[]> {
  let missing = asked.filter(({ outcome }) => outcome === "").map(({ guid }) => guid);
  const until = Date.now() + ARRIVAL_MILLIS;
  while (missing.length > 0) {
    missing = await store.sweeps.listMissing(missing);
    if (missing.length === 0 || Date.now() >= until) break;
    await wait(LOOK_MILLIS);
  }
  return missing;
}

function connect(store: ServerStore): SweepServices {
  const { credentials, github, logLevel } = readEnvironment(process.env);
  if (!credentials) {
    throw new EnvironmentError([
      "APP_ID, PRIVATE_KEY and WEBHOOK_SECRET are missing: set them as for the server.",
    ]);
  }
  const log = createLog(logLevel);
  const probot = createProbot(credentials, github, log);
  return sweepServicesOf({ services: { store, log, now: Date.now }, probot, appId: credentials.appId });
}

function describeKnown({ guid, event, failedAt, statusCode, state, asks, reason }: Redelivery): Shown {
  const outcome =
    state === "given-up"
      ? `given up: ${reason ?? ""}`
      : asks === 0
        ? "waits"
        : `waits, asked for ${asks} times`;
  return { guid, event, failedAt, statusCode, outcome };
}

function show(rows: readonly Shown[], format: "table" | "json", nothing: string): void {
  const described = rows.map(({ guid, event, failedAt, statusCode, outcome }) => ({
    guid,
    event,
    lastTried: new Date(failedAt).toISOString(),
    answer: statusCode,
    outcome,
  }));
  if (format === "json" || rows.length === 0) {
    print(format === "json" ? JSON.stringify(described, null, 2) : nothing);
    return;
  }
  const table = new Table({
    head: ["delivery", "event", "last tried", "answer", "outcome"],
    style: { head: [], border: [] },
  });
  for (const { guid, event, lastTried, answer, outcome } of described) {
    table.push([
      showOnOneLine(guid),
      showOnOneLine(event),
      lastTried,
      answer === 0 ? "none" : answer,
      outcome,
    ]);
  }
  print(table.toString());
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
