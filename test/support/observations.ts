// Builders of facts that are read from GitHub or told by governance webhooks. As in facts.ts: give what the test is about.
import type {
  CustomPropertiesData,
  CustomPropertiesFact,
  SecurityFeaturesData,
  SecurityFeaturesFact,
} from "../../src/core/facts/governance.ts";
import type { DeliveriesMissedData, DeliveriesMissedFact } from "../../src/core/facts/history.ts";
import type {
  BranchRules,
  CodeOwnersData,
  CodeOwnersFact,
  ControlsData,
  ControlsFact,
  ReleaseEvidenceData,
  ReleaseEvidenceFact,
  ReleasesListedData,
  ReleasesListedFact,
  Sight,
  Unseen,
} from "../../src/core/facts/observations.ts";
import type { ReleaseData, ReleaseFact } from "../../src/core/facts/release.ts";
import {
  codeOwnersSubject,
  controlsSubject,
  customPropertiesSubject,
  deliveriesMissedSubject,
  releaseEvidenceSubject,
  releaseSubject,
  releasesListedSubject,
  securityFeaturesSubject,
} from "../../src/core/facts/subjects.ts";
import { assemble, defaultAt, type Envelope } from "./facts.ts";

export function seen<T>(value: T): Sight<T> {
  return { seen: value };
}

/** What could not be seen for want of a permission, or for another reason. */
export function unseen(
  permission: string | null,
  why: Unseen["why"] = "permission-missing",
): { unseen: Unseen } {
  const text = permission === null ? "GitHub does not have it." : `Grant ${permission}.`;
  return { unseen: { why, permission, text } };
}

export function branchRules(given: Partial<BranchRules> = {}): BranchRules {
  return { requiredChecks: [], requiredApprovals: null, requiredWorkflows: [], ...given };
}

/** All six controls on, by a ruleset that requires CodeQL and one approval. */
export function controlsFact(given: Envelope & Partial<ControlsData> = {}): ControlsFact {
  const { envelope, data } = assemble<ControlsData>(given, {
    branch: "main",
    features: seen({ secret_scanning: true, secret_scanning_push_protection: true }),
    dependabotAlerts: seen(true),
    defaultSetup: seen(true),
    lastAnalysisAt: seen<number | null>(null),
    rulesets: seen(branchRules({ requiredChecks: ["CodeQL"], requiredApprovals: 1 })),
    protection: seen<BranchRules | null>(null),
  });
  return { kind: "controls", ...envelope, subject: controlsSubject, data };
}

export function securityFeaturesFact(
  given: Envelope & Partial<SecurityFeaturesData> = {},
): SecurityFeaturesFact {
  const { envelope, data } = assemble<SecurityFeaturesData>(given, { features: {} });
  return { kind: "security-features", ...envelope, subject: securityFeaturesSubject, data };
}

/** `.github/CODEOWNERS` gives everything to one team. */
export function codeOwnersFact(given: Envelope & { file?: Sight<CodeOwnersData> } = {}): CodeOwnersFact {
  const { envelope, data } = assemble<{ file: Sight<CodeOwnersData> }>(given, {
    file: seen({ path: ".github/CODEOWNERS", defaultOwners: ["@acme/shop"] }),
  });
  return { kind: "code-owners", ...envelope, subject: codeOwnersSubject, data };
}

export function customPropertiesFact(
  given: Envelope & Partial<CustomPropertiesData> = {},
): CustomPropertiesFact {
  const { envelope, data } = assemble<CustomPropertiesData>(given, { properties: { tier: "1" } });
  return { kind: "custom-properties", ...envelope, subject: customPropertiesSubject, data };
}

/** Release 1 (`v1`) was published at `at`. */
export function releaseFact(given: Envelope & Partial<ReleaseData> = {}): ReleaseFact {
  const { releaseId = 1, at = defaultAt } = given;
  const { envelope, data } = assemble<ReleaseData>(given, {
    action: "published",
    releaseId,
    tagName: `v${releaseId}`,
    draft: false,
    prerelease: false,
    publishedAt: at,
    assetNames: [],
    url: `https://github.com/acme/shop/releases/tag/v${releaseId}`,
  });
  return { kind: "release", ...envelope, subject: releaseSubject(data), data };
}

/** Release 1, published and read at `at`: one asset, attested, and an SBOM from the dependency graph. */
export function releaseEvidenceFact(
  given: Envelope & Partial<ReleaseEvidenceData> = {},
): ReleaseEvidenceFact {
  const { releaseId = 1, at = defaultAt } = given;
  const { envelope, data } = assemble<ReleaseEvidenceData>(given, {
    releaseId,
    tagName: `v${releaseId}`,
    publishedAt: at,
    prerelease: false,
    url: `https://github.com/acme/shop/releases/tag/v${releaseId}`,
    assets: [asset("shop.tgz")],
    attested: seen<readonly string[]>(["shop.tgz"]),
    dependencyGraph: seen(true),
  });
  return { kind: "release-evidence", ...envelope, subject: releaseEvidenceSubject(data), data };
}

export function asset(name: string, digest: string | null = `sha256:${"d".repeat(64)}`) {
  return { name, digest };
}

/** Deliveries of the account were lost for good. */
export function deliveriesMissedFact(data: DeliveriesMissedData & Envelope): DeliveriesMissedFact {
  const assembled = assemble<DeliveriesMissedData>(
    { repositoryId: 0, ...data },
    { from: data.from, to: data.to },
  );
  const subject = deliveriesMissedSubject(assembled.data);
  return { kind: "deliveries-missed", ...assembled.envelope, subject, data: assembled.data };
}

export function releasesListedFact(listing: ReleasesListedData["listing"]): ReleasesListedFact {
  const { envelope, data } = assemble<ReleasesListedData>({}, { listing });
  return { kind: "releases-listed", ...envelope, subject: releasesListedSubject, data };
}
