// What the App must be allowed to read before a KPI may say anything.
import type { KpiId, Reason } from "./measurement.ts";

interface NeededPermission {
  readonly permission: string;
  /** What cannot be seen without it. */
  readonly unseen: string;
}

/** Read access that each KPI cannot do without. */
export const neededPermissions: Readonly<Record<KpiId, readonly NeededPermission[]>> = {
  "first-pass-rate": [
    { permission: "pull_requests", unseen: "pull requests" },
    { permission: "checks", unseen: "check runs" },
    { permission: "statuses", unseen: "commit statuses" },
  ],
  "template-adoption": [{ permission: "contents", unseen: "workflows, Dockerfiles and template files" }],
  "secret-exposure": [
    { permission: "secret_scanning_alerts", unseen: "secret scanning alerts" },
    { permission: "contents", unseen: "pushes" },
  ],
};

/** One reason for each permission that the installation is known to lack; none where nothing is known of it. */
export function missingPermissions(
  id: KpiId,
  permissions: Readonly<Record<string, string>> | null | undefined,
): Reason[] {
  if (permissions === null || permissions === undefined) return [];
  return neededPermissions[id]
    .filter(({ permission }) => !Object.hasOwn(permissions, permission))
    .map(({ permission, unseen }) => ({
      code: "permission-missing",
      text: `Firstpass may not read ${unseen}: grant its installation the permission "${permission}: read".`,
    }));
}
