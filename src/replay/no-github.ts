// The GitHub of a replay: there is none. Whatever is asked is answered with the same plain refusal.
import { PermissionError } from "../github/errors.ts";
import type { GitHubGateway } from "../github/gateway.ts";

const refuse = async (): Promise<never> => {
  throw new PermissionError("GitHub is not reachable in a replay: only what was recorded is known.", null);
};

export const noGitHub: GitHubGateway = {
  listPullRequests: refuse,
  listActivity: refuse,
  listCommits: refuse,
  listChecks: refuse,
  listWorkflowRuns: refuse,
  surveyRepositories: refuse,
  readFile: refuse,
  readTree: refuse,
  readBlob: refuse,
  countCommits: refuse,
  listPullRequestFiles: refuse,
  listTags: refuse,
  findCheckRun: refuse,
  findIssue: refuse,
  listMarkedIssues: refuse,
  findRepository: refuse,
  readSecurityFeatures: refuse,
  readDependabotSwitch: refuse,
  readDefaultSetup: refuse,
  readLastAnalysis: refuse,
  readBranchRules: refuse,
  readBranchProtection: refuse,
  listBypassedRuleSuites: refuse,
  readCodeOwnersFile: refuse,
  readCustomProperties: refuse,
  listReleases: refuse,
  hasAttestation: refuse,
  hasSbom: refuse,
  readSbomPackages: refuse,
  readCommitTime: refuse,
  listCodeScanningAlerts: refuse,
  listDependabotAlerts: refuse,
  listSecretAlerts: refuse,
  listSecretLocations: refuse,
  listSecretScans: refuse,
  listTeamRepositories: refuse,
  createCheckRun: refuse,
  updateCheckRun: refuse,
  createIssue: refuse,
  updateIssue: refuse,
  ensureLabel: refuse,
};
