// Several repositories as tables: a row for each with the KPIs that matter most, what they make together, what nobody could see, who
// could not be read. Sums are of numerators and denominators; no rate is ever the mean of rates.
import type { KpiId } from "../../core/kpis/measurement.ts";
import { partsOf, poolRate, poolShare } from "../../core/overview/pool.ts";
import type { KpiResult, Scorecard } from "../../core/scorecard/scorecard.ts";
import { intervalCell, nothing, shortValueCell, statusInWords, statusWithShape } from "../kpi-cells.ts";
import {
  countOf,
  formatBareValue,
  formatCount,
  formatDay,
  formatFraction,
  formatInterval,
  formatValue,
} from "../numbers.ts";
import type { Section } from "../organisation/sections.ts";
import { groupReasons } from "../shared-reasons.ts";
import type { Portfolio } from "./portfolio.ts";

/** Those with a column of their own. */
const shown: readonly { readonly id: KpiId; readonly heading: string }[] = [
  { id: "first-pass-rate", heading: "First-pass rate" },
  { id: "template-adoption", heading: "Template adoption" },
  { id: "secret-exposure", heading: "Secrets per 1,000 commits" },
  { id: "remediation-within-sla", heading: "Fixed within SLA" },
  { id: "open-critical-age", heading: "Age of open critical and high" },
  { id: "gate-bypass-rate", heading: "Merges past the gate" },
];

/** Where there is little room: fewer columns with short headings, and no intervals. */
const narrow: typeof shown = [
  { id: "first-pass-rate", heading: "First pass" },
  { id: "template-adoption", heading: "Adoption" },
  { id: "secret-exposure", heading: "Secrets/1,000" },
  { id: "remediation-within-sla", heading: "Within SLA" },
];

const namesListed = 5;

export function portfolioHeading({ scorecards, failed }: Portfolio): string {
  const asked = scorecards.length + failed.length;
  const read = failed.length === 0 ? "" : `, ${formatCount(scorecards.length)} of them read`;
  return `${countOf(asked, "repository")}${read}`;
}

/** @param room `little`: the rows of repositories have fewer and shorter cells. */
export function portfolioSections(portfolio: Portfolio, room: "wide" | "little" = "wide"): Section[] {
  const { scorecards } = portfolio;
  return [
    ...(scorecards.length === 0 ? [] : [repositorySection(scorecards, room), pooledSection(scorecards)]),
    ...unseenSection(scorecards),
    ...failedSection(portfolio),
  ];
}

function repositorySection(scorecards: readonly Scorecard[], room: "wide" | "little"): Section {
  const isWide = room === "wide";
  const columns = isWide ? shown : narrow;
  return {
    title: "Repositories",
    lead: [tellWindows(scorecards)],
    table: {
      headings: ["Repository", ...columns.map(({ heading }) => heading), "Off target", "Not measured"],
      of: "repository",
      rows: scorecards.map(({ repository, kpis }) => [
        { text: repository.fullName, url: repository.url },
        ...columns.map(({ id }) =>
          kpiCell(
            kpis.find((kpi) => kpi.id === id),
            isWide,
          ),
        ),
        formatCount(kpis.filter(({ status }) => status === "off-target").length),
        `${formatCount(kpis.filter(({ outcome }) => outcome === "not-measured").length)} of ${formatCount(kpis.length)}`,
      ]),
    },
  };
}

/** Windows end when each repository was read: within a day of each other they are told as one. */
function tellWindows(scorecards: readonly Scorecard[]): string {
  const spans = scorecards.map(
    ({ window }) => `${formatDay(window.from)} to ${formatDay(window.to - 1)} (UTC)`,
  );
  const distinct = [...new Set(spans)].sort();
  return distinct.length === 1
    ? `Window: ${distinct[0]}.`
    : `Each repository in its own window, ${distinct.slice(0, namesListed).join("; ")}${distinct.length > namesListed ? "; and others" : ""}.`;
}

/** `❌ 62.5 % (10/16), 95 %: 38.6 to 81.5 %`: where the interval ends says how much the number is worth. */
function kpiCell(kpi: KpiResult | undefined, withInterval: boolean): string {
  if (kpi === undefined) return nothing;
  const shape = statusWithShape(kpi).split(" ")[0] ?? "";
  if (kpi.outcome !== "measured") return `${shape} ${statusInWords(kpi)}`;
  const interval = kpi.interval === null || !withInterval ? "" : `, 95 %: ${intervalCell(kpi)}`;
  return `${shape} ${shortValueCell(kpi)}${interval}`;
}

function pooledSection(scorecards: readonly Scorecard[]): Section {
  const all = scorecards.map(({ kpis }) => kpis);
  const [kinds = []] = all;
  const rows = kinds.flatMap(({ id, title, unit, statistic }) => {
    if (statistic !== "share" && statistic !== "census" && statistic !== "events-per-exposure") return [];
    const parts = partsOf(all, id);
    const pooled = statistic === "events-per-exposure" ? poolRate(parts) : poolShare(parts);
    const of = `${formatCount(parts.length)} of ${countOf(scorecards.length, "repository")}`;
    if (pooled.value === null) return [[title, "not measured", nothing, nothing, of]];
    const value =
      statistic === "events-per-exposure"
        ? formatBareValue(pooled.value, unit)
        : formatValue(pooled.value, unit);
    // A census has no interval: nothing of it is left to chance.
    const interval =
      pooled.interval === null || statistic === "census" ? nothing : formatInterval(pooled.interval, unit);
    return [[title, value, formatFraction(pooled.numerator, pooled.denominator), interval, of]];
  });
  return {
    title: "Together",
    lead: [
      "Sums over sums, of the repositories that measured the KPI: never a mean of percentages. Medians and totals cannot be added and are not here.",
    ],
    table: {
      headings: ["KPI", "Value", "Counted", "95 % interval", "Measured in"],
      of: "KPI",
      rows,
    },
  };
}

function unseenSection(scorecards: readonly Scorecard[]): Section[] {
  const byText = new Map<string, { readonly titles: Set<string>; readonly repositories: string[] }>();
  for (const { repository, kpis } of scorecards) {
    for (const { text, titles } of groupReasons(kpis.filter(({ outcome }) => outcome === "not-measured"))) {
      const known = byText.get(text) ?? { titles: new Set<string>(), repositories: [] };
      byText.set(text, known);
      for (const title of titles) known.titles.add(title);
      known.repositories.push(repository.fullName);
    }
  }
  if (byText.size === 0) return [];
  const rows = [...byText]
    .sort(([a, { repositories: ofA }], [b, { repositories: ofB }]) =>
      ofA.length === ofB.length ? (a < b ? -1 : 1) : ofB.length - ofA.length,
    )
    .map(([text, { titles, repositories }]) => {
      const rest = repositories.length - namesListed;
      const names = `${repositories.slice(0, namesListed).join(", ")}${rest > 0 ? ` and ${formatCount(rest)} more` : ""}`;
      return [text, [...titles].join(", "), `${formatCount(repositories.length)}: ${names}`];
    });
  return [
    {
      title: "What cannot be seen",
      lead: [],
      table: { headings: ["Why, and what to do", "KPIs", "Repositories"], of: "reason", rows },
    },
  ];
}

function failedSection({ failed }: Portfolio): Section[] {
  if (failed.length === 0) return [];
  return [
    {
      title: "Not read",
      lead: ["These repositories are in none of the numbers above."],
      table: {
        headings: ["Repository", "Why"],
        of: "repository",
        rows: failed.map(({ fullName, why }) => [fullName, why]),
      },
    },
  ];
}
