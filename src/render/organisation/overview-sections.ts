// The overview of an account as tables, in the order in which a head reads it: what changed, what is broken, who must act, how the
// groups stand, what cannot be seen.
import { narrateChanges } from "../../core/overview/narrate.ts";
import type { GroupOverview, MissedKpi, Overview, Pooled } from "../../core/overview/overview.ts";
import {
  countOf,
  formatCount,
  formatDay,
  formatFraction,
  formatInterval,
  formatTarget,
  formatValue,
} from "../numbers.ts";
import { groupTargetCell, nothing, shareCell, unknownCell } from "./adoption-cells.ts";
import type { Section } from "./sections.ts";

const namesListed = 5;
const missedListed = 3;

/** @param withGroupKpis false, where there is little room: KPI by KPI only of all repositories together. */
export function overviewSections(overview: Overview, withGroupKpis = true): Section[] {
  const { groups } = overview;
  const detailed = withGroupKpis ? groups : groups.slice(-1);
  return [
    { title: "What changed since last week", lead: narrateChanges(overview), table: null },
    ...sectionOfBroken(overview),
    sectionOfMustAct(overview),
    sectionOfGroups(overview),
    ...detailed.map(sectionOfKpis),
    ...(detailed.length < groups.length ? [whereGroupsAre(overview)] : []),
    ...sectionOfUnseen(overview),
  ];
}

/** Whose overview, of which time. No time of its making: unchanged numbers make an unchanged text. */
export function overviewHeading({
  account,
  isoWeek,
  generatedAt,
  windowDays,
  repositories,
}: Overview): string {
  const until = isoWeek ?? `${formatDay(generatedAt)} (UTC)`;
  const windows =
    windowDays.length === 1
      ? `windows of ${countOf(windowDays[0] ?? 0, "day")}`
      : `windows of ${windowDays.join(", ")} days`;
  return `${account.login}: ${countOf(repositories, "repository")}, ${windows} up to ${until}`;
}

function sectionOfBroken({ broken }: Overview): Section[] {
  if (broken.length === 0) return [];
  return [
    {
      title: "Broken configurations",
      lead: [
        `${countOf(broken.length, "file")} ${broken.length === 1 ? "is" : "are"} not in force as now written. What is wrong stands in the checks of the repository itself.`,
      ],
      table: {
        headings: ["File", "Broken since", "In force instead"],
        of: "file",
        rows: broken.map(({ where, since, inForce }) => [
          where,
          formatDay(since),
          inForce === null
            ? "nothing of it; other files and defaults hold"
            : `the text ${inForce.commitSha === null ? "" : `of ${inForce.commitSha.slice(0, 10)} `}read on ${formatDay(inForce.readAt)}`,
        ]),
      },
    },
  ];
}

function sectionOfMustAct({ mustAct }: Overview): Section {
  const escalated = mustAct.filter(({ missed }) => missed.some((kpi) => kpi.escalated)).length;
  return {
    title: "Who must act",
    lead:
      mustAct.length === 0
        ? ["No KPI of any repository is known to be off target."]
        : [
            `${countOf(mustAct.length, "repository")} with a KPI off target, ${formatCount(escalated)} of them escalated: those first, then the longest off target.`,
          ],
    table: {
      headings: ["Repository", "Tier", "Owner", "Off target", "What to do first"],
      of: "repository",
      rows: mustAct.map(({ fullName, url, tier, owner, missed, action }) => [
        { text: fullName, url },
        tier ?? nothing,
        owner ?? "nobody is configured",
        listMissed(missed),
        action ?? nothing,
      ]),
    },
  };
}

function listMissed(missed: readonly MissedKpi[]): string {
  const listed = missed.slice(0, missedListed).map(describeMissed);
  const rest = missed.length - listed.length;
  return [...listed, ...(rest > 0 ? [`and ${formatCount(rest)} more`] : [])].join("; ");
}

function describeMissed(kpi: MissedKpi): string {
  const { title, value, unit, numerator, denominator, target, weeks, escalated } = kpi;
  const of = numerator === null ? "" : ` (${formatFraction(numerator, denominator)})`;
  return `${escalated ? "‼ " : ""}${title}: ${formatValue(value, unit)}${of}, target ${formatTarget(target, unit)}, ${countOf(weeks, "week")}`;
}

function sectionOfGroups({ groups, windowDays }: Overview): Section {
  return {
    title: "Groups",
    lead: [
      "Rates are sums over sums, with 95 % intervals, of the repositories that measured them.",
      ...(windowDays.length > 1 ? ["Each repository counts in its own window."] : []),
    ],
    table: {
      headings: [
        "Group",
        "Repositories",
        "All template rules met",
        "Adoption not measured",
        "Adoption target",
        "First-pass rate",
        "Secrets per 1,000 commits",
      ],
      of: "group",
      rows: groups.map((one) => [
        nameOf(one),
        `${formatCount(one.repositories)}${one.undecided === 0 ? "" : `, and ${formatCount(one.undecided)} of which that is not known`}`,
        shareCell(one.adoption.share),
        unknownCell(one.adoption.standings),
        groupTargetCell(one.adoption.target),
        pooledCell(one.firstPassRate, "%", one.repositories),
        pooledCell(one.secretExposure, "", one.repositories),
      ]),
    },
  };
}

/** `83 % (520/626), 95 %: 80 to 86 %, 40 of 45 repositories`. */
function pooledCell(pooled: Pooled, unit: string, repositories: number): string {
  const { numerator, denominator, value, interval, repositories: measured } = pooled;
  const within = `${formatCount(measured)} of ${countOf(repositories, "repository")}`;
  if (value === null || interval === null) return `not measured (${within})`;
  return `${formatValue(value, unit)} (${formatFraction(numerator, denominator)}), 95 %: ${formatInterval(interval, unit)}, ${within}`;
}

function sectionOfKpis(group: GroupOverview): Section {
  return {
    title: `KPIs: ${nameOf(group)}`,
    lead: [`Repositories of ${formatCount(group.repositories)}, by status.`],
    table: {
      headings: [
        "KPI",
        "On target",
        "Near",
        "Off target",
        "Low sample",
        "No target",
        "Not measured",
        "Not applicable",
      ],
      of: "KPI",
      rows: group.kpis.map(({ title, counts }) => [
        title,
        ...(
          [
            "on-target",
            "near",
            "off-target",
            "low-sample",
            "no-target",
            "not-measured",
            "not-applicable",
          ] as const
        ).map((status) => formatCount(counts[status])),
      ]),
    },
  };
}

function whereGroupsAre({ account, groups }: Overview): Section {
  const lead = `There are ${formatCount(groups.length - 1)}, too many to show here KPI by KPI: firstpass overview ${account.login} --group ID tells of one.`;
  return { title: "KPIs of the groups", lead: [lead], table: null };
}

function nameOf({ group }: GroupOverview): string {
  if (group === null) return "All repositories";
  return `${group.title}${group.tier === null ? "" : ` (tier ${group.tier})`}`;
}

function sectionOfUnseen({ unseen }: Overview): Section[] {
  if (unseen.length === 0) return [];
  return [
    {
      title: "What cannot be seen",
      lead: ["Grant the installation these permissions, or read those KPIs as not known."],
      table: {
        headings: ["Permission", "Repositories", "KPIs that need it"],
        of: "permission",
        rows: unseen.map(({ permission, repositories, kpis }) => {
          const listed = repositories.slice(0, namesListed).join(", ");
          const rest = repositories.length - namesListed;
          return [
            permission,
            `${formatCount(repositories.length)}: ${listed}${rest > 0 ? ` and ${formatCount(rest)} more` : ""}`,
            kpis.join(", "),
          ];
        }),
      },
    },
  ];
}
