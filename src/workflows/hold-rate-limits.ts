// Puts the stored waiting time of an installation before every request, and stores what GitHub asks for. It is shared by
// all replicas, and no request is made while it lasts.
import { RateLimited } from "../github/errors.ts";
import type { GitHubGateway } from "../github/gateway.ts";
import type { RateLimitsTable } from "../store/store.ts";

export function holdRateLimits(
  github: GitHubGateway,
  rateLimits: RateLimitsTable,
  now: () => number,
): GitHubGateway {
  async function hold<Answer>(installationId: number, ask: () => Promise<Answer>): Promise<Answer> {
    const until = await rateLimits.notBefore(installationId);
    if (until !== null && until > now())
      throw new RateLimited(`GitHub asked to wait until ${new Date(until).toISOString()}.`, until);
    try {
      return await ask();
    } catch (error) {
      if (error instanceof RateLimited) await rateLimits.hold(installationId, error.until);
      throw error;
    }
  }

  return {
    readFile: (...to) => hold(to[0].installationId, () => github.readFile(...to)),
    readTree: (...to) => hold(to[0].installationId, () => github.readTree(...to)),
    readBlob: (...to) => hold(to[0].installationId, () => github.readBlob(...to)),
    countCommits: (...to) => hold(to[0].installationId, () => github.countCommits(...to)),
    listPullRequestFiles: (...to) => hold(to[0].installationId, () => github.listPullRequestFiles(...to)),
    listTags: (...to) => hold(to[0].installationId, () => github.listTags(...to)),
    findCheckRun: (...to) => hold(to[0].installationId, () => github.findCheckRun(...to)),
    findIssue: (...to) => hold(to[0].installationId, () => github.findIssue(...to)),
    findRepository: (...to) => hold(to[0], () => github.findRepository(...to)),
    readSecurityFeatures: (...to) => hold(to[0].installationId, () => github.readSecurityFeatures(...to)),
    readDependabotSwitch: (...to) => hold(to[0].installationId, () => github.readDependabotSwitch(...to)),
    readDefaultSetup: (...to) => hold(to[0].installationId, () => github.readDefaultSetup(...to)),
    readLastAnalysis: (...to) => hold(to[0].installationId, () => github.readLastAnalysis(...to)),
    readBranchRules: (...to) => hold(to[0].installationId, () => github.readBranchRules(...to)),
    readBranchProtection: (...to) => hold(to[0].installationId, () => github.readBranchProtection(...to)),
    listBypassedRuleSuites: (...to) => hold(to[0].installationId, () => github.listBypassedRuleSuites(...to)),
    readCodeOwnersFile: (...to) => hold(to[0].installationId, () => github.readCodeOwnersFile(...to)),
    readCustomProperties: (...to) => hold(to[0].installationId, () => github.readCustomProperties(...to)),
    listReleases: (...to) => hold(to[0].installationId, () => github.listReleases(...to)),
    hasAttestation: (...to) => hold(to[0].installationId, () => github.hasAttestation(...to)),
    hasSbom: (...to) => hold(to[0].installationId, () => github.hasSbom(...to)),
    readSbomPackages: (...to) => hold(to[0].installationId, () => github.readSbomPackages(...to)),
    readCommitTime: (...to) => hold(to[0].installationId, () => github.readCommitTime(...to)),
    listCodeScanningAlerts: (...to) => hold(to[0].installationId, () => github.listCodeScanningAlerts(...to)),
    listDependabotAlerts: (...to) => hold(to[0].installationId, () => github.listDependabotAlerts(...to)),
    listSecretAlerts: (...to) => hold(to[0].installationId, () => github.listSecretAlerts(...to)),
    listTeamRepositories: (...to) => hold(to[0].installationId, () => github.listTeamRepositories(...to)),
    createCheckRun: (...to) => hold(to[0].installationId, () => github.createCheckRun(...to)),
    updateCheckRun: (...to) => hold(to[0].installationId, () => github.updateCheckRun(...to)),
    createIssue: (...to) => hold(to[0].installationId, () => github.createIssue(...to)),
    updateIssue: (...to) => hold(to[0].installationId, () => github.updateIssue(...to)),
    ensureLabel: (...to) => hold(to[0].installationId, () => github.ensureLabel(...to)),
  };
}
