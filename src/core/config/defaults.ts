// The configuration of a repository for which nobody has written anything.
import type { CheckSelector, Config } from "./config.ts";
import { hashConfig, type UnhashedConfig } from "./hash.ts";

/**
 * What counts as a security check unless a file says otherwise: the apps that report GitHub's code scanning results, and
 * checks with the name of a well-known tool in theirs, whoever runs them.
 */
export const defaultSecurityChecks: readonly CheckSelector[] = [
  { app: "github-advanced-security" },
  { app: "github-code-scanning" },
  { name: "*codeql*" },
  { name: "*semgrep*" },
  { name: "*snyk*" },
  { name: "*trivy*" },
  { name: "*gitleaks*" },
  { name: "*trufflehog*" },
  { name: "*checkov*" },
  { name: "*osv-scan*" },
  { name: "*osv scan*" },
  { name: "*dependency-review*" },
  { name: "*dependency review*" },
  { name: "*zizmor*" },
  { name: "*sonarcloud*" },
];

const unhashed: UnhashedConfig = {
  windowDays: 28,
  timeZone: "UTC",
  mode: "advisory",
  owner: null,
  groups: [],
  tier: null,
  checks: { security: defaultSecurityChecks, required: [], neutral: "pass" },
  changes: { baseBranches: [], bots: "separate", botLogins: [] },
  gates: { ruleSuites: true },
  secrets: { branches: "default" },
  templates: { rules: [] },
  sla: { critical: 7, high: 30, medium: 90, low: null },
  riskWeights: { critical: 10, high: 5, medium: 2, low: 1 },
  exceptions: { reviewAfterDays: 90 },
  reviews: {
    workingHours: null,
    securityLabels: ["security", "security review", "security-review", "threat model*", "threat-model*"],
  },
  ownership: { properties: ["tier", "product-line", "product_line"] },
  releases: { evidence: ["sbom", "provenance"], prereleases: false },
  targets: {},
  targetOwners: {},
  weekly: { enabled: true, cron: "0 7 * * 1", mention: [], kpis: null, escalateAfterWeeks: 3 },
};

export const defaultConfig: Config = { ...unhashed, hash: hashConfig(unhashed) };
