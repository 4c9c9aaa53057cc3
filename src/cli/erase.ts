// `firstpass erase`: deletes everything that is kept of an account.
import Table from "cli-table3";
import { Argument, type Command, Option } from "commander";
import type { ServerStore } from "../records/store.ts";
import { showOnOneLine } from "../render/visible-text.ts";
import { type Erased, eraseAccount } from "../workflows/housekeeping/erase-account.ts";
import { CommandFailed, UsageError } from "./exit.ts";
import { findAccountByLogin } from "./find-account.ts";
import { withSharedStore } from "./open-shared-store.ts";

interface EraseOptions {
  readonly yes?: true;
  readonly installedToo?: true;
  readonly format: "table" | "json";
}

export function registerEraseCommand(program: Command): void {
  program
    .command("erase")
    .description("Delete everything that is kept of an account; what is on GitHub stays")
    .addArgument(new Argument("<account>", "its login, such as octo-org"))
    .option("--yes", "do it: there is no way back but a backup")
    .option(
      "--installed-too",
      "even while the App is installed there: what happens from now on is kept again",
    )
    .addOption(new Option("--format <format>", "how to print").choices(["table", "json"]).default("table"))
    .action(erase);
}

async function erase(login: string, options: EraseOptions): Promise<void> {
  await withSharedStore(async (store) => {
    const account = await findAccountByLogin(store, login);
    const name = showOnOneLine(account.login);
    await requireDeparted(store, account.id, name, options);
    if (!options.yes)
      throw new UsageError(`This deletes everything that is kept of ${name}. Say --yes to do it.`);
    const erased = await eraseAccount(store, account.id, { logins: [account.login] });
    await store.erasure.compact();
    report(name, erased, options.format);
    if (!erased.nothingLeft)
      throw new CommandFailed(`The server still writes rows of ${name}: stop it, then erase again.`);
  });
}

async function requireDeparted(
  store: ServerStore,
  accountId: number,
  name: string,
  { installedToo }: EraseOptions,
): Promise<void> {
  const installation = await store.installations.find(accountId);
  if (installation === null || installation.deleted || installedToo) return;
  throw new CommandFailed(
    `The App is installed at ${name}: have it uninstalled first, or say --installed-too. Its deliveries would fill the store again.`,
  );
}

function report(name: string, { rows, nothingLeft }: Erased, format: "table" | "json"): void {
  if (format === "json") {
    print(JSON.stringify({ account: name, rows, nothingLeft }, null, 2));
    return;
  }
  const table = new Table({ head: ["table", "erased"], style: { head: [], border: [] } });
  for (const [name, count] of Object.entries(rows)) {
    table.push([name === "deliveries" ? "deliveries (bodies)" : name, { content: count, hAlign: "right" }]);
  }
  print(table.toString());
  if (nothingLeft)
    print(
      `Nothing is left of ${name}. Of its deliveries the random id, event and time stay, so that a repeated one is known.`,
    );
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
