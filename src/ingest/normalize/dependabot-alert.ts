// `dependabot_alert` → one transition of a Dependabot alert.
import { z } from "zod";
import type { DependabotAlertFact } from "../../core/facts/dependabot-alert.ts";
import { dependabotAlertSubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts, unusableWithoutTime } from "../define-normalizer.ts";
import { accountId, id, lenient, optional, textOrNull, timestamp, webUrl } from "../payload/parts.ts";
import { repositoryEnvelope } from "../payload/repository.ts";

/** Action → the alert's own time of it. */
const timeOfAction = {
  created: "created_at",
  dismissed: "dismissed_at",
  auto_dismissed: "auto_dismissed_at",
  auto_reopened: "updated_at",
  fixed: "fixed_at",
  reintroduced: "updated_at",
  reopened: "updated_at",
} as const;
type Action = keyof typeof timeOfAction;
const actions = Object.keys(timeOfAction) as Action[];

const DependabotAlertPayload = z.object({
  ...repositoryEnvelope,
  action: z.enum(actions),
  alert: z.object({
    number: id,
    state: lenient(z.enum(["open", "fixed", "dismissed", "auto_dismissed"])),
    dependency: lenient(
      z.object({
        package: lenient(z.object({ ecosystem: textOrNull, name: textOrNull })),
        manifest_path: textOrNull,
      }),
    ),
    security_advisory: lenient(z.object({ ghsa_id: textOrNull, severity: textOrNull })),
    created_at: timestamp,
    updated_at: optional(timestamp),
    fixed_at: optional(timestamp),
    dismissed_at: optional(timestamp),
    auto_dismissed_at: optional(timestamp),
    dismissed_reason: textOrNull,
    dismissed_by: accountId,
    html_url: webUrl,
  }),
});

export const normalizeDependabotAlert = defineNormalizer({
  actions,
  schema: DependabotAlertPayload,
  read(payload) {
    const { action, alert } = payload;
    const occurredAt = alert[timeOfAction[action]];
    if (occurredAt === null) return unusableWithoutTime(`alert.${timeOfAction[action]}`);
    const data: DependabotAlertFact["data"] = {
      number: alert.number,
      action,
      state: alert.state,
      createdAt: alert.created_at,
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
    const fact: DependabotAlertFact = {
      kind: "dependabot-alert",
      ...placeOf(payload),
      subject: dependabotAlertSubject(data),
      occurredAt,
      data,
    };
    return repositoryFacts(payload, occurredAt, { facts: [fact] });
  },
});
