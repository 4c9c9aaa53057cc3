// A simulation in words and cells, plain text: the check run and the terminal put these same pieces together, each in its own way.

import type { KpiId } from "../../core/kpis/measurement.ts";
import { kpiDefinitions } from "../../core/kpis/registry.ts";
import type { Status } from "../../core/scorecard/scorecard.ts";
import type {
  RepositoryKpiChange,
  Simulation,
  Standing,
  Transition,
  Verdict,
} from "../../core/simulation/simulation.ts";
import { statusInWords, statusWithShape } from "../kpi-cells.ts";
import { countOf, formatCount, formatTarget, formatValue } from "../numbers.ts";

/** Longer, and changes are told by kind of change, not one by one. */
export const rowsShown = 30;

const transitionsNamed = 3;

/** Ten seconds: how many repositories, what gets worse, what gets better. Without names from outside. */
export function summariseSimulation(simulation: Simulation): string {
  const { total, affected, worse, better } = simulation.repositories;
  if (affected === 0) return "Nothing changes: the same configuration is in force as before.";
  const reach =
    total === 1
      ? "Affects this repository"
      : `Affects ${formatCount(affected)} of ${countOf(total, "repository")}`;
  const parts = [
    worse === 0 ? "" : `${subject(worse, total)} worse: ${nameTransitions(simulation, "worse")}`,
    tellLost(simulation),
    better === 0 ? "" : `${subject(better, total)} better: ${nameTransitions(simulation, "better")}`,
  ].filter((part) => part !== "");
  if (parts.length > 0) return `${[reach, ...parts].join("; ")}.`;
  const values = simulation.sameStatus;
  const moved = values === 0 ? "" : `, ${countOf(values, "value does", "values do")}`;
  return `${reach}; no KPI status changes${moved}.`;
}

function subject(count: number, total: number): string {
  if (total === 1) return "it gets";
  return `${formatCount(count)} ${count === 1 ? "gets" : "get"}`;
}

function tellLost(simulation: Simulation): string {
  const lost = nameTransitions(simulation, "lost");
  return lost === "" ? "" : `not judged any more: ${lost}`;
}

function nameTransitions({ transitions, repositories }: Simulation, verdict: Verdict): string {
  const of = transitions.filter((transition) => transition.verdict === verdict);
  const named = of.slice(0, transitionsNamed).map((transition) => {
    const count = repositories.total === 1 ? "" : `${formatCount(transition.repositories)} × `;
    return `${count}${titleOf(transition.kpi)} ${words(transition.before)} → ${words(transition.after)}`;
  });
  const more = of.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

function words(status: Status): string {
  return statusInWords({ status });
}

/** The KPI's title, as every surface writes it. */
export function titleOf(kpi: KpiId): string {
  return kpiDefinitions.find(({ id }) => id === kpi)?.title ?? kpi;
}

/** `✅ on target (92 %, target ≥ 85 %)`. */
export function standingCell(kpi: KpiId, { status, value, target }: Standing): string {
  const unit = kpiDefinitions.find(({ id }) => id === kpi)?.unit ?? "%";
  const details = [
    ...(value === null ? [] : [formatValue(value, unit)]),
    ...(target === null ? [] : [`target ${formatTarget(target, unit)}`]),
  ];
  return `${statusWithShape({ status })}${details.length === 0 ? "" : ` (${details.join(", ")})`}`;
}

/** Headings and rows: one by one, or, where there are many, by kind of change. Plain text, with names from outside. */
export function tabulate(simulation: Simulation): { readonly head: string[]; readonly rows: string[][] } {
  const { changes, transitions } = simulation;
  const counted = transitions.reduce((sum, { repositories }) => sum + repositories, 0);
  return counted <= rowsShown
    ? { head: ["Repository", "KPI", "Before", "After"], rows: changes.map(changeRow) }
    : {
        head: ["KPI", "Before", "After", "Repositories", "Among them"],
        rows: transitions.slice(0, rowsShown).map(transitionRow),
      };
}

function changeRow({ repository, kpi, before, after }: RepositoryKpiChange): string[] {
  return [repository, titleOf(kpi), standingCell(kpi, before), standingCell(kpi, after)];
}

function transitionRow({ kpi, before, after, repositories, examples }: Transition): string[] {
  const shapes = [before, after].map((status) => statusWithShape({ status }));
  return [titleOf(kpi), ...shapes, formatCount(repositories), examples.join(", ")];
}

/** `not set`, the text itself, or compact JSON. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return "not set";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Null where everything that the rules look at was read. */
export function tellUnread({ unread }: Simulation): string | null {
  if (unread.repositories === 0) return null;
  return `The rules look at what has not been read yet in ${countOf(unread.repositories, "repository")}: until it is read, with at least ${countOf(unread.requestsAtLeast, "request")} to GitHub, the rules on it are not measured.`;
}
