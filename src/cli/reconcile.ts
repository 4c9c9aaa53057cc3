// `firstpass reconcile`: compares what is known with GitHub, now or by the running server, and says what had been missed.
import Table from "cli-table3";
import { Argument, type Command, Option } from "commander";
import { countDrift } from "../records/drift.ts";
import type { Drift, KnownRepository, ServerStore } from "../records/store.ts";
import { showOnOneLine } from "../render/visible-text.ts";
import { askReconciliation, enqueueRepair, overlapMillis } from "../workflows/history/ask-reconciliation.ts";
import { requestOf } from "../workflows/history/requested.ts";
import { whenDeliveriesBegan } from "../workflows/history/when-deliveries-began.ts";
import type { ServerServices } from "../workflows/services.ts";
import { CommandFailed } from "./exit.ts";
import { findRepository } from "./find-repository.ts";
import { withSharedStore } from "./open-shared-store.ts";
import { parseRepository, parseTime } from "./options.ts";
import { connectServices, workNow } from "./work-now.ts";

interface ReconcileOptions {
  readonly since?: number;
  readonly now?: true;
  readonly format: "table" | "json";
}

interface Compared {
  readonly repository: string;
  readonly from: string;
  readonly to: string;
  readonly missed: number;
  readonly drift: Drift;
  readonly requests: number;
}

export function registerReconcileCommand(program: Command): void {
  program
    .command("reconcile")
    .description("Compare what is known with GitHub, and add what had been missed")
    .addArgument(new Argument("[repository]", "OWNER/REPO; without it all").argParser(parseRepository))
    .option("--since <time>", "from when on; default: since it was last compared", parseTime)
    .option("--now", "do it in this process, and print what had been missed")
    .addOption(new Option("--format <format>", "how to print").choices(["table", "json"]).default("table"))
    .action(reconcile);
}

async function reconcile(repository: string | undefined, options: ReconcileOptions): Promise<void> {
  await withSharedStore(async (store) => {
    const known = repository === undefined ? null : await findRepository(store, repository);
    if (known !== null && !known.active)
      throw new CommandFailed(`Firstpass is not installed on ${repository} any more.`);
    const text = options.now
      ? await compareNow(connectServices(store), known, options)
      : await queue(store, known, options.since ?? null);
    process.stdout.write(`${text}\n`);
  });
}

async function queue(
  store: ServerStore,
  known: KnownRepository | null,
  since: number | null,
): Promise<string> {
  if (known !== null) {
    const from = since ?? (await usualSince(store, known));
    await askReconciliation(store, known.state, from);
    return `The server will compare it from ${new Date(from).toISOString()} on.`;
  }
  if (since !== null) {
    const count = await enqueueRepair(store, { from: since + overlapMillis });
    return `The server will compare ${count} ${count === 1 ? "repository" : "repositories"} from ${new Date(since).toISOString()} on.`;
  }
  const accounts = await listAccounts(store);
  await store.jobs.enqueue(
    accounts.map((accountId) => requestOf({ kind: "reconcile-account", accountId, repositoryId: null })),
  );
  return `The server will compare ${accounts.length} ${accounts.length === 1 ? "account" : "accounts"}.`;
}

async function compareNow(
  services: ServerServices,
  only: KnownRepository | null,
  { since, format }: ReconcileOptions,
): Promise<string> {
  const { store } = services;
  if (only === null) {
    for (const accountId of await listAccounts(store))
      await workNow(services, { kind: "reconcile-account", accountId, repositoryId: null });
  }
  const repositories =
    only === null ? (await store.repositories.listAll()).filter(({ active }) => active) : [only];
  const compared: Compared[] = [];
  for (const known of repositories)
    compared.push(await compareOne(services, known, since ?? (await usualSince(store, known))));
  if (format === "json") return JSON.stringify(compared, null, 2);
  const table = new Table({
    head: ["repository", "from", "to", "missed", "by kind", "requests"],
    style: { head: [], border: [] },
  });
  for (const { repository, from, to, missed, drift, requests } of compared) {
    const kinds = Object.entries(drift).map(([kind, count]) => `${kind}: ${count}`);
    table.push([showOnOneLine(repository), from, to, missed, kinds.join("\n"), requests]);
  }
  return table.toString();
}

async function compareOne(
  services: ServerServices,
  known: KnownRepository,
  since: number,
): Promise<Compared> {
  const { store } = services;
  const { accountId, repositoryId, ownerLogin, name } = known.state;
  const repository = `${ownerLogin}/${name}`;
  await store.histories.want(accountId, repositoryId, since);
  // A long span is several runs.
  for (;;) {
    const { reason } = await workNow(services, {
      kind: "reconcile-repository",
      accountId,
      repositoryId,
      since,
    });
    if (reason !== null) throw new CommandFailed(`${repository}: ${reason}`);
    const history = await store.histories.find(accountId, repositoryId);
    if (history === null) throw new CommandFailed(`${repository} was erased meanwhile.`);
    const { inHand, drift, requests, reconciledTo } = history.reconciliation;
    if (inHand !== null || history.wantedSince !== null) continue;
    return {
      repository,
      from: new Date(since).toISOString(),
      to: new Date(reconciledTo ?? since).toISOString(),
      missed: countDrift(drift),
      drift,
      requests,
    };
  }
}

async function usualSince(store: ServerStore, known: KnownRepository): Promise<number> {
  const { accountId, repositoryId } = known.state;
  const history = await store.histories.find(accountId, repositoryId);
  const compared = history?.reconciliation.reconciledTo ?? (await whenDeliveriesBegan(store, known));
  if (compared === null)
    throw new CommandFailed("Nothing tells since when this repository is delivered: say --since.");
  return compared - overlapMillis;
}

async function listAccounts(store: ServerStore): Promise<number[]> {
  const installations = await store.installations.list();
  return installations
    .filter(({ deleted, suspended }) => !deleted && !suspended)
    .map(({ accountId }) => accountId);
}
