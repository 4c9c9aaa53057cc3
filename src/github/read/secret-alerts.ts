// Lists secret scanning alerts of every state, without the secrets: GitHub is asked to hide them, and a field that holds one
// all the same is not parsed.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubObservations } from "../observations.ts";
import { accountId, known, maximumAlertPages, orNull, time, webUrl } from "./parts.ts";
import { see } from "./see.ts";

const alerts = z.array(
  z.object({
    number: z.number(),
    state: z.enum(["open", "resolved"]),
    created_at: time,
    updated_at: orNull(time),
    resolved_at: orNull(time),
    resolution: known(z.string()),
    resolved_by: accountId,
    secret_type: known(z.string()),
    validity: known(z.string()),
    push_protection_bypassed: known(z.boolean()),
    push_protection_bypassed_at: known(time),
    publicly_leaked: known(z.boolean()),
    multi_repo: known(z.boolean()),
    html_url: webUrl,
  }),
);

export function listSecretAlerts(ask: Ask): GitHubObservations["listSecretAlerts"] {
  const wanted = {
    what: "secret scanning alerts",
    permission: "secret_scanning_alerts: read",
    turnOn: "turn on secret scanning",
  };
  return (repository) =>
    see(wanted, async () => {
      const { items, complete } = await ask.pages(
        repository.installationId,
        "GET /repos/{owner}/{repo}/secret-scanning/alerts",
        { ...inRepository(repository), hide_secret: true },
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
    resolvedAt: alert.resolved_at,
    resolution: alert.resolution,
    resolvedById: alert.resolved_by,
    secretType: alert.secret_type,
    validity: alert.validity,
    pushProtectionBypassed: alert.push_protection_bypassed,
    pushProtectionBypassedAt: alert.push_protection_bypassed_at,
    publiclyLeaked: alert.publicly_leaked,
    multiRepository: alert.multi_repo,
    url: alert.html_url,
  };
}
