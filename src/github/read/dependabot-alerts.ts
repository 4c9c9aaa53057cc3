// Lists Dependabot alerts of every state. GitHub gives the next page by a cursor.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubObservations } from "../observations.ts";
import { accountId, known, maximumAlertPages, orNull, time, webUrl } from "./parts.ts";
import { see } from "./see.ts";

const alerts = z.array(
  z.object({
    number: z.number(),
    state: z.enum(["open", "fixed", "dismissed", "auto_dismissed"]),
    created_at: time,
    updated_at: orNull(time),
    fixed_at: orNull(time),
    dismissed_at: orNull(time),
    auto_dismissed_at: orNull(time),
    dismissed_reason: known(z.string()),
    dismissed_by: accountId,
    dependency: known(
      z.object({
        package: known(z.object({ ecosystem: known(z.string()), name: known(z.string()) })),
        manifest_path: known(z.string()),
      }),
    ),
    security_advisory: known(z.object({ ghsa_id: known(z.string()), severity: known(z.string()) })),
    html_url: webUrl,
  }),
);

export function listDependabotAlerts(ask: Ask): GitHubObservations["listDependabotAlerts"] {
  const wanted = {
    what: "Dependabot alerts",
    permission: "vulnerability_alerts: read",
    turnOn: "turn on Dependabot alerts",
  };
  return (repository) =>
    see(wanted, async () => {
      const { items, complete } = await ask.cursorPages(
        repository.installationId,
        "GET /repos/{owner}/{repo}/dependabot/alerts",
        inRepository(repository),
        { schema: alerts, items: (page) => page, maximumPages: maximumAlertPages },
      );
      return { alerts: items.map(readAlert), complete };
    });
}

function readAlert(alert: z.infer<typeof alerts>[number]) {
  return {
    number: alert.number,
    state: alert.state,
    createdAt: alert.created_at,
    updatedAt: alert.updated_at,
    fixedAt: alert.fixed_at,
    dismissedAt: alert.dismissed_at ?? alert.auto_dismissed_at,
    dismissedReason: alert.dismissed_reason,
    dismissedById: alert.dismissed_by,
    ghsaId: alert.security_advisory?.ghsa_id ?? null,
    severity: alert.security_advisory?.severity ?? null,
    ecosystem: alert.dependency?.package?.ecosystem ?? null,
    packageName: alert.dependency?.package?.name ?? null,
    manifestPath: alert.dependency?.manifest_path ?? null,
    url: alert.html_url,
  };
}
