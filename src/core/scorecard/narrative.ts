// One or two sentences for a lead, made from the numbers alone; silence where the numbers support none.
import type { Action } from "./action.ts";
import { tellBasis } from "./explain-variance.ts";
import { formatValue } from "./format-value.ts";
import { speakableKpis } from "./public-kpis.ts";
import type { KpiResult, Scorecard } from "./scorecard.ts";

/**
 * Plain text, possibly with hostile names in it: the largest significant change, the next action and its owner. Empty when
 * nothing changed beyond chance: an action alone is no story. What fails first most often is a line of the review.
 */
export function narrate(scorecard: Scorecard, actions: readonly Action[]): string[] {
  const kpis = speakableKpis(scorecard);
  const told = tellChange(kpis);
  const speakable = new Set(kpis.map(({ id }) => id));
  const next = actions.find(({ kpi }) => speakable.has(kpi));
  return told.length === 0 || next === undefined ? told : [...told, tellNext(next)];
}

/** Of the differences that are more than chance the one least likely to be chance, a census last. A small sample tells none. */
function tellChange(kpis: readonly KpiResult[]): string[] {
  const [first] = kpis
    .flatMap((kpi) =>
      kpi.trend === null || kpi.value === null ? [] : [{ ...kpi, value: kpi.value, trend: kpi.trend }],
    )
    .filter(({ trend, status }) => trend.verdict !== "steady" && status !== "low-sample")
    .sort((a, b) => (a.trend.pValue ?? 1) - (b.trend.pValue ?? 1));
  if (first === undefined) return [];
  const { title, unit, value, trend } = first;
  const verb = trend.verdict === "improving" ? "improved" : "worsened";
  const change = `${title} ${verb} from ${formatValue(trend.previous, unit)} to ${formatValue(value, unit)}`;
  const beyond = trend.pValue === null ? "" : ", by more than chance would explain";
  return [`${change}${tellBasis(first)}${beyond}.`];
}

function tellNext({ text, owner }: Action): string {
  const who = owner === null ? "No owner is configured" : `Owner: ${owner}`;
  return `Next: ${text} ${who}.`;
}
