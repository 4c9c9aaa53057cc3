// Scorecards, repositories and configurations with sensible values, for tests of what is rendered. Each builder takes what differs.
import type { Config } from "../../src/core/config/config.ts";
import { defaultConfig } from "../../src/core/config/defaults.ts";
import type { RepositoryState } from "../../src/core/facts/repository.ts";
import { explainVariance } from "../../src/core/scorecard/explain-variance.ts";
import { reviewKpis } from "../../src/core/scorecard/review.ts";
import type { KpiResult, Scorecard } from "../../src/core/scorecard/scorecard.ts";

export const weekEnd = Date.UTC(2026, 10, 23);
export const weekStart = Date.UTC(2026, 9, 26);

export function buildConfig(part: Partial<Config> = {}): Config {
  return {
    ...defaultConfig,
    owner: "@octo/shop-team",
    checks: { security: [{ app: "github-advanced-security" }], required: [], neutral: "pass" },
    weekly: { ...defaultConfig.weekly, cron: "0 8 * * 1" },
    hash: "5e1f0c9a7b3d4e2f".repeat(4),
    ...part,
  };
}

/** The explanation is made from the rest, unless it is given. */
export function buildKpi(part: Partial<KpiResult> = {}): KpiResult {
  const kpi: KpiResult = {
    id: "first-pass-rate",
    definitionVersion: 1,
    title: "First-pass security check rate",
    outcome: "measured",
    value: 87.5,
    unit: "%",
    direction: "up",
    statistic: "share",
    numerator: 35,
    denominator: 40,
    denominatorUnit: "change",
    interval: { low: 73.8871, high: 94.5405, level: 0.95 },
    excluded: { "opened by a bot": 6, "first try not decided in the window": 2 },
    target: { op: ">=", value: 85, tolerance: 5 },
    variance: 2.5,
    status: "on-target",
    trend: { previous: 66.6667, delta: 20.8333, verdict: "improving", pValue: 0.021 },
    reason: null,
    reasons: [],
    beside: [
      { id: "no-check", label: "changes with no security check", value: 3, unit: "" },
      { id: "heads-until-green", label: "median heads until green", value: 2, unit: "" },
    ],
    breakdown: [
      { label: "CodeQL", count: 4, of: 5 },
      { label: "Semgrep", count: 1, of: 5 },
    ],
    notes: [],
    evidence: [
      {
        kind: "pull-request",
        id: "#412",
        url: "https://github.com/octo/shop/pull/412",
        at: Date.UTC(2026, 10, 18, 9, 30),
        note: "failed on the first try: CodeQL",
        counted: false,
      },
      {
        kind: "pull-request",
        id: "#411",
        url: "https://github.com/octo/shop/pull/411",
        at: Date.UTC(2026, 10, 17, 15, 2),
        note: "passed on the first try",
        counted: true,
      },
    ],
    explanation: [],
    advice: null,
    offTargetWeeks: 0,
    escalated: false,
    publicSafe: true,
    ...part,
  };
  return { ...kpi, explanation: part.explanation ?? explainVariance(kpi) };
}

export function adoptionKpi(part: Partial<KpiResult> = {}): KpiResult {
  return buildKpi({
    id: "template-adoption",
    title: "Adoption of secure templates",
    statistic: "census",
    value: 75,
    numerator: 3,
    denominator: 4,
    denominatorUnit: "rule",
    interval: null,
    variance: -10,
    status: "off-target",
    trend: { previous: 75, delta: 0, verdict: "steady", pValue: null },
    offTargetWeeks: 2,
    excluded: {},
    beside: [],
    breakdown: [{ label: "Hardened base image: drifted", count: 1, of: 4 }],
    evidence: [
      {
        kind: "file",
        id: "Dockerfile",
        url: "https://github.com/octo/shop/blob/main/Dockerfile#L3",
        at: Date.UTC(2026, 10, 16),
        note: "Hardened base image: the base node:24 is not approved",
        counted: false,
      },
    ],
    ...part,
  });
}

export function secretKpi(part: Partial<KpiResult> = {}): KpiResult {
  return buildKpi({
    id: "secret-exposure",
    title: "Secrets exposed per 1,000 commits",
    unit: "per 1,000 commits",
    direction: "down",
    statistic: "events-per-exposure",
    value: 3.1496,
    numerator: 2,
    denominator: 635,
    denominatorUnit: "commit",
    interval: { low: 0.3814, high: 11.3774, level: 0.95 },
    target: { op: "<=", value: 2, tolerance: 0.5 },
    variance: 1.1496,
    status: "off-target",
    trend: { previous: 4.2, delta: -1.0504, verdict: "steady", pValue: 0.71 },
    excluded: { "found in history": 1 },
    beside: [{ id: "bypassed", label: "push protection bypassed", value: 1, unit: "" }],
    breakdown: [],
    evidence: [
      {
        kind: "alert",
        id: "alert 7",
        url: "https://github.com/octo/shop/security/secret-scanning/7",
        at: Date.UTC(2026, 10, 12),
        note: "aws_access_key_id, visible in commit 4f2a91c",
        counted: true,
      },
    ],
    publicSafe: false,
    ...part,
  });
}

/** Not measured, with the reason; no number anywhere. */
export function unmeasured(kpi: KpiResult, code: string, text: string): KpiResult {
  return {
    ...kpi,
    outcome: "not-measured",
    value: null,
    numerator: null,
    denominator: null,
    interval: null,
    variance: null,
    status: "not-measured",
    trend: null,
    reason: text,
    reasons: [{ code, text }],
    excluded: {},
    beside: [],
    breakdown: [],
    notes: [],
    evidence: [],
    explanation: [],
    advice: null,
    offTargetWeeks: 0,
    escalated: false,
  };
}

/** The review is made from the KPIs, unless it is given. */
export function buildScorecard(part: Partial<Scorecard> = {}): Scorecard {
  const kpis = part.kpis ?? [buildKpi(), adoptionKpi(), secretKpi()];
  return {
    schemaVersion: 2,
    repository: {
      id: 9001,
      fullName: "octo/shop",
      visibility: "private",
      url: "https://github.com/octo/shop",
    },
    window: { from: weekStart, to: weekEnd },
    generatedAt: weekEnd + 8 * 3_600_000,
    coveredFrom: weekStart - 60 * 86_400_000,
    configHash: "5e1f0c9a7b3d4e2f".repeat(4),
    review: reviewKpis(kpis),
    actions: [],
    kpis,
    ...part,
  };
}

export function publicScorecard(kpis: readonly KpiResult[]): Scorecard {
  const scorecard = buildScorecard({ kpis });
  return { ...scorecard, repository: { ...scorecard.repository, visibility: "public" } };
}

export function buildRepository(part: Partial<RepositoryState> = {}): RepositoryState {
  return {
    accountId: 77,
    repositoryId: 9001,
    ownerLogin: "octo",
    name: "shop",
    visibility: "private",
    archived: false,
    fork: false,
    defaultBranch: "main",
    language: "TypeScript",
    topics: [],
    createdAt: null,
    url: "https://github.com/octo/shop",
    templateRepository: null,
    customProperties: null,
    ...part,
  };
}
