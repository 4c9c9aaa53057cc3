// `firstpass deliveries`: what came in, what became of it, and how to have it worked on again.
import Table from "cli-table3";
import { Argument, type Command, Option } from "commander";
import type { DeliveryState, DeliverySummary } from "../records/store.ts";
import { CommandFailed, UsageError } from "./exit.ts";
import { withSharedStore } from "./open-shared-store.ts";
import { parseCount } from "./options.ts";

const STATES: readonly DeliveryState[] = ["pending", "done", "ignored", "unusable", "dead"];

export function registerDeliveriesCommand(program: Command): void {
  const deliveries = program.command("deliveries").description("Look at received deliveries");

  deliveries
    .command("list")
    .description("List deliveries, newest first")
    .addOption(new Option("--state <state>", "only these").choices(STATES))
    .option("--limit <count>", "at most this many", parseCount, 50)
    .addOption(new Option("--format <format>", "how to print").choices(["table", "json"]).default("table"))
    .action(listDeliveries);

  deliveries
    .command("show")
    .description("Show one delivery")
    .addArgument(new Argument("<id>", "X-GitHub-Delivery"))
    .option("--body", "print its body as it was received, and nothing else")
    .action(showDelivery);

  deliveries
    .command("retry")
    .description("Have dead deliveries worked on again by the running server")
    .addArgument(new Argument("[id]", "X-GitHub-Delivery"))
    .option("--all", "all that are dead")
    .action(retryDeliveries);
}

async function listDeliveries(options: {
  state?: DeliveryState;
  limit: number;
  format: "table" | "json";
}): Promise<void> {
  const { state, limit } = options;
  const rows = await withSharedStore((store) =>
    store.deliveries.list({ ...(state ? { state } : {}), limit }),
  );
  if (options.format === "json") return print(JSON.stringify(rows.map(describe), null, 2));
  if (rows.length === 0) return print("No deliveries.");
  const table = new Table({
    head: ["delivery", "event", "state", "received", "tries", "reason"],
    style: { head: [], border: [] },
  });
  for (const row of rows) {
    table.push([row.id, row.event, row.state, timeOf(row.receivedAt), row.tries, row.reason ?? ""]);
  }
  print(table.toString());
}

async function showDelivery(id: string, options: { body?: true }): Promise<void> {
  const delivery = await withSharedStore((store) => store.deliveries.find(id));
  if (!delivery) throw new CommandFailed(`There is no delivery ${id}.`);
  const { body, ...summary } = delivery;
  if (!options.body)
    return print(JSON.stringify({ ...describe(summary), bodyBytes: body?.length ?? null }, null, 2));
  if (!body)
    throw new CommandFailed(`The body of ${id} has been dropped, as all are some days after processing.`);
  process.stdout.write(body);
}

async function retryDeliveries(id: string | undefined, options: { all?: true }): Promise<void> {
  if ((id === undefined) === (options.all === undefined)) {
    throw new UsageError("Say which: `deliveries retry ID`, or `deliveries retry --all`.");
  }
  const count = await withSharedStore((store) => store.deliveries.retry(id ?? null));
  if (id !== undefined && count === 0) throw new CommandFailed(`There is no dead delivery ${id}.`);
  print(`${count} ${count === 1 ? "delivery" : "deliveries"} will be worked on again.`);
}

function describe({ receivedAt, processedAt, ...rest }: DeliverySummary) {
  return {
    ...rest,
    receivedAt: timeOf(receivedAt),
    processedAt: processedAt === null ? null : timeOf(processedAt),
  };
}

function timeOf(millis: number): string {
  return new Date(millis).toISOString();
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
