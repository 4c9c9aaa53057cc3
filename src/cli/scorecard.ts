// `firstpass scorecard OWNER/REPO`: the scorecard of a repository, from the store, as the surfaces on GitHub show it.
import { Argument, type Command } from "commander";
import type { Scorecard } from "../core/scorecard/scorecard.ts";
import { renderJson } from "../render/json.ts";
import { renderMarkdownTable } from "../render/markdown-table.ts";
import { renderTerminalTable } from "../render/terminal/terminal.ts";
import { type AskedScorecard, addScorecardOptions, loadAsked, timeAsked } from "./ask-scorecard.ts";
import { findRepository } from "./find-repository.ts";
import { withSharedStore } from "./open-shared-store.ts";
import { parseRepository } from "./options.ts";

export function registerScorecardCommand(program: Command): void {
  const scorecard = program
    .command("scorecard")
    .description("Print the scorecard of a repository from what has been received")
    .addArgument(new Argument("<repository>", "OWNER/REPO").argParser(parseRepository));
  addScorecardOptions(scorecard).action(printScorecard);
}

async function printScorecard(fullName: string, asked: AskedScorecard): Promise<void> {
  timeAsked(asked);
  const scorecard = await withSharedStore(async (store) => {
    const { state } = await findRepository(store, fullName);
    const { accountId, repositoryId } = state;
    return (await loadAsked(store, { accountId, repositoryId, fullName }, asked)).scorecard;
  });
  process.stdout.write(`${render(scorecard, asked.format)}\n`);
}

function render(scorecard: Scorecard, format: AskedScorecard["format"]): string {
  if (format === "json") return renderJson(scorecard);
  if (format === "markdown") return renderMarkdownTable(scorecard).trimEnd();
  const { isTTY, columns } = process.stdout;
  return renderTerminalTable(scorecard, {
    ...(columns ? { width: columns } : {}),
    colour: isTTY === true && process.env.NO_COLOR === undefined,
  }).trimEnd();
}
