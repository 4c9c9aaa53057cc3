// What the local GitHub knows of a repository's security: features, rules, alerts, releases and their attestations.
// Plain data that a story may change at any time; times are milliseconds UTC.

/** A rule of a ruleset that is active on the branches it names. */
export interface LocalBranchRule {
  /** Branch names; the default branch unless told otherwise. */
  readonly branches?: readonly string[];
  readonly rulesetId: number;
  readonly rule:
    | { readonly type: "required_status_checks"; readonly contexts: readonly string[] }
    | { readonly type: "pull_request"; readonly approvals: number }
    | { readonly type: "workflows"; readonly workflows: readonly LocalRequiredWorkflow[] }
    | { readonly type: "deletion" | "non_fast_forward" };
}

export interface LocalRequiredWorkflow {
  readonly repositoryId: number;
  readonly path: string;
  readonly ref?: string;
}

/** Classic branch protection. */
export interface LocalBranchProtection {
  /** Null: no status check is required. */
  readonly contexts: readonly string[] | null;
  /** Null: no pull request is required. */
  readonly approvals: number | null;
}

export interface LocalRuleSuite {
  readonly id: number;
  readonly ref: string;
  readonly beforeSha: string;
  readonly afterSha: string;
  readonly pushedAt: number;
  readonly result: "pass" | "fail" | "bypass";
  readonly actor: { readonly id: number; readonly login: string };
}

export interface LocalCodeScanningAlert {
  readonly number: number;
  readonly createdAt: number;
  updatedAt: number;
  state: "open" | "fixed" | "dismissed";
  fixedAt: number | null;
  dismissedAt: number | null;
  dismissedReason: "false positive" | "won't fix" | "used in tests" | "mitigated" | null;
  readonly ruleId: string;
  readonly ruleSeverity: "none" | "note" | "warning" | "error";
  readonly securitySeverity: "low" | "medium" | "high" | "critical" | null;
  readonly toolName: string;
  readonly path: string;
  readonly startLine: number;
  /** Full refs on which it is or was; a list without `ref` tells those of the default branch. */
  refs: readonly string[];
  /** Commit of the latest analysis that saw it. */
  commitSha: string;
}

export interface LocalDependabotAlert {
  readonly number: number;
  readonly createdAt: number;
  updatedAt: number;
  state: "open" | "fixed" | "dismissed" | "auto_dismissed";
  fixedAt: number | null;
  dismissedAt: number | null;
  autoDismissedAt: number | null;
  dismissedReason: "fix_started" | "inaccurate" | "no_bandwidth" | "not_used" | "tolerable_risk" | null;
  readonly ghsaId: string;
  readonly severity: "low" | "medium" | "high" | "critical";
  readonly ecosystem: string;
  readonly packageName: string;
  readonly manifestPath: string;
}

export interface LocalSecretAlert {
  readonly number: number;
  readonly createdAt: number;
  updatedAt: number;
  state: "open" | "resolved";
  resolvedAt: number | null;
  resolution: "false_positive" | "wont_fix" | "revoked" | "used_in_tests" | null;
  readonly secretType: string;
  /** What was found. GitHub gives it to whoever does not ask it to hide it. */
  readonly secret: string;
  validity: "active" | "inactive" | "unknown";
  publiclyLeaked: boolean;
  readonly pushProtectionBypassedAt: number | null;
}

/** A place of an alert's secret, as GitHub shows it. */
export interface LocalSecretLocation {
  readonly type: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The last scan of its type and source; the type is that of the webhook. */
export interface LocalSecretScan {
  readonly type: string;
  readonly source: string | null;
  readonly startedAt: number | null;
  readonly completedAt: number;
}

export interface LocalReleaseAsset {
  readonly id: number;
  readonly name: string;
  /** `sha256:…`; null for assets from before GitHub kept digests. */
  readonly digest: string | null;
}

export interface LocalRelease {
  readonly id: number;
  readonly tagName: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly createdAt: number;
  readonly publishedAt: number | null;
  assets: readonly LocalReleaseAsset[];
}

/** A package as the dependency graph knows it. */
export interface LocalPackage {
  readonly name: string;
  /** A range, where no lockfile says more. */
  readonly version: string;
  /** `pkg:npm/left-pad@1.3.0`; without the version where it is a range. */
  readonly purl: string;
}

export interface RepositorySecurity {
  /** `security_and_analysis`: feature → enabled. Secret scanning is on or off by its own entry. */
  readonly features: Map<string, boolean>;
  /** False: code scanning answers that it is not enabled. */
  codeScanning: boolean;
  dependabotAlerts: boolean;
  dependencyGraph: boolean;
  /** What the dependency graph has found. */
  packages: readonly LocalPackage[];
  /** Code scanning's default setup. */
  defaultSetup: boolean;
  /** Full ref → when code scanning last analysed it. Without any, lists answer "no analysis found". */
  readonly analyses: Map<string, number>;
  rules: readonly LocalBranchRule[];
  /** Branch name → classic protection. */
  readonly protection: Map<string, LocalBranchProtection>;
  ruleSuites: readonly LocalRuleSuite[];
  /** Custom properties that have a value. */
  readonly properties: Map<string, string | readonly string[]>;
  releases: readonly LocalRelease[];
  /** Digests for which there is an attestation. */
  readonly attestedDigests: Set<string>;
  readonly codeScanningAlerts: LocalCodeScanningAlert[];
  readonly dependabot: LocalDependabotAlert[];
  readonly secretAlerts: LocalSecretAlert[];
  /** Alert number → its places, by what tells one from another. */
  readonly secretLocations: Map<number, Map<string, LocalSecretLocation>>;
  /** By type and source. */
  readonly secretScans: Map<string, LocalSecretScan>;
}

/** A repository as GitHub makes it: alerts and graph on, code scanning never set up, nothing required, nothing released. */
export function makeSecurity(): RepositorySecurity {
  return {
    features: new Map([
      ["secret_scanning", true],
      ["secret_scanning_push_protection", true],
      ["dependabot_security_updates", false],
    ]),
    codeScanning: true,
    dependabotAlerts: true,
    dependencyGraph: true,
    packages: [],
    defaultSetup: false,
    analyses: new Map(),
    rules: [],
    protection: new Map(),
    ruleSuites: [],
    properties: new Map(),
    releases: [],
    attestedDigests: new Set(),
    codeScanningAlerts: [],
    dependabot: [],
    secretAlerts: [],
    secretLocations: new Map(),
    secretScans: new Map(),
  };
}
