// What there is to say of one number, in order and in plain text; the terminal and Markdown each put it down in their own way.
import type { Evidence } from "../../core/kpis/measurement.ts";
import type { Explanation, ReproductionReport } from "../../core/scorecard/explain-kpi.ts";
import type { KpiResult } from "../../core/scorecard/scorecard.ts";
import {
  beforeCell,
  nothing,
  statusInWords,
  targetCell,
  trendCell,
  valueCell,
  varianceCell,
} from "../kpi-cells.ts";
import {
  countOf,
  formatCount,
  formatDifference,
  formatFraction,
  formatInterval,
  formatValue,
} from "../numbers.ts";

export interface Line {
  /** Null: a sentence of its own. */
  readonly label: string | null;
  readonly text: string;
  /** `ours`: Markdown of the documentation. `theirs`: may hold what others wrote. `code`: the same, and reads best as it stands. */
  readonly kind: "ours" | "theirs" | "code";
}

export interface Part {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** Everything but the evidence rows. */
export function explainInParts(explanation: Explanation): Part[] {
  const { kpi, definition, reproduction } = explanation;
  const parts: Part[] = [
    { title: "The number", lines: describeNumber(kpi, definition.statistic) },
    { title: "How it is made", lines: describeDefinition(explanation) },
    { title: "When", lines: describeTime(explanation) },
    { title: "Configuration", lines: describeConfiguration(explanation) },
    { title: "Left out of the denominator", lines: describeExcluded(kpi) },
    { title: "Beside it", lines: describeBeside(kpi) },
    { title: "What it breaks down into", lines: describeBreakdown(kpi) },
    { title: "To read it rightly", lines: kpi.notes.map(theirs) },
    {
      title: "What to do",
      lines: [
        ...kpi.explanation.map(theirs),
        ...(kpi.advice === null ? [] : [theirs(kpi.advice.text)]),
        ours(definition.documentation.howToAct),
      ],
    },
    ...(reproduction === null ? [] : [reproductionPart(reproduction)]),
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

/** Whether the ledger gives today what was posted. */
export function reproductionPart(report: ReproductionReport): Part {
  return { title: "Reproduction", lines: describeReproduction(report).map(theirs) };
}

function ours(text: string): Line {
  return { label: null, text, kind: "ours" };
}

function theirs(text: string): Line {
  return { label: null, text, kind: "theirs" };
}

function labelled(label: string, text: string, kind: Line["kind"] = "theirs"): Line {
  return { label, text, kind };
}

function describeNumber(kpi: KpiResult, statistic: KpiResult["statistic"]): Line[] {
  if (kpi.outcome !== "measured") {
    return [labelled("Outcome", statusInWords(kpi)), ...kpi.reasons.map(({ text }) => labelled("Why", text))];
  }
  return [
    labelled("Value", valueCell(kpi)),
    ...(kpi.numerator === null ? [] : [labelled("Numerator", formatCount(kpi.numerator))]),
    ...(kpi.denominator === null
      ? []
      : [
          labelled(
            statistic === "median" || statistic === "total" ? "Made of" : "Denominator",
            countOf(kpi.denominator, kpi.denominatorUnit),
          ),
        ]),
    labelled("95 % interval", describeInterval(kpi, statistic)),
    labelled("Target", kpi.target === null ? "none is set" : describeTarget(kpi)),
    ...(kpi.variance === null ? [] : [labelled("Variance", varianceCell(kpi))]),
    labelled("Status", describeStatus(kpi)),
    labelled("Window before", beforeCell(kpi)),
    labelled("Trend", trendCell(kpi)),
  ];
}

const intervalNames: Readonly<Record<KpiResult["statistic"], string>> = {
  share: "Wilson score interval of a share",
  "events-per-exposure": "exact Poisson (Garwood) interval of a rate",
  median: "order statistics around the median, free of any distribution",
  census: "none: all there is was counted, nothing is left to chance",
  total: "none: all there is was added up, nothing is left to chance",
};

function describeInterval(kpi: KpiResult, statistic: KpiResult["statistic"]): string {
  const name = intervalNames[statistic];
  if (kpi.interval !== null) return `${formatInterval(kpi.interval, kpi.unit)} (${name})`;
  return statistic === "median" ? "none: fewer than 6 values tell no interval" : name;
}

function describeTarget(kpi: KpiResult): string {
  const tolerance = kpi.target?.tolerance ?? 0;
  const most = formatDifference(tolerance, kpi.unit).replace("+", "");
  return `${targetCell(kpi)}${tolerance === 0 ? "" : `; a miss by at most ${most} is near`}`;
}

function describeStatus(kpi: KpiResult): string {
  const { offTargetWeeks, escalated } = kpi;
  if (offTargetWeeks < 2) return statusInWords(kpi);
  return `${statusInWords(kpi)}, for ${offTargetWeeks} weeks in a row${escalated ? ": escalated" : ""}`;
}

function describeDefinition({ kpi, definition }: Explanation): Line[] {
  const { documentation, version } = definition;
  const today = version === kpi.definitionVersion ? "" : `; the text here is of version ${version}`;
  return [
    labelled("Definition", `${kpi.id}, version ${kpi.definitionVersion}${today}`),
    labelled("Formula", documentation.formula, "ours"),
    labelled("Population", documentation.population, "ours"),
    labelled("Counts in the window", documentation.window, "ours"),
    ...documentation.exclusions.map((text) => labelled("Leaves out", text, "ours")),
    labelled("Needs", definition.permissions.join(", ")),
  ];
}

function describeTime(explanation: Explanation): Line[] {
  const { window, generatedAt, recordedBefore, coveredFrom, reproduction } = explanation;
  const days = countOf(window.days, "day");
  const today =
    reproduction === null
      ? "; what the repository is and what may be read of it is known of today alone"
      : "";
  return [
    labelled("Window", `from ${formatTime(window.from)} up to, not with, ${formatTime(window.to)} (${days})`),
    labelled("Speaks as of", formatTime(generatedAt)),
    labelled(
      "Known",
      recordedBefore === null
        ? "all that is recorded now"
        : `what was recorded before ${formatTime(recordedBefore)}${today}`,
    ),
    labelled("History since", coveredFrom === null ? "not known" : formatTime(coveredFrom)),
  ];
}

function describeConfiguration({ configuration }: Explanation): Line[] {
  return [
    labelled("Hash", configuration.hash, "code"),
    ...configuration.settings.map(({ key, value }) => labelled(key, describeValue(value), "code")),
  ];
}

function describeExcluded({ excluded }: KpiResult): Line[] {
  const rows = Object.entries(excluded).map(([reason, count]) => labelled(formatCount(count), reason));
  return rows.length === 0 ? [theirs("nothing")] : rows;
}

function describeBeside({ beside }: KpiResult): Line[] {
  return beside.map(({ label, value, unit }) =>
    labelled(value === null ? "not known" : formatValue(value, unit), label),
  );
}

function describeBreakdown({ breakdown }: KpiResult): Line[] {
  return breakdown.map(({ label, count, of }) => labelled(formatFraction(count, of), label));
}

function describeReproduction(report: ReproductionReport): string[] {
  const { exact, isoWeek, issueNumber, kpis, evidenceRows, configHash, definitions } = report;
  const issue = `the weekly issue #${issueNumber} of ${isoWeek}`;
  if (exact) {
    const versions = Object.entries(definitions).map(([id, version]) => `${id} ${version}`);
    return [
      `Reproduced exactly: ${countOf(kpis, "KPI")}, ${countOf(evidenceRows, "evidence row")}, configuration ${configHash.slice(0, 12)}, definitions ${versions.join(", ")}. The ledger gives today what ${issue} said, field by field.`,
    ];
  }
  return [
    `Not reproduced: ${countOf(report.differences.length, "field")} of ${issue} ${report.differences.length === 1 ? "is" : "are"} different today.`,
    ...report.causes.map((cause) => `Why: ${cause}`),
    ...report.differences.map(
      ({ path, posted, rebuilt }) =>
        `${path}: posted ${describeValue(posted)}, today ${describeValue(rebuilt)}`,
    ),
  ];
}

function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** `yes`, `no`, or a dash where a row counts in neither part of the number. */
export function countedCell({ counted }: Evidence): string {
  return counted === null ? nothing : counted ? "yes" : "no";
}

/** `4 rows: 3 in the numerator, 1 in the denominator alone, 0 in neither.` */
export function summariseEvidence({ evidence, statistic }: KpiResult): string {
  if (evidence.length === 0) return "None.";
  const count = (counted: boolean | null) => evidence.filter((row) => row.counted === counted).length;
  const isShare = statistic === "share" || statistic === "census";
  const [yes, no, neither] = isShare
    ? ["in the numerator", "in the denominator alone", "in neither"]
    : ["counted", "not counted", "to be known beside"];
  return `${countOf(evidence.length, "row")}: ${count(true)} ${yes}, ${count(false)} ${no}, ${count(null)} ${neither}.`;
}

/** `2026-11-18T09:30:00Z`; with milliseconds only where there are any. */
export function formatTime(atMillis: number): string {
  return new Date(atMillis).toISOString().replace(".000Z", "Z");
}
