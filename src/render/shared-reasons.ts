// Why KPIs could not be measured, each reason once: a permission that is missing hides five KPIs and is told of in one line.
import type { KpiResult } from "../core/scorecard/scorecard.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { cutCharacters } from "./fit.ts";

const reasonCharacters = 400;
const reasonsListed = 8;

interface SharedReason {
  readonly text: string;
  readonly titles: readonly string[];
}

/** The reasons with the KPIs that each holds for, in the order of the KPIs. */
export function groupReasons(kpis: readonly KpiResult[]): SharedReason[] {
  const byText = new Map<string, string[]>();
  for (const { title, reasons } of kpis) {
    for (const text of new Set(reasons.map(({ text }) => text))) {
      byText.set(text, [...(byText.get(text) ?? []), title]);
    }
  }
  return [...byText].map(([text, titles]) => ({ text, titles }));
}

/** Texts of reasons that hold for more than one of the KPIs. */
export function findSharedReasons(kpis: readonly KpiResult[]): ReadonlySet<string> {
  return new Set(
    groupReasons(kpis)
      .filter(({ titles }) => titles.length > 1)
      .map(({ text }) => text),
  );
}

/** A Markdown list of the shared reasons with the KPIs that each hides; empty where none is shared. */
export function renderSharedReasons(kpis: readonly KpiResult[]): string {
  const shared = groupReasons(kpis).filter(({ titles }) => titles.length > 1);
  const lines = shared.slice(0, reasonsListed).map(({ text, titles }) => {
    const named = titles.map((title) => escapeMarkdown(title)).join(", ");
    return `- ❔ **${named}:** ${escapeMarkdown(cutCharacters(text, reasonCharacters))}`;
  });
  const more = shared.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more reasons`] : [])].join("\n");
}
