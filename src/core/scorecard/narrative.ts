// Two or three sentences for a lead, made from the numbers alone; silence where the numbers support none.
import type { Action } from "./action.ts";
import { tellBasis } from "./explain-variance.ts";
import { countOf, formatValue } from "./format-value.ts";
import { speakableKpis } from "./public-kpis.ts";
import type { KpiResult, Scorecard } from "./scorecard.ts";

/** A check that failed first once is an event, not a mode. */
const leastFailures = 2;

/**
 * Plain text, possibly with hostile names in it: the largest significant change, the top failure mode, the next action and
 * its owner. Empty when nothing changed beyond chance and no check stands out: an action alone is no story.
 */
export function narrate(scorecard: Scorecard, actions: readonly Action[]): string[] {
  const kpis = speakableKpis(scorecard);
  const told = [...tellChange(kpis), ...tellTopFailure(kpis)];
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

function tellTopFailure(kpis: readonly KpiResult[]): string[] {
  const rate = kpis.find(({ id }) => id === "first-pass-rate");
  const [top, second] = rate?.breakdown ?? [];
  if (rate?.outcome !== "measured" || rate.status === "low-sample" || top === undefined) return [];
  // Two checks that fail equally often are no top.
  if (top.count < leastFailures || top.count === second?.count) return [];
  return [`${top.label} fails first most often: in ${top.count} of ${countOf(top.of, "failed change")}.`];
}

function tellNext({ text, owner }: Action): string {
  const who = owner === null ? "No owner is configured" : `Owner: ${owner}`;
  return `Next: ${text} ${who}.`;
}
