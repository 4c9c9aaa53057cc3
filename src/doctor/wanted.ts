// What the App should be registered with, as `app.yml` says it, and what is lost without each. A test holds it against app.yml.
import { kpiIdentifiers } from "../core/kpis/measurement.ts";
import { neededPermissions } from "../core/kpis/permissions.ts";
import { HANDLED_EVENTS } from "../index.ts";

export interface WantedPermission {
  readonly permission: string;
  readonly access: "read" | "write";
  /** `base`: asked for by app.yml. `optional`: an operator may add it. */
  readonly tier: "base" | "optional";
  /** What is lost without it, besides KPIs; absent: KPIs alone. */
  readonly besides?: string;
}

const base = (permission: string, besides?: string, access: "read" | "write" = "read"): WantedPermission => ({
  permission,
  access,
  tier: "base",
  ...(besides === undefined ? {} : { besides }),
});

const optional = (
  permission: string,
  besides?: string,
  access: "read" | "write" = "read",
): WantedPermission => ({ ...base(permission, besides, access), tier: "optional" });

export const wantedPermissions: readonly WantedPermission[] = [
  base("metadata", "names of repositories, rules of branches"),
  base("contents", "the configuration files"),
  base("pull_requests"),
  base("actions", "re-runs, reusable workflows that ran"),
  base("statuses"),
  base("checks", "the check run", "write"),
  base("issues", "the weekly issue", "write"),
  base("secret_scanning_alerts"),
  base("security_events"),
  base("vulnerability_alerts"),
  base("merge_queues", "the check run in merge queues"),
  optional("administration"),
  optional("administration", undefined, "write"),
  optional("attestations"),
  optional("members", "groups and rules by teams"),
  optional("organization_custom_properties", "changed custom properties at once, not with the next day"),
];

/** Whether what is granted covers what is wanted: `write` includes `read`. */
export function isGranted(
  granted: Readonly<Record<string, string>>,
  { permission, access }: Pick<WantedPermission, "permission" | "access">,
): boolean {
  const level = Object.hasOwn(granted, permission) ? granted[permission] : undefined;
  return level === access || level === "write" || level === "admin";
}

/** What is lost where this permission is not granted, given what is: KPIs that are not measured, then the rest. */
export function lostWithout(
  wanted: WantedPermission,
  granted: Readonly<Record<string, string>>,
): readonly string[] {
  const { permission, access } = wanted;
  const kpis = kpiIdentifiers.filter((id) =>
    neededPermissions[id].some((needed) => {
      const needs = { permission: needed.permission, access: needed.access ?? ("read" as const) };
      const concerned =
        needs.permission === permission && (needs.access === access || wanted.tier === "base");
      return concerned && !isGranted(granted, needs);
    }),
  );
  return wanted.besides === undefined ? kpis : [...kpis, wanted.besides];
}

/** GitHub always sends them, and refuses an app that asks. */
const alwaysSent: ReadonlySet<string> = new Set(["installation", "installation_repositories"]);

/** Events of the optional tier, with the permission that GitHub takes them with. */
export const optionalEvents: Readonly<Record<string, string>> = {
  security_and_analysis: "administration",
  repository_ruleset: "administration",
  branch_protection_rule: "administration",
  team: "members",
  custom_property_values: "organization_custom_properties",
};

/** Events that the App must be subscribed to. */
export const wantedEvents: readonly string[] = HANDLED_EVENTS.filter(
  (event) => !alwaysSent.has(event) && !Object.hasOwn(optionalEvents, event),
);
