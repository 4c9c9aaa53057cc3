// `secret_scanning_alert` → one transition of a secret scanning alert. Of what was found only its type is taken.
import { z } from "zod";
import type { SecretScanningAlertFact } from "../../core/facts/secret-scanning-alert.ts";
import { secretScanningAlertSubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts, unusableWithoutTime } from "../define-normalizer.ts";
import { accountId, id, lenient, optional, textOrNull, timestamp, webUrl } from "../payload/parts.ts";
import { repositoryEnvelope } from "../payload/repository.ts";

/** Action → the alert's own time of it. */
const timeOfAction = {
  created: "created_at",
  resolved: "resolved_at",
  reopened: "updated_at",
  validated: "updated_at",
  publicly_leaked: "updated_at",
} as const;
type Action = keyof typeof timeOfAction;
const actions = Object.keys(timeOfAction) as Action[];

const SecretScanningAlertPayload = z.object({
  ...repositoryEnvelope,
  action: z.enum(actions),
  alert: z.object({
    number: id,
    state: lenient(z.enum(["open", "resolved"])),
    created_at: timestamp,
    updated_at: optional(timestamp),
    resolved_at: optional(timestamp),
    resolution: textOrNull,
    resolved_by: accountId,
    secret_type: textOrNull,
    validity: textOrNull,
    push_protection_bypassed: lenient(z.boolean()),
    push_protection_bypassed_at: lenient(timestamp),
    publicly_leaked: lenient(z.boolean()),
    multi_repo: lenient(z.boolean()),
    html_url: webUrl,
  }),
});

export const normalizeSecretScanningAlert = defineNormalizer({
  actions,
  schema: SecretScanningAlertPayload,
  read(payload) {
    const { action, alert } = payload;
    const occurredAt = alert[timeOfAction[action]];
    if (occurredAt === null) return unusableWithoutTime(`alert.${timeOfAction[action]}`);
    const data: SecretScanningAlertFact["data"] = {
      number: alert.number,
      action,
      // Webhooks mostly leave the state out; an alert is resolved exactly while it has a time of resolution.
      state: alert.state ?? (alert.resolved_at === null ? "open" : "resolved"),
      createdAt: alert.created_at,
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
    const fact: SecretScanningAlertFact = {
      kind: "secret-scanning-alert",
      ...placeOf(payload),
      subject: secretScanningAlertSubject(data),
      occurredAt,
      data,
    };
    return repositoryFacts(payload, occurredAt, { facts: [fact] });
  },
});
