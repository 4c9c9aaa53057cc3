// Lists the code scanning alerts of a branch, of every state, and tells when the branch was analysed last.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubObservations } from "../observations.ts";
import { accountId, known, maximumAlertPages, orNull, time, webUrl } from "./parts.ts";
import { notFoundOf, see, type Wanted } from "./see.ts";

const wanted: Wanted = {
  what: "code scanning alerts",
  permission: "security_events: read",
  turnOn: "set up code scanning",
};

const alerts = z.array(
  z.object({
    number: z.number(),
    state: orNull(z.enum(["open", "fixed", "dismissed"])),
    created_at: time,
    updated_at: orNull(time),
    fixed_at: orNull(time),
    dismissed_at: orNull(time),
    dismissed_reason: known(z.string()),
    dismissed_by: accountId,
    rule: z.object({
      id: orNull(z.string()),
      severity: known(z.string()),
      security_severity_level: known(z.string()),
    }),
    tool: known(z.object({ name: known(z.string()) })),
    most_recent_instance: known(
      z.object({ location: known(z.object({ path: known(z.string()), start_line: known(z.number()) })) }),
    ),
    html_url: webUrl,
  }),
);

export function listCodeScanningAlerts(ask: Ask): GitHubObservations["listCodeScanningAlerts"] {
  return (repository, branch) =>
    see(wanted, async () => {
      const { items, complete } = await ask.pages(
        repository.installationId,
        "GET /repos/{owner}/{repo}/code-scanning/alerts",
        { ...inRepository(repository), ref: `refs/heads/${branch}` },
        { schema: alerts, items: (page) => page, maximumPages: maximumAlertPages },
      );
      return { alerts: items.map(readAlert), complete };
    });
}

function readAlert(alert: z.infer<typeof alerts>[number]) {
  const location = alert.most_recent_instance?.location;
  return {
    number: alert.number,
    // GitHub may leave the state out; then the times tell it.
    state:
      alert.state ??
      (alert.dismissed_at !== null
        ? ("dismissed" as const)
        : alert.fixed_at !== null
          ? ("fixed" as const)
          : ("open" as const)),
    createdAt: alert.created_at,
    updatedAt: alert.updated_at,
    fixedAt: alert.fixed_at,
    dismissedAt: alert.dismissed_at,
    dismissedReason: alert.dismissed_reason,
    dismissedById: alert.dismissed_by,
    ruleId: alert.rule.id ?? "",
    ruleSeverity: alert.rule.severity,
    securitySeverity: alert.rule.security_severity_level,
    toolName: alert.tool?.name ?? null,
    path: location?.path ?? null,
    startLine: location?.start_line ?? null,
    url: alert.html_url,
  };
}

export function readLastAnalysis(ask: Ask): GitHubObservations["readLastAnalysis"] {
  return (repository, branch) =>
    see({ ...wanted, what: "analyses of code scanning" }, async () => {
      try {
        const [newest] = await ask(
          repository.installationId,
          "GET /repos/{owner}/{repo}/code-scanning/analyses",
          { ...inRepository(repository), ref: `refs/heads/${branch}`, per_page: 1 },
          z.array(z.object({ created_at: time })),
        );
        return newest?.created_at ?? null;
      } catch (error) {
        if (/no analysis found/i.test(notFoundOf(error)?.message ?? "")) return null;
        throw error;
      }
    });
}
