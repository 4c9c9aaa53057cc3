// Makes the product's view of GitHub out of Octokit: one line per thing that can be asked, each in its own file.
// The addresses come from the Octokit that is given, so that GitHub Enterprise Server needs nothing else.
import { type Priority, priorities } from "../core/requests/priority.ts";
import { type Ask, type AskOptions, makeAsk, type OctokitFor } from "./ask.ts";
import { noteRequest } from "./count-requests.ts";
import type { GitHubGateway, GitHubLookups, PrioritizedGitHub } from "./gateway.ts";
import { keepOctokits } from "./keep-octokits.ts";
import { readBranchProtection, readBranchRules } from "./read/branch-rules.ts";
import { findCheckRun } from "./read/check-runs.ts";
import { listCodeScanningAlerts, readLastAnalysis } from "./read/code-scanning-alerts.ts";
import { readCommitTime } from "./read/commit-time.ts";
import { countCommits } from "./read/compare.ts";
import { readBlob, readFile } from "./read/contents.ts";
import { listDependabotAlerts } from "./read/dependabot-alerts.ts";
import { type PreferGraphql, preferGraphql } from "./read/history/prefer-graphql.ts";
import { readHistory } from "./read/history/read-history.ts";
import { findIssue, listMarkedIssues } from "./read/issues.ts";
import { findRepositoryByName, listOwnedRepositories } from "./read/named-repositories.ts";
import { readCodeOwnersFile, readCustomProperties } from "./read/ownership.ts";
import { listPullRequestFiles } from "./read/pull-request-files.ts";
import { hasAttestation, hasSbom, listReleases } from "./read/release-evidence.ts";
import { findRepository } from "./read/repository.ts";
import { listBypassedRuleSuites } from "./read/rule-suites.ts";
import { readSbomPackages } from "./read/sbom.ts";
import { listSecretAlerts } from "./read/secret-alerts.ts";
import { listSecretLocations } from "./read/secret-locations.ts";
import { listSecretScans } from "./read/secret-scans.ts";
import { readDefaultSetup, readDependabotSwitch, readSecurityFeatures } from "./read/security-features.ts";
import { listTags } from "./read/tags.ts";
import { listTeamRepositories } from "./read/teams.ts";
import { readTree } from "./read/tree.ts";
import { createCheckRun, updateCheckRun } from "./write/check-runs.ts";
import { createIssue, ensureLabel, updateIssue } from "./write/issues.ts";

const defaultTimeoutMillis = 30_000;

/**
 * @param octokitFor an Octokit authenticated as the installation, e.g. Probot's `probot.auth`. It should not retry nor
 * throttle by itself: a repeated POST would be a second check run, and waits belong in the store.
 */
export function connectGitHub(octokitFor: OctokitFor, options: Partial<AskOptions> = {}): PrioritizedGitHub {
  const kept = keepOctokits(octokitFor);
  const now = options.now ?? Date.now;
  const prefer = preferGraphql(now);
  const at = (priority: Priority) =>
    gatewayOf(
      makeAsk(kept, {
        now,
        timeoutMillis: options.timeoutMillis ?? defaultTimeoutMillis,
        priority,
        ...(options.access === undefined ? {} : { access: options.access }),
        ...(options.graphqlUrl === undefined ? {} : { graphqlUrl: options.graphqlUrl }),
        ...(options.memory === undefined ? {} : { memory: options.memory }),
        ...(options.gate === undefined ? {} : { gate: options.gate }),
        onAnswered(request) {
          noteRequest(request.outcome === "not-modified");
          options.onAnswered?.(request);
        },
      }),
      prefer,
      now,
    );
  const byPriority = new Map(priorities.map((priority) => [priority, at(priority)]));
  const own = options.priority ?? "check";
  return { ...at(own), at: (priority) => byPriority.get(priority) ?? at(priority) };
}

function gatewayOf(ask: Ask, prefer: PreferGraphql, now: () => number): GitHubGateway & GitHubLookups {
  return {
    access: ask.access,
    findRepositoryByName: findRepositoryByName(ask),
    listOwnedRepositories: listOwnedRepositories(ask),
    ...readHistory(ask, prefer, now),
    readFile: readFile(ask),
    readTree: readTree(ask),
    readBlob: readBlob(ask),
    countCommits: countCommits(ask),
    listPullRequestFiles: listPullRequestFiles(ask),
    listTags: listTags(ask),
    findCheckRun: findCheckRun(ask),
    findIssue: findIssue(ask),
    listMarkedIssues: listMarkedIssues(ask),
    findRepository: findRepository(ask),
    readSecurityFeatures: readSecurityFeatures(ask),
    readDependabotSwitch: readDependabotSwitch(ask),
    readDefaultSetup: readDefaultSetup(ask),
    readLastAnalysis: readLastAnalysis(ask),
    readBranchRules: readBranchRules(ask),
    readBranchProtection: readBranchProtection(ask),
    listBypassedRuleSuites: listBypassedRuleSuites(ask),
    readCodeOwnersFile: readCodeOwnersFile(ask),
    readCustomProperties: readCustomProperties(ask),
    listReleases: listReleases(ask),
    hasAttestation: hasAttestation(ask),
    hasSbom: hasSbom(ask),
    readSbomPackages: readSbomPackages(ask),
    readCommitTime: readCommitTime(ask),
    listCodeScanningAlerts: listCodeScanningAlerts(ask),
    listDependabotAlerts: listDependabotAlerts(ask),
    listSecretAlerts: listSecretAlerts(ask),
    listSecretLocations: listSecretLocations(ask),
    listSecretScans: listSecretScans(ask),
    listTeamRepositories: listTeamRepositories(ask),
    createCheckRun: createCheckRun(ask),
    updateCheckRun: updateCheckRun(ask),
    createIssue: createIssue(ask),
    updateIssue: updateIssue(ask),
    ensureLabel: ensureLabel(ask),
  };
}
