// Facts that webhooks do not tell and that are read from GitHub: controls, rules, ownership, rule suites, evidence of releases,
// which alerts there are. Each is complete at its time and stands until the next one; what could not be seen says why.
import type { FindingSource } from "../findings/finding.ts";
import type { FactOf } from "./fact-of.ts";

/** Why something could not be seen. */
export interface Unseen {
  readonly why: "permission-missing" | "feature-off" | "not-available";
  /** What to grant, as GitHub names it: `administration: read`; null where no permission would help. */
  readonly permission: string | null;
  /** For a person: what cannot be seen, and what to do. */
  readonly text: string;
}

/** What was seen, or why it could not be. */
export type Sight<Seen> = { readonly seen: Seen } | { readonly unseen: Unseen };

/** What holds on a branch, of rulesets or of classic branch protection. */
export interface BranchRules {
  /** Names of check runs or contexts of statuses that must pass. */
  readonly requiredChecks: readonly string[];
  /** Approving reviews that are required; 0 where a pull request is required but no review, null where none is. */
  readonly requiredApprovals: number | null;
  /** Workflows that a ruleset requires: `owner/repo/path@ref`; `repositories/<id>/path@ref` where GitHub names the id alone. */
  readonly requiredWorkflows: readonly string[];
}

export interface ControlsData {
  readonly branch: string;
  /** `security_and_analysis`: feature → enabled. Needs `administration: read`. */
  readonly features: Sight<Readonly<Record<string, boolean>>>;
  /** Whether Dependabot alerts are enabled. Needs `administration: read`. */
  readonly dependabotAlerts: Sight<boolean>;
  /** Whether code scanning's default setup is configured. Needs `administration: read`. */
  readonly defaultSetup: Sight<boolean>;
  /** When code scanning last analysed the default branch, milliseconds UTC; null: never. Needs `security_events: read`. */
  readonly lastAnalysisAt: Sight<number | null>;
  /** Effective rules of rulesets. Needs `metadata: read`. */
  readonly rulesets: Sight<BranchRules>;
  /** Classic protection; `seen: null` where the branch has none. Needs `administration: read`. */
  readonly protection: Sight<BranchRules | null>;
}

/** `subject` = `controls`; `occurredAt` = when GitHub was read. */
export type ControlsFact = FactOf<"controls", ControlsData>;

export interface FindingsListedData {
  readonly source: FindingSource;
  /** How many alerts of any state GitHub listed, and whether that was all. The alerts themselves are facts of their own kind. */
  readonly listing: Sight<{
    readonly alerts: number;
    readonly complete: boolean;
    /** Secret scanning: numbers of alerts of which nobody had told where the secret is, ascending. Absent: there were none. */
    readonly unplaced?: readonly number[];
  }>;
}

/** All alerts that there are were read. `subject` = `findings-listed:<source>`; `occurredAt` = when GitHub was read. */
export type FindingsListedFact = FactOf<"findings-listed", FindingsListedData>;

/** A push to the default branch that somebody was let through against the rules. */
export interface BypassedRuleSuite {
  readonly id: number;
  readonly ref: string;
  readonly beforeSha: string;
  readonly afterSha: string;
  readonly pushedAt: number;
}

export interface RuleSuitesData {
  /** The time that the answer speaks of, milliseconds UTC, half-open: GitHub tells a month at most. */
  readonly from: number;
  readonly to: number;
  readonly bypasses: Sight<readonly BypassedRuleSuite[]>;
}

/** `subject` = `rule-suites`; `occurredAt` = when GitHub was read (`to`). Needs `administration: read`. */
export type RuleSuitesFact = FactOf<"rule-suites", RuleSuitesData>;

export interface CodeOwnersData {
  /** Where the file is; null: there is none. */
  readonly path: string | null;
  /** Owners of everything that no later line takes: those of the last line whose pattern is `*` or the like; empty: none. */
  readonly defaultOwners: readonly string[];
}

/** `subject` = `code-owners`; `occurredAt` = when GitHub was read. Needs `contents: read`. */
export type CodeOwnersFact = FactOf<"code-owners", { readonly file: Sight<CodeOwnersData> }>;

export interface ReleaseAsset {
  readonly name: string;
  /** `sha256:…`; null where GitHub does not say. */
  readonly digest: string | null;
}

export interface ReleaseEvidenceData {
  readonly releaseId: number;
  readonly tagName: string;
  readonly publishedAt: number;
  readonly prerelease: boolean;
  readonly url: string | null;
  readonly assets: readonly ReleaseAsset[];
  /** Names of the assets for which GitHub has an attestation. Needs `attestations: read`. */
  readonly attested: Sight<readonly string[]>;
  /** Whether GitHub's dependency graph gives an SBOM of the repository. Needs `contents: read`. */
  readonly dependencyGraph: Sight<boolean>;
}

/** `subject` = `release-evidence:<releaseId>`; `occurredAt` = when GitHub was read. */
export type ReleaseEvidenceFact = FactOf<"release-evidence", ReleaseEvidenceData>;

export interface ReleasesListedData {
  /** Releases published from `from` on, milliseconds UTC; drafts are none. Needs `contents: read`. */
  readonly listing: Sight<{
    readonly from: number;
    readonly releases: readonly Pick<
      ReleaseEvidenceData,
      "releaseId" | "tagName" | "publishedAt" | "prerelease" | "url"
    >[];
  }>;
}

/** Which releases there are, where no delivery tells it. `subject` = `releases-listed`; `occurredAt` = when GitHub was read. */
export type ReleasesListedFact = FactOf<"releases-listed", ReleasesListedData>;

export interface CommitData {
  readonly sha: string;
  /** The committer's time. */
  readonly committedAt: number;
}

/** When a commit was made that no push told of. `subject` = `commit:<sha>`; `occurredAt` = committedAt. Needs `contents: read`. */
export type CommitFact = FactOf<"commit", CommitData>;
