// The answer of `firstpass adoption` as tables: groups, rules, who is next, week by week, and repository by repository.
import type { Adoption } from "../../core/adoption/adoption.ts";
import { countOf, formatCount, formatDay } from "../numbers.ts";
import {
  groupTargetCell,
  nothing,
  placeText,
  runsCell,
  shareCell,
  sinceCell,
  unknownCell,
} from "./adoption-cells.ts";
import type { Section } from "./sections.ts";

export function adoptionSections(adoption: Adoption): Section[] {
  return [
    sectionOfGroups(adoption),
    sectionOfRules(adoption),
    sectionOfNext(adoption),
    ...sectionOfHistory(adoption),
    sectionOfRepositories(adoption),
  ];
}

/** What was asked, and by whose rules it is answered. */
export function adoptionHeading({ account, at, rulesAsOf, filter, history }: Adoption): string {
  const asked = [
    filter.group === null ? "" : `group ${filter.group}`,
    filter.rule === null ? "" : `rule ${filter.rule}`,
    filter.repository === null ? "" : `repositories ${filter.repository}`,
  ].filter((part) => part !== "");
  const of = asked.length === 0 ? "" : `, ${asked.join(", ")}`;
  const rules =
    rulesAsOf === "today"
      ? `by today's rules${history === null ? "" : ", past weeks as well"}`
      : "by the rules and facts known then";
  return `Adoption of secure templates in ${account.login}${of}, ${formatDay(at - 1)} (UTC), ${rules}`;
}

function sectionOfGroups({ groups, filter }: Adoption): Section {
  return {
    title: "Groups",
    lead: [
      "A repository counts when it satisfies all rules that are for it.",
      ...(filter.rule === null ? [] : ["Groups are judged by all rules, not by the one asked for."]),
    ],
    table: {
      headings: [
        "Group",
        "Repositories",
        "All rules met",
        "Not measured",
        "No rule for it",
        "Unsure whether in group",
        "Target",
      ],
      of: "group",
      rows: groups.map(({ group, repositories, undecided, standings, share, target }) => [
        group === null
          ? "All repositories"
          : `${group.title}${group.tier === null ? "" : ` (tier ${group.tier})`}`,
        formatCount(repositories),
        shareCell(share),
        unknownCell(standings),
        formatCount(standings["not-applicable"]),
        undecided === 0 ? nothing : formatCount(undecided),
        groupTargetCell(target),
      ]),
    },
  };
}

function sectionOfRules({ rules }: Adoption): Section {
  return {
    title: "Rules",
    lead:
      rules.length === 0
        ? ["No template rules are configured: name your templates under templates.rules."]
        : [
            "The share is of repositories for which the rule could be evaluated; what could not be seen is counted apart.",
          ],
    table: {
      headings: [
        "Rule",
        "Adopted",
        "Outdated",
        "Drifted",
        "Missing",
        "Not measured",
        "Not applicable",
        "Seen to run",
      ],
      of: "rule",
      rows: rules.map(({ ruleId, title, share, counts, running }) => [
        `${title} (${ruleId})`,
        shareCell(share),
        formatCount(counts.outdated),
        formatCount(counts.drifted),
        formatCount(counts.missing),
        formatCount(counts["not-measured"]),
        formatCount(counts["not-applicable"]),
        running === null ? nothing : shareCell(running),
      ]),
    },
  };
}

function sectionOfNext({ next }: Adoption): Section {
  return {
    title: "Who is next",
    lead:
      next.length === 0
        ? ["No repository is known to miss a rule."]
        : ["By tier, then by how little is missing. The step is the smallest one."],
    table: {
      headings: ["Repository", "Tier", "Owner", "Rules not met", "Next step", "Where"],
      of: "repository",
      rows: next.map(({ fullName, url, tier, owner, unmet, measured, text, place }) => [
        { text: fullName, url },
        tier ?? nothing,
        owner ?? "nobody is configured",
        `${formatCount(unmet)} of ${formatCount(measured)}`,
        text,
        placeText(place),
      ]),
    },
  };
}

function sectionOfHistory({ history, rulesAsOf }: Adoption): Section[] {
  if (history === null) return [];
  const whose = rulesAsOf === "today" ? "today's rules" : "the rules known then";
  return [
    {
      title: "Week by week",
      lead: [
        `What had been observed by each week's end, held against ${whose}; properties, topics and groups are today's.`,
      ],
      table: {
        headings: ["Week", "Rule", "Adopted", "Not measured", "Not applicable"],
        of: "line",
        rows: history.map(({ isoWeek, ruleId, title, share, notMeasured, notApplicable }) => [
          isoWeek,
          ruleId === null ? title : `${title} (${ruleId})`,
          shareCell(share),
          formatCount(notMeasured),
          formatCount(notApplicable),
        ]),
      },
    },
  ];
}

function sectionOfRepositories({ repositories, window }: Adoption): Section {
  const rows = repositories.flatMap(({ fullName, url, rules }) =>
    rules.map((rule) => [
      { text: fullName, url },
      rule.title,
      rule.status === "not-measured" ? "not measured" : rule.status.replace("-", " "),
      rule.found.length === 0 ? nothing : rule.found.join(", "),
      sinceCell(rule),
      runsCell(rule),
      rule.status === "adopted" || rule.status === "not-applicable" ? "" : rule.note,
    ]),
  );
  return {
    title: "Repository by repository",
    lead: [
      `${countOf(repositories.length, "repository")}. Runs were looked for from ${formatDay(window.from)} to ${formatDay(window.to - 1)}; one that was not seen may have run all the same.`,
    ],
    table: {
      headings: ["Repository", "Rule", "Status", "Found", "Since", "Seen to run", "Why"],
      of: "line",
      rows,
    },
  };
}
