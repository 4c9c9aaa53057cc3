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
  checks: { security: defaultSecurityChecks, required: [], neutral: "pass" },
  changes: { baseBranches: [], bots: "separate", botLogins: [] },
  secrets: { branches: "default" },
  templates: { rules: [] },
  targets: {},
  weekly: { enabled: true, cron: "0 7 * * 1", mention: [] },
};

export const defaultConfig: Config = { ...unhashed, hash: hashConfig(unhashed) };
