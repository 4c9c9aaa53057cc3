// A scorecard of all twenty KPIs as results, in every status and of every kind of number, whatever the registry holds.
import type { KpiId } from "../../src/core/kpis/measurement.ts";
import { formatValue } from "../../src/core/scorecard/format-value.ts";
import type { KpiResult, Scorecard } from "../../src/core/scorecard/scorecard.ts";
import { adoptionKpi, buildKpi, buildScorecard, secretKpi, unmeasured } from "./scorecards.ts";

const grant = {
  code: "permission-missing",
  text: 'Firstpass may not read bypassed rules: grant its installation the permission "administration: read".',
};

function kpi(id: KpiId, title: string, part: Partial<KpiResult>): KpiResult {
  return buildKpi({
    id,
    title,
    interval: null,
    excluded: {},
    target: null,
    variance: null,
    status: "no-target",
    trend: null,
    beside: [],
    breakdown: [],
    evidence: [],
    publicSafe: false,
    ...part,
  });
}

function alertRows(count: number): KpiResult["evidence"] {
  return Array.from({ length: count }, (_, index) => ({
    kind: "alert" as const,
    id: `code-scanning#${index + 1}`,
    url: `https://github.com/octo/shop/security/code-scanning/${index + 1}`,
    at: Date.UTC(2026, 10, 2 + index),
    note: `js/xss in web/page${index + 1}.ts, high`,
    counted: index % 2 === 0,
  }));
}

const days = { direction: "down", unit: "days", statistic: "median", numerator: null } as const;

/** In the order in which they are shown. */
export function twentyKpis(): KpiResult[] {
  return [
    buildKpi(),
    adoptionKpi(),
    secretKpi(),
    kpi("remediation-within-sla", "Findings remediated within their SLA", {
      value: 62.5,
      numerator: 10,
      denominator: 16,
      denominatorUnit: "finding",
      interval: { low: 38.6, high: 81.5, level: 0.95 },
      target: { op: ">=", value: 95, tolerance: 5 },
      variance: -32.5,
      status: "off-target",
      trend: { previous: 81.2, delta: -18.7, verdict: "steady", pValue: 0.24 },
      breakdown: [
        { label: "js/xss (CodeQL) in web/", count: 3, of: 6 },
        { label: "npm:lodash", count: 2, of: 6 },
      ],
      evidence: alertRows(6),
      advice: {
        text: "Fix the late findings of js/xss (CodeQL) in web/ first.",
        why: "3 of 6 late findings are there.",
        evidenceIds: ["code-scanning#2", "code-scanning#4"],
      },
      offTargetWeeks: 5,
      escalated: true,
    }),
    kpi("time-to-remediate", "Time to remediate", {
      ...days,
      value: 21.46,
      denominator: 14,
      denominatorUnit: "finding",
      interval: { low: 9.2, high: 33.1, level: 0.95 },
      target: { op: "<=", value: 30, tolerance: 0 },
      variance: -8.54,
      status: "on-target",
      trend: { previous: 35.2, delta: -13.74, verdict: "improving", pValue: 0.03 },
    }),
    kpi("open-critical-age", "Age of open critical and high findings", {
      ...days,
      value: 34,
      denominator: 12,
      denominatorUnit: "open finding",
      interval: { low: 20, high: 61.5, level: 0.95 },
      target: { op: "<=", value: 10, tolerance: 2 },
      variance: 24,
      status: "off-target",
      trend: { previous: 61, delta: -27, verdict: "improving", pValue: 0.01 },
      offTargetWeeks: 12,
      escalated: true,
      advice: { text: "Plan the oldest open finding now.", why: "It is 96 days old.", evidenceIds: [] },
    }),
    kpi("risk-debt", "Risk debt", {
      direction: "down",
      unit: "weighted days",
      statistic: "total",
      value: 1_320,
      numerator: 1_320,
      denominator: 12,
      denominatorUnit: "open finding",
      trend: { previous: 1_180, delta: 140, verdict: "worsening", pValue: null },
    }),
    kpi("findings-prevented", "Findings prevented before merge", {
      value: 80,
      numerator: 4,
      denominator: 5,
      denominatorUnit: "finding",
      status: "low-sample",
    }),
    kpi("repeat-findings", "Repeat findings", {
      direction: "down",
      value: 8.3,
      numerator: 1,
      denominator: 12,
      denominatorUnit: "new finding",
    }),
    unmeasured(
      kpi("time-to-detect", "Time to detect", days),
      "alerts-not-listed",
      "GitHub's list was not read yet.",
    ),
    kpi("alert-precision", "Alert precision", {
      value: 91.7,
      numerator: 11,
      denominator: 12,
      denominatorUnit: "closed finding",
    }),
    kpi("exceptions-overdue", "Exceptions overdue", {
      direction: "down",
      statistic: "census",
      value: 25,
      numerator: 1,
      denominator: 4,
      denominatorUnit: "exception",
      target: { op: "<=", value: 0, tolerance: 0 },
      variance: 25,
      status: "off-target",
      offTargetWeeks: 1,
      advice: {
        text: "Decide on the exception that is overdue.",
        why: "1 of 4 is past its expiry.",
        evidenceIds: [],
      },
    }),
    kpi("exception-governance", "Exceptions with reason, owner and expiry", {
      statistic: "census",
      value: 100,
      numerator: 4,
      denominator: 4,
      denominatorUnit: "exception",
      target: { op: ">=", value: 100, tolerance: 0 },
      variance: 0,
      status: "on-target",
    }),
    {
      ...unmeasured(
        kpi("gate-bypass-rate", "Merges past the gate", { direction: "down" }),
        grant.code,
        grant.text,
      ),
    },
    kpi("gate-stability", "Gate stability", {
      value: 97.5,
      numerator: 39,
      denominator: 40,
      denominatorUnit: "change",
    }),
    kpi("review-latency", "Review latency", {
      direction: "down",
      unit: "hours",
      statistic: "median",
      value: 6.4,
      numerator: null,
      denominator: 31,
      denominatorUnit: "change",
      interval: { low: 3.1, high: 9.9, level: 0.95 },
      publicSafe: true,
    }),
    unmeasured(kpi("control-coverage", "Control coverage", { statistic: "census" }), grant.code, grant.text),
    kpi("ownership", "Ownership", {
      statistic: "census",
      value: 50,
      numerator: 1,
      denominator: 2,
      denominatorUnit: "thing",
    }),
    {
      ...unmeasured(
        kpi("release-evidence", "Release evidence", {}),
        "no-releases",
        "No release was published in the window.",
      ),
      outcome: "not-applicable",
      status: "not-applicable",
    },
    {
      ...unmeasured(
        kpi("paved-road-start", "New repositories on the paved road", { statistic: "census" }),
        "not-new",
        "The repository was not created in the window.",
      ),
      outcome: "not-applicable",
      status: "not-applicable",
    },
  ];
}

export function twentyKpiScorecard(part: Partial<Scorecard> = {}): Scorecard {
  return buildScorecard({ kpis: twentyKpis(), ...part });
}

/** What a weekly issue of leads would show. */
export const leadKpis: readonly KpiId[] = [
  "first-pass-rate",
  "template-adoption",
  "secret-exposure",
  "remediation-within-sla",
  "open-critical-age",
  "risk-debt",
  "exceptions-overdue",
  "gate-bypass-rate",
  "review-latency",
  "control-coverage",
];

/** Every value that the scorecard shows with its unit, to look for where it must not be. */
export function valuesInWords(kpis: readonly KpiResult[]): string[] {
  return kpis.flatMap(({ value, unit }) => (value === null ? [] : [formatValue(value, unit)]));
}
