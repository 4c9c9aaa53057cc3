// The built-in configuration as somebody would have written it, in the order in which settings are shown.

import { kpiDefinitions } from "../../kpis/registry.ts";
import type { Target } from "../../kpis/target.ts";
import { kpiIds } from "../check/known-kpis.ts";
import { defaultConfig } from "../defaults.ts";
import { rulePrefix } from "./settings.ts";

interface DefaultSetting {
  readonly key: string;
  readonly value: unknown;
}

const {
  checks,
  changes,
  gates,
  secrets,
  sla,
  riskWeights,
  exceptions,
  reviews,
  ownership,
  releases,
  weekly,
} = defaultConfig;

/** Every unit that has a value when nobody has written one. */
export const defaultSettings: readonly DefaultSetting[] = [
  { key: "mode", value: defaultConfig.mode },
  { key: "owner", value: defaultConfig.owner },
  { key: "tier", value: defaultConfig.tier },
  { key: "window", value: `${defaultConfig.windowDays}d` },
  { key: "time_zone", value: defaultConfig.timeZone },
  { key: "checks.security", value: checks.security },
  { key: "checks.required", value: checks.required },
  { key: "checks.neutral", value: checks.neutral },
  { key: "pull_requests.base_branches", value: changes.baseBranches },
  { key: "pull_requests.bots", value: changes.bots },
  { key: "pull_requests.bot_logins", value: changes.botLogins },
  { key: "gates.rule_suites", value: gates.ruleSuites },
  { key: "secrets.branches", value: secrets.branches },
  ...Object.entries(sla).map(([severity, days]) => ({ key: `sla.${severity}`, value: writeLimit(days) })),
  ...Object.entries(riskWeights).map(([severity, value]) => ({ key: `risk_weights.${severity}`, value })),
  { key: "exceptions.review_after", value: writeLimit(exceptions.reviewAfterDays) },
  { key: "reviews.working_hours", value: reviews.workingHours },
  { key: "reviews.security_labels", value: reviews.securityLabels },
  { key: "ownership.properties", value: ownership.properties },
  { key: "releases.evidence", value: releases.evidence },
  { key: "releases.prereleases", value: releases.prereleases },
  ...kpiDefinitions.flatMap(({ id, unit, defaultTarget }) =>
    defaultTarget === null ? [] : [{ key: `targets.${id}`, value: writeTarget(defaultTarget, unit) }],
  ),
  { key: "weekly.enabled", value: weekly.enabled },
  { key: "weekly.day", value: "monday" },
  { key: "weekly.time", value: "07:00" },
  { key: "weekly.mention", value: weekly.mention },
  { key: "weekly.kpis", value: weekly.kpis },
  { key: "weekly.escalate_after_weeks", value: weekly.escalateAfterWeeks },
  { key: "overview.repository", value: null },
];

/** Days as they are written; null is `none`. */
export function writeLimit(days: number | null): string {
  return days === null ? "none" : `${days}d`;
}

/** A target as it is written, without its tolerance. */
export function writeTarget({ op, value }: Target, unit: string): string {
  return `${op} ${value} ${unit}`;
}

const sections = [...new Set(defaultSettings.map(({ key }) => sectionOf(key)))];

/** For sorting: sections as above, rules before the targets that are set for them, targets in the order of the KPIs. */
export function rankOfKey(key: string): number {
  if (key.startsWith(rulePrefix)) return sections.indexOf("targets") - 0.5;
  const section = sectionOf(key);
  const place = section === "targets" ? kpiIds.findIndex((id) => key === `targets.${id}`) : 0;
  return sections.indexOf(section) + place / kpiIds.length / 2;
}

function sectionOf(key: string): string {
  const dot = key.indexOf(".");
  return dot < 0 ? key : key.slice(0, dot);
}
