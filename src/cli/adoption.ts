// `firstpass adoption [ACCOUNT]`: who has adopted which templates, at which version, since when, and who is next.
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Adoption } from "../core/adoption/adoption.ts";
import { renderJson } from "../render/json.ts";
import {
  renderAdoptionCsv,
  renderAdoptionMarkdown,
  renderAdoptionTerminal,
} from "../render/organisation/adoption.ts";
import { loadAdoption } from "../workflows/overview/load-adoption.ts";
import { findAccountByLogin, requireKnown } from "./find-account.ts";
import { withSharedStore } from "./open-shared-store.ts";
import { parseTime } from "./options.ts";

interface AdoptionOptions {
  readonly group?: string;
  readonly rule?: string;
  readonly repository?: string;
  readonly asOf?: number;
  readonly history?: true | number;
  readonly format: "table" | "markdown" | "json" | "csv";
}

const weeksShown = 12;
const mostWeeks = 104;
const problemsListed = 10;

export function registerAdoptionCommand(program: Command): void {
  program
    .command("adoption")
    .description("Tell which repositories have adopted which templates, since when, and who is next")
    .argument("[account]", "organisation or user; default: the only one there is")
    .option("--group <id>", "only repositories of this group")
    .option("--rule <id>", "only this rule")
    .option("--repository <glob>", "only repositories such as acme/pay-*")
    .option("--as-of <time>", "as it was then, by the rules and facts known then", parseTime)
    .option("--history [weeks]", `week by week, by one set of rules; default ${weeksShown} weeks`, parseWeeks)
    .addOption(
      new Option("--format <format>", "how to print")
        .choices(["table", "markdown", "json", "csv"])
        .default("table"),
    )
    .action(printAdoption);
}

async function printAdoption(login: string | undefined, options: AdoptionOptions): Promise<void> {
  const { group, rule, repository, asOf, history, format } = options;
  const adoption = await withSharedStore(async (store) => {
    const loaded = await loadAdoption(store, {
      account: await findAccountByLogin(store, login),
      at: asOf ?? Date.now(),
      asOf: asOf !== undefined,
      group: group ?? null,
      rule: rule ?? null,
      repository: repository ?? null,
      historyWeeks: history === undefined ? null : history === true ? weeksShown : history,
    });
    requireKnown("group", group, loaded.known.groups);
    requireKnown("rule", rule, loaded.known.rules);
    for (const problem of loaded.problems.slice(0, problemsListed))
      process.stderr.write(`firstpass: ${problem}\n`);
    const more = loaded.problems.length - problemsListed;
    if (more > 0) process.stderr.write(`firstpass: and ${more} more problems of configurations\n`);
    return loaded.adoption;
  });
  process.stdout.write(`${render(adoption, format)}\n`);
}

function render(adoption: Adoption, format: AdoptionOptions["format"]): string {
  if (format === "json") return renderJson(adoption);
  if (format === "csv") return renderAdoptionCsv(adoption);
  if (format === "markdown") return renderAdoptionMarkdown(adoption);
  const { columns } = process.stdout;
  return renderAdoptionTerminal(adoption, columns ? { width: columns } : {});
}

function parseWeeks(text: string): number {
  const weeks = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (weeks < 1 || weeks > mostWeeks)
    throw new InvalidArgumentError(`Use a number of weeks from 1 to ${mostWeeks}.`);
  return weeks;
}
