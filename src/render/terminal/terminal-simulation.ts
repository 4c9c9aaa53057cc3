// What a change of configuration would do, on a terminal: a private place, nothing is withheld.
import Table from "cli-table3";
import type { Simulation } from "../../core/simulation/simulation.ts";
import { showValue, summariseSimulation, tabulate, tellUnread } from "../check/simulation-lines.ts";
import { countOf } from "../numbers.ts";
import { splitChanges } from "../setting-difference.ts";
import { showOnOneLine } from "../visible-text.ts";

/** The sentence, the table, then problems, groups and values in full. Plain text, safe to print. */
export function renderTerminalSimulation(simulation: Simulation): string {
  const { refused, groups, settings } = simulation;
  const lines = [
    ...[tellUnread(simulation)].filter((line) => line !== null),
    ...refused.map(({ repository, problem }) => `${repository}: ${problem}`),
    ...groups.flatMap(({ group, enter, leave }) => [
      ...(enter.length === 0 ? [] : [`group ${group}, entering: ${enter.join(", ")}`]),
      ...(leave.length === 0 ? [] : [`group ${group}, leaving: ${leave.join(", ")}`]),
    ]),
    ...splitChanges(settings).map(
      ({ key, before, after, repositories }) =>
        `${key}: ${showValue(before)} → ${showValue(after)} in ${countOf(repositories, "repository")}`,
    ),
  ];
  return [summariseSimulation(simulation), renderTable(simulation), ...lines.map(showOnOneLine)]
    .filter((part) => part !== "")
    .join("\n");
}

function renderTable(simulation: Simulation): string {
  const { head, rows } = tabulate(simulation);
  if (rows.length === 0) return "";
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  table.push(...rows.map((row) => row.map(showOnOneLine)));
  return table.toString();
}
