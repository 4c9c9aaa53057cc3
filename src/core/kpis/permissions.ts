// What the App must be allowed to read before a KPI may say anything.
import type { Config } from "../config/config.ts";
import type { Fact } from "../facts/fact.ts";
import type { DataSource } from "./data-source.ts";
import type { KpiId, Reason } from "./measurement.ts";
import { refusedPermissions } from "./refused-permissions.ts";
import { workflowPermission } from "./workflow-permissions.ts";

interface NeededPermission {
  readonly permission: string;
  /** `write` where GitHub asks for more than to read; we only read all the same. */
  readonly access?: "write";
  /** What cannot be seen without it. */
  readonly unseen: string;
  /** Whether the configuration asks for it; absent: whatever it says. */
  readonly when?: (config: Pick<Config, "gates">) => boolean;
}

const codeScanning = { permission: "security_events", unseen: "code scanning alerts" };
const secretScanning = { permission: "secret_scanning_alerts", unseen: "secret scanning alerts" };
const dependabot = { permission: "vulnerability_alerts", unseen: "Dependabot alerts" };
const allFindings = [codeScanning, secretScanning, dependabot];
const changes = [
  { permission: "pull_requests", unseen: "pull requests" },
  { permission: "checks", unseen: "check runs" },
  { permission: "statuses", unseen: "commit statuses" },
];

/** Read access that each KPI cannot do without, whatever the configuration; see `permissionsFor`. */
export const neededPermissions: Readonly<Record<KpiId, readonly NeededPermission[]>> = {
  "first-pass-rate": changes,
  "template-adoption": [{ permission: "contents", unseen: "workflows, Dockerfiles and template files" }],
  "secret-exposure": [secretScanning, { permission: "contents", unseen: "pushes" }],
  "remediation-within-sla": [...allFindings, { permission: "contents", unseen: "the exceptions file" }],
  "time-to-remediate": allFindings,
  "open-critical-age": allFindings,
  "risk-debt": [...allFindings, { permission: "contents", unseen: "the exceptions file" }],
  "findings-prevented": [codeScanning, { permission: "pull_requests", unseen: "pull requests" }],
  "repeat-findings": allFindings,
  "time-to-detect": [codeScanning, secretScanning, { permission: "contents", unseen: "commits" }],
  "alert-precision": allFindings,
  "exceptions-overdue": [...allFindings, { permission: "contents", unseen: "the exceptions file" }],
  "exception-governance": [...allFindings, { permission: "contents", unseen: "the exceptions file" }],
  "gate-bypass-rate": [
    ...changes,
    { permission: "contents", unseen: "pushes" },
    // GitHub lists the endpoint of rule suites under "Administration", write.
    {
      permission: "administration",
      access: "write",
      unseen: "bypassed rules",
      when: ({ gates }) => gates.ruleSuites,
    },
  ],
  "gate-stability": changes,
  "review-latency": [{ permission: "pull_requests", unseen: "pull requests and their reviews" }],
  "control-coverage": [
    codeScanning,
    { permission: "administration", unseen: "security features and branch protection" },
  ],
  ownership: [{ permission: "contents", unseen: "the CODEOWNERS file" }],
  "release-evidence": [
    { permission: "contents", unseen: "releases and the dependency graph" },
    { permission: "attestations", unseen: "attestations" },
  ],
  "paved-road-start": [{ permission: "contents", unseen: "workflows, Dockerfiles and template files" }],
};

/** What no fine-grained token of a person can have. */
const withoutFineGrained: ReadonlySet<string> = new Set(["checks"]);

/**
 * For a person: what cannot be read, and what to grant. `permission` with its access, e.g. `contents: read`.
 * @param source `api`: a token is to be granted it, else the App's installation.
 */
export function explainMissingPermission(
  unseen: string,
  permission: string,
  source: DataSource = "app",
): string {
  if (source !== "api")
    return `Firstpass may not read ${unseen}: grant its installation the permission "${permission}".`;
  const [name = ""] = permission.split(":");
  const given = workflowPermission(permission);
  const inWorkflow =
    given === null
      ? "The GITHUB_TOKEN of a workflow cannot have it: use a token of an App or a person there."
      : `In a workflow, add "${given}" under "permissions:".`;
  const ofPerson = withoutFineGrained.has(name)
    ? " A fine-grained token cannot have it: use a classic one with the scope repo, or an App's."
    : "";
  return `Firstpass may not read ${unseen}: grant the token the permission "${permission}".${ofPerson} ${inWorkflow}`;
}

/** What a KPI cannot do without under this configuration. */
export function permissionsFor(id: KpiId, config: Pick<Config, "gates">): readonly NeededPermission[] {
  return neededPermissions[id].filter(({ when }) => when === undefined || when(config));
}

/** What the installation may read, and what is measured. */
export interface Granted {
  /** Null or absent: not known. */
  readonly permissions?: Readonly<Record<string, string>> | null;
  readonly config: Pick<Config, "gates">;
  readonly facts: readonly Fact[];
  /** Where the facts come from; absent: an installed App. */
  readonly source?: DataSource;
}

/** Permissions, with their access, that the installation is known to lack or that GitHub refused when they were used last. */
export function lackingPermissions(
  id: KpiId,
  { permissions, config, facts }: Granted,
): readonly { readonly permission: string; readonly unseen: string }[] {
  const refused = refusedPermissions(facts);
  return permissionsFor(id, config).flatMap(({ permission, access = "read", unseen }) => {
    const wanted = `${permission}: ${access}`;
    const lacking = permissions && !Object.hasOwn(permissions, permission);
    return lacking || refused.has(wanted) ? [{ permission: wanted, unseen }] : [];
  });
}

/** One reason for each of the lacking permissions; none where nothing is known of it. */
export function missingPermissions(id: KpiId, granted: Granted): Reason[] {
  return lackingPermissions(id, granted).map(({ permission, unseen }) => ({
    code: "permission-missing",
    text: explainMissingPermission(unseen, permission, granted.source),
  }));
}
