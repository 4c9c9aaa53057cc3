// What is read of GitHub because no webhook tells it. Each answer is a sight: what was seen, or why it could not be, with
// the permission to grant. Limits, time-outs and a repository that is gone are errors, as everywhere.
import type { BranchRules, BypassedRuleSuite, ReleaseAsset, Sight } from "../core/facts/observations.ts";
import type { ObservedSbom } from "../core/facts/paved-road.ts";
import type { Visibility } from "../core/facts/repository.ts";
import type { SecretScanData } from "../core/facts/secret-scanning-alert.ts";
import type { ListedCodeScanningAlert } from "../core/listed-alerts/code-scanning.ts";
import type { ListedDependabotAlert } from "../core/listed-alerts/dependabot.ts";
import type { ListedSecretLocation } from "../core/listed-alerts/secret-locations.ts";
import type { ListedSecretAlert } from "../core/listed-alerts/secret-scanning.ts";
import type { RepositoryAddress } from "./address.ts";

/** A list of alerts; not complete where GitHub has more than are read. */
export interface AlertList<Alert> {
  readonly alerts: readonly Alert[];
  readonly complete: boolean;
}

export interface ListedRelease {
  readonly releaseId: number;
  readonly tagName: string;
  readonly publishedAt: number;
  readonly prerelease: boolean;
  readonly url: string | null;
  readonly assets: readonly ReleaseAsset[];
}

export interface GitHubObservations {
  /** Name of the default branch today, who may see the repository, what groups select by, and `security_and_analysis`. Throws `NotFound` when the repository is not there. */
  readSecurityFeatures(repository: RepositoryAddress): Promise<{
    readonly defaultBranch: string;
    readonly visibility: Visibility;
    /** Absent: GitHub sees none in it. */
    readonly language?: string;
    readonly topics?: readonly string[];
    readonly features: Sight<Readonly<Record<string, boolean>>>;
  }>;
  readDependabotSwitch(repository: RepositoryAddress): Promise<Sight<boolean>>;
  readDefaultSetup(repository: RepositoryAddress): Promise<Sight<boolean>>;
  /** When code scanning last analysed the branch, milliseconds UTC; null: never. */
  readLastAnalysis(repository: RepositoryAddress, branch: string): Promise<Sight<number | null>>;
  readBranchRules(repository: RepositoryAddress, branch: string): Promise<Sight<BranchRules>>;
  readBranchProtection(repository: RepositoryAddress, branch: string): Promise<Sight<BranchRules | null>>;
  /** Pushes to the branch within the last 28 days, and somewhat more, that were let through against the rules. */
  listBypassedRuleSuites(
    repository: RepositoryAddress,
    branch: string,
  ): Promise<Sight<readonly BypassedRuleSuite[]>>;
  /** The CODEOWNERS file that GitHub takes; null where there is none. */
  readCodeOwnersFile(
    repository: RepositoryAddress,
  ): Promise<Sight<{ readonly path: string; readonly text: string } | null>>;
  /** Custom properties that have a value. */
  readCustomProperties(
    repository: RepositoryAddress,
  ): Promise<Sight<Readonly<Record<string, string | readonly string[]>>>>;
  /** Published releases, newest first; the 300 newest at most. */
  listReleases(repository: RepositoryAddress): Promise<Sight<readonly ListedRelease[]>>;
  hasAttestation(repository: RepositoryAddress, digest: string): Promise<Sight<boolean>>;
  /** Whether the dependency graph gives an SBOM. */
  hasSbom(repository: RepositoryAddress): Promise<Sight<boolean>>;
  /** Those packages of the dependency graph's SBOM that `libraries` (`npm:left-pad`) names. */
  readSbomPackages(repository: RepositoryAddress, libraries: readonly string[]): Promise<Sight<ObservedSbom>>;
  /** The committer's time, milliseconds UTC; null where there is no such commit. */
  readCommitTime(repository: RepositoryAddress, sha: string): Promise<Sight<number | null>>;
  /** All alerts of the branch, of every state. */
  listCodeScanningAlerts(
    repository: RepositoryAddress,
    branch: string,
  ): Promise<Sight<AlertList<ListedCodeScanningAlert>>>;
  listDependabotAlerts(repository: RepositoryAddress): Promise<Sight<AlertList<ListedDependabotAlert>>>;
  /** Ids of the repositories that the team may write to (push, maintain or admin), sorted. */
  listTeamRepositories(
    organisation: Pick<RepositoryAddress, "installationId" | "owner">,
    slug: string,
  ): Promise<Sight<readonly number[]>>;
  /** Without the secrets: GitHub is asked to hide them. */
  listSecretAlerts(repository: RepositoryAddress): Promise<Sight<AlertList<ListedSecretAlert>>>;
  /** Where an alert's secret is, without the secret; a thousand places at most. */
  listSecretLocations(
    repository: RepositoryAddress,
    alertNumber: number,
  ): Promise<Sight<{ readonly locations: readonly ListedSecretLocation[]; readonly complete: boolean }>>;
  /** Scans that ended: GitHub tells the last one of each type and source alone. */
  listSecretScans(repository: RepositoryAddress): Promise<Sight<readonly SecretScanData[]>>;
}
