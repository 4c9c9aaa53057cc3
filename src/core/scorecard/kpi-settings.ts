// Which parts of the configuration each KPI is made by, under the names that people write: a number is explained with them.
import type { Config } from "../config/config.ts";
import type { KpiId } from "../kpis/measurement.ts";

export interface Setting {
  /** As in the configuration file, e.g. `pull_requests.bots`. */
  readonly key: string;
  /** What is in force, plain data; possibly with text that others chose. */
  readonly value: unknown;
}

const settings = {
  window: ({ windowDays }) => `${windowDays}d`,
  time_zone: ({ timeZone }) => timeZone,
  "checks.security": ({ checks }) => checks.security,
  "checks.required": ({ checks }) => checks.required,
  "checks.neutral": ({ checks }) => checks.neutral,
  "pull_requests.base_branches": ({ changes }) => changes.baseBranches,
  "pull_requests.bots": ({ changes }) => changes.bots,
  "pull_requests.bot_logins": ({ changes }) => changes.botLogins,
  "gates.rule_suites": ({ gates }) => gates.ruleSuites,
  "secrets.branches": ({ secrets }) => secrets.branches,
  "templates.rules": ({ templates }) => templates.rules,
  groups: ({ groups }) => groups.map(({ id }) => id),
  "groups.tier": ({ tier }) => tier,
  sla: ({ sla }) => sla,
  risk_weights: ({ riskWeights }) => riskWeights,
  "exceptions.review_after": ({ exceptions }) => `${exceptions.reviewAfterDays}d`,
  "reviews.working_hours": ({ reviews }) => reviews.workingHours,
  "reviews.security_labels": ({ reviews }) => reviews.securityLabels,
  "ownership.properties": ({ ownership }) => ownership.properties,
  "releases.evidence": ({ releases }) => releases.evidence,
  "releases.prereleases": ({ releases }) => releases.prereleases,
} as const satisfies Record<string, (config: Config) => unknown>;

type SettingKey = keyof typeof settings;

const changes: readonly SettingKey[] = [
  "checks.security",
  "checks.required",
  "checks.neutral",
  "pull_requests.base_branches",
  "pull_requests.bots",
  "pull_requests.bot_logins",
];

/** What rules may be for is told with them. */
const pavedRoad: readonly SettingKey[] = ["templates.rules", "groups", "groups.tier"];

/** The window and the KPI's own target go without saying. */
const settingsOfKpi: Readonly<Record<KpiId, readonly SettingKey[]>> = {
  "first-pass-rate": changes,
  "template-adoption": pavedRoad,
  "secret-exposure": ["secrets.branches"],
  "remediation-within-sla": ["sla", "exceptions.review_after"],
  "time-to-remediate": ["sla"],
  "open-critical-age": [],
  "risk-debt": ["sla", "risk_weights", "exceptions.review_after"],
  "findings-prevented": ["pull_requests.base_branches"],
  "repeat-findings": [],
  "time-to-detect": [],
  "alert-precision": [],
  "exceptions-overdue": ["exceptions.review_after"],
  "exception-governance": [],
  "gate-bypass-rate": [...changes, "gates.rule_suites"],
  "gate-stability": changes,
  "review-latency": [
    "pull_requests.base_branches",
    "pull_requests.bots",
    "pull_requests.bot_logins",
    "reviews.working_hours",
    "reviews.security_labels",
    "time_zone",
  ],
  "control-coverage": ["checks.security", "checks.required"],
  ownership: ["ownership.properties"],
  "release-evidence": ["releases.evidence", "releases.prereleases"],
  "paved-road-start": pavedRoad,
};

/** What of the configuration makes the KPI's number, as it is in force. */
export function settingsOf(id: KpiId, config: Config): Setting[] {
  const target = config.targets[id];
  return [
    ...(["window", ...settingsOfKpi[id]] as const).map((key) => ({ key, value: settings[key](config) })),
    ...(target === undefined ? [] : [{ key: `targets.${id}`, value: target }]),
  ];
}
