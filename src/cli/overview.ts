// `firstpass overview [ACCOUNT]`: all repositories of an account at once, as the weekly overview issue tells them.
import { type Command, Option } from "commander";
import type { Overview } from "../core/overview/overview.ts";
import { renderJson } from "../render/json.ts";
import { renderOverviewMarkdown, renderOverviewTerminal } from "../render/organisation/overview.ts";
import { findOverviewPlace } from "../workflows/overview/find-overview-place.ts";
import { loadOverview } from "../workflows/overview/load-overview.ts";
import { findAccountByLogin, requireKnown } from "./find-account.ts";
import { withSharedStore } from "./open-shared-store.ts";
import { parseWeek } from "./options.ts";

interface OverviewOptions {
  readonly group?: string;
  readonly week?: string;
  readonly format: "table" | "markdown" | "json";
}

export function registerOverviewCommand(program: Command): void {
  program
    .command("overview")
    .description("Tell how all repositories of an account stand: what changed, what is broken, who must act")
    .argument("[account]", "organisation or user; default: the only one there is")
    .option("--group <id>", "only repositories of this group")
    .option("--week <week>", "windows that end with this ISO week, such as 2026-W47; default: now", parseWeek)
    .addOption(
      new Option("--format <format>", "how to print").choices(["table", "markdown", "json"]).default("table"),
    )
    .action(printOverview);
}

async function printOverview(login: string | undefined, options: OverviewOptions): Promise<void> {
  const { group, week, format } = options;
  const overview = await withSharedStore(async (store) => {
    const account = await findAccountByLogin(store, login);
    const loaded = await loadOverview(store, {
      account,
      now: Date.now(),
      isoWeek: week ?? null,
      group: group ?? null,
    });
    requireKnown("group", group, loaded.knownGroups);
    const place = await findOverviewPlace(store, account.id, await store.repositories.list(account.id));
    if (place.kind === "refused") process.stderr.write(`firstpass: ${place.reason}\n`);
    return loaded.overview;
  });
  process.stdout.write(`${render(overview, format)}\n`);
}

function render(overview: Overview, format: OverviewOptions["format"]): string {
  if (format === "json") return renderJson(overview);
  if (format === "markdown") return renderOverviewMarkdown(overview);
  const { columns } = process.stdout;
  return renderOverviewTerminal(overview, columns ? { width: columns } : {});
}
