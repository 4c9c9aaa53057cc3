// What a change of configuration would do, as Markdown for a private place: a sentence, a table, then the values that change.
import type { GroupChange, SettingChange, Simulation } from "../../core/simulation/simulation.ts";
import { codeSpan, escapeMarkdown } from "../escape-markdown.ts";
import { cutCharacters } from "../fit.ts";
import { countOf } from "../numbers.ts";
import { splitChanges } from "../setting-difference.ts";
import { showOnOneLine } from "../visible-text.ts";
import { showValue, summariseSimulation, tabulate, tellUnread } from "./simulation-lines.ts";

const settingsListed = 10;
const groupsListed = 10;
const refusedListed = 5;
const namesListed = 3;
const nameCharacters = 100;
const valueCharacters = 80;
const messageCharacters = 300;

/** Names repositories and their standing: never for a public place. */
export function renderSimulation(simulation: Simulation): string {
  const unread = tellUnread(simulation);
  return [
    `**${escapeMarkdown(summariseSimulation(simulation))}**`,
    renderTable(simulation),
    unread === null ? "" : `⏳ ${escapeMarkdown(unread)}`,
    renderList("Not in force any more, or wrong:", simulation.refused, refusedListed, (refused) => {
      const problem = escapeMarkdown(cutCharacters(showOnOneLine(refused.problem), messageCharacters));
      return `${name(refused.repository)}: ${problem}`;
    }),
    renderList("Groups:", simulation.groups, groupsListed, groupItem),
    renderList(
      "Values that change:",
      splitChanges(simulation.settings),
      settingsListed,
      settingItem(simulation),
    ),
    simulation.repositories.affected === 0
      ? ""
      : `From stored facts, as of ${new Date(simulation.at).toISOString().slice(0, 16).replace("T", " ")} UTC. Nothing was posted.`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function renderTable(simulation: Simulation): string {
  const { head, rows } = tabulate(simulation);
  if (rows.length === 0) return "";
  const cells = (row: readonly string[]) =>
    `| ${row.map((cell) => escapeMarkdown(cutCharacters(cell, 3 * nameCharacters), { inTable: true })).join(" | ")} |`;
  return [cells(head), `|${" :--- |".repeat(head.length)}`, ...rows.map(cells)].join("\n");
}

function renderList<Item>(
  heading: string,
  items: readonly Item[],
  most: number,
  show: (item: Item) => string,
): string {
  if (items.length === 0) return "";
  const lines = items.slice(0, most).map((item) => `- ${show(item)}`);
  const more = items.length - lines.length;
  return [heading, "", ...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join("\n");
}

function groupItem({ group, enter, leave }: GroupChange): string {
  const parts = [
    ...(enter.length === 0
      ? []
      : [`${countOf(enter.length, "repository enters", "repositories enter")} (${names(enter)})`]),
    ...(leave.length === 0
      ? []
      : [`${countOf(leave.length, "repository leaves", "repositories leave")} (${names(leave)})`]),
  ];
  return `${codeSpan(cutCharacters(group, nameCharacters))}: ${parts.join(", ")}`;
}

function names(all: readonly string[]): string {
  const shown = all.slice(0, namesListed).map(name);
  const more = all.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

function name(repository: string): string {
  return escapeMarkdown(cutCharacters(repository, nameCharacters));
}

function settingItem({ repositories }: Simulation): (change: SettingChange) => string {
  const value = (written: unknown) => codeSpan(cutCharacters(showValue(written), valueCharacters));
  return ({ key, before, after, repositories: count }) => {
    const where = repositories.total === 1 ? "" : ` in ${countOf(count, "repository")}`;
    return `${codeSpan(cutCharacters(key, nameCharacters))}: ${value(before)} → ${value(after)}${where}`;
  };
}
