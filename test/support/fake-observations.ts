// What the GitHub in memory lets be observed: everything is seen and nothing is there, unless a test sets it otherwise.
import type { GitHubObservations } from "../../src/github/observations.ts";

type Answers = {
  -readonly [Method in keyof GitHubObservations]: Awaited<ReturnType<GitHubObservations[Method]>>;
};

/** By the gateway's method; `hasAttestation` of a digest and `readCommitTime` of a commit are the same for all. */
export function fakeAnswers(): Answers {
  return {
    readSecurityFeatures: {
      defaultBranch: "main",
      visibility: "private",
      features: { seen: { secret_scanning: true } },
    },
    readDependabotSwitch: { seen: true },
    readDefaultSetup: { seen: false },
    readLastAnalysis: { seen: null },
    readBranchRules: { seen: { requiredChecks: [], requiredApprovals: null, requiredWorkflows: [] } },
    readBranchProtection: { seen: null },
    listBypassedRuleSuites: { seen: [] },
    readCodeOwnersFile: { seen: null },
    readCustomProperties: { seen: {} },
    listReleases: { seen: [] },
    hasAttestation: { seen: false },
    hasSbom: { seen: true },
    readSbomPackages: { seen: { ecosystems: [], packages: [] } },
    readCommitTime: { seen: null },
    listCodeScanningAlerts: { seen: { alerts: [], complete: true } },
    listDependabotAlerts: { seen: { alerts: [], complete: true } },
    listSecretAlerts: { seen: { alerts: [], complete: true } },
    listSecretLocations: { seen: { locations: [], complete: true } },
    listSecretScans: { seen: [] },
    listTeamRepositories: { seen: [] },
  };
}

/** The methods behind the answers; `answer` counts each request and lets it fail. */
export function observingMethods(
  answers: Answers,
  answer: <Seen>(method: keyof GitHubObservations, effect: () => Seen) => Promise<Seen>,
): GitHubObservations {
  return {
    readSecurityFeatures: () => answer("readSecurityFeatures", () => answers.readSecurityFeatures),
    readDependabotSwitch: () => answer("readDependabotSwitch", () => answers.readDependabotSwitch),
    readDefaultSetup: () => answer("readDefaultSetup", () => answers.readDefaultSetup),
    readLastAnalysis: () => answer("readLastAnalysis", () => answers.readLastAnalysis),
    readBranchRules: () => answer("readBranchRules", () => answers.readBranchRules),
    readBranchProtection: () => answer("readBranchProtection", () => answers.readBranchProtection),
    listBypassedRuleSuites: () => answer("listBypassedRuleSuites", () => answers.listBypassedRuleSuites),
    readCodeOwnersFile: () => answer("readCodeOwnersFile", () => answers.readCodeOwnersFile),
    readCustomProperties: () => answer("readCustomProperties", () => answers.readCustomProperties),
    listReleases: () => answer("listReleases", () => answers.listReleases),
    hasAttestation: () => answer("hasAttestation", () => answers.hasAttestation),
    hasSbom: () => answer("hasSbom", () => answers.hasSbom),
    readSbomPackages: () => answer("readSbomPackages", () => answers.readSbomPackages),
    readCommitTime: () => answer("readCommitTime", () => answers.readCommitTime),
    listCodeScanningAlerts: () => answer("listCodeScanningAlerts", () => answers.listCodeScanningAlerts),
    listDependabotAlerts: () => answer("listDependabotAlerts", () => answers.listDependabotAlerts),
    listSecretAlerts: () => answer("listSecretAlerts", () => answers.listSecretAlerts),
    listSecretLocations: () => answer("listSecretLocations", () => answers.listSecretLocations),
    listSecretScans: () => answer("listSecretScans", () => answers.listSecretScans),
    listTeamRepositories: () => answer("listTeamRepositories", () => answers.listTeamRepositories),
  };
}
