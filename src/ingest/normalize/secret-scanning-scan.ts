// `secret_scanning_scan` → a scan that ended: what tells secrets found in history from secrets newly exposed.
import { z } from "zod";
import type { SecretScanFact } from "../../core/facts/secret-scanning-alert.ts";
import { secretScanSubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts } from "../define-normalizer.ts";
import { lenient, textOrNull, timestamp } from "../payload/parts.ts";
import { repositoryEnvelope } from "../payload/repository.ts";

const actions = ["completed"] as const;

const SecretScanningScanPayload = z.object({
  ...repositoryEnvelope,
  action: z.enum(actions),
  type: z.string().min(1),
  source: textOrNull,
  started_at: lenient(timestamp),
  completed_at: timestamp,
});

export const normalizeSecretScanningScan = defineNormalizer({
  actions,
  schema: SecretScanningScanPayload,
  read(payload) {
    const data: SecretScanFact["data"] = {
      scanType: payload.type,
      source: payload.source,
      startedAt: payload.started_at,
      completedAt: payload.completed_at,
    };
    const fact: SecretScanFact = {
      kind: "secret-scan",
      ...placeOf(payload),
      subject: secretScanSubject(data),
      occurredAt: payload.completed_at,
      data,
    };
    return repositoryFacts(payload, payload.completed_at, { facts: [fact] });
  },
});
