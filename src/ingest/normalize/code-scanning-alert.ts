// `code_scanning_alert` → one transition of a code scanning alert.
import { z } from "zod";
import type { CodeScanningAlertFact } from "../../core/facts/code-scanning-alert.ts";
import { codeScanningAlertSubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts, unusableWithoutTime } from "../define-normalizer.ts";
import {
  accountId,
  commitSha,
  id,
  lenient,
  optional,
  textOrNull,
  timestamp,
  webUrl,
} from "../payload/parts.ts";
import { repositoryEnvelope } from "../payload/repository.ts";

/** Action → the alert's own time of it. */
const timeOfAction = {
  created: "created_at",
  appeared_in_branch: "updated_at",
  fixed: "fixed_at",
  reopened: "updated_at",
  closed_by_user: "dismissed_at",
  reopened_by_user: "updated_at",
} as const;
type Action = keyof typeof timeOfAction;
const actions = Object.keys(timeOfAction) as Action[];

const Instance = lenient(
  z.object({
    location: lenient(z.object({ path: textOrNull, start_line: lenient(id) })),
  }),
);

const CodeScanningAlertPayload = z.object({
  ...repositoryEnvelope,
  action: z.enum(actions),
  ref: textOrNull,
  // Empty for what a person did.
  commit_oid: lenient(commitSha),
  alert: z.object({
    number: id,
    state: lenient(z.enum(["open", "fixed", "dismissed", "closed", "auto_dismissed"])),
    created_at: timestamp,
    updated_at: optional(timestamp),
    fixed_at: optional(timestamp),
    dismissed_at: optional(timestamp),
    dismissed_reason: textOrNull,
    dismissed_by: accountId,
    rule: z.object({ id: z.string(), severity: textOrNull, security_severity_level: textOrNull }),
    tool: lenient(z.object({ name: textOrNull })),
    most_recent_instance: Instance,
    instances: lenient(z.array(Instance)),
    html_url: webUrl,
  }),
});

export const normalizeCodeScanningAlert = defineNormalizer({
  actions,
  schema: CodeScanningAlertPayload,
  read(payload) {
    const { action, alert } = payload;
    const occurredAt = alert[timeOfAction[action]];
    if (occurredAt === null) return unusableWithoutTime(`alert.${timeOfAction[action]}`);
    const location = (alert.most_recent_instance ?? alert.instances?.[0])?.location ?? null;
    const data: CodeScanningAlertFact["data"] = {
      number: alert.number,
      action,
      state: alert.state,
      createdAt: alert.created_at,
      fixedAt: alert.fixed_at,
      dismissedAt: alert.dismissed_at,
      dismissedReason: alert.dismissed_reason,
      dismissedById: alert.dismissed_by,
      ruleId: alert.rule.id,
      ruleSeverity: alert.rule.severity,
      securitySeverity: alert.rule.security_severity_level,
      toolName: alert.tool?.name ?? null,
      ref: payload.ref,
      commitSha: payload.commit_oid,
      path: location?.path ?? null,
      startLine: location?.start_line ?? null,
      url: alert.html_url,
    };
    const fact: CodeScanningAlertFact = {
      kind: "code-scanning-alert",
      ...placeOf(payload),
      subject: codeScanningAlertSubject(data),
      occurredAt,
      data,
    };
    return repositoryFacts(payload, occurredAt, { facts: [fact] });
  },
});
