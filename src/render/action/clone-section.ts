// What a clone tells of its repository, beside a change: the KPIs that it supports, template rules that are not met, and what it cannot tell.
import type { RuleResult } from "../../core/paved-road/rule-result.ts";
import type { Scorecard } from "../../core/scorecard/scorecard.ts";
import { escapeMarkdown } from "../escape-markdown.ts";
import { cutCharacters } from "../fit.ts";
import { renderKpiTable } from "../kpi-table.ts";
import { countOf } from "../numbers.ts";
import { showOnOneLine } from "../visible-text.ts";
import { withholdFromPublic } from "../withhold.ts";

const rulesListed = 50;
const textCharacters = 300;

const marks: Readonly<Record<RuleResult["status"], string>> = {
  adopted: "✅ adopted",
  outdated: "❌ outdated",
  drifted: "❌ drifted",
  missing: "❌ missing",
  "not-applicable": "➖ not applicable",
  "not-measured": "❔ not measured",
};

interface CloneView {
  readonly scorecard: Scorecard;
  readonly road: readonly RuleResult[];
}

/** Folded, because it is not of this change. `hidden`: everybody reads it, so rules and details stay out. */
export function renderClone(view: CloneView, hidden: boolean): string {
  const scorecard = hidden ? withholdFromPublic(view.scorecard) : view.scorecard;
  const told = scorecard.kpis.filter(({ outcome }) => outcome !== "not-measured");
  const untold = scorecard.kpis.length - told.length;
  return [
    "<details><summary>The repository with this change in it</summary>",
    told.length === 0 ? "" : renderKpiTable(told, ["value", "interval", "target", "status"]),
    untold === 0
      ? ""
      : `${countOf(untold, "KPI")} ${untold === 1 ? "needs" : "need"} more than a clone tells: \`mode: report\`, on a schedule, reads ${untold === 1 ? "it" : "them"} from GitHub.`,
    hidden ? "" : renderRules(view.road),
    "</details>",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function renderRules(road: readonly RuleResult[]): string {
  const unmet = road.filter(({ status }) => status !== "adopted" && status !== "not-applicable");
  if (unmet.length === 0) return "";
  const items = unmet.slice(0, rulesListed).map(({ title, status, note, allowed }) => {
    const text = status === "not-measured" ? note : `${note} Asked for: ${allowed}`;
    return `- ${marks[status]}: **${tell(title)}**: ${tell(text)}`;
  });
  const more = unmet.length - items.length;
  return [
    "**Template rules that are not met**\n",
    ...items,
    ...(more > 0 ? [`- and ${more} more`] : []),
  ].join("\n");
}

function tell(text: string): string {
  return escapeMarkdown(cutCharacters(showOnOneLine(text), textCharacters));
}
