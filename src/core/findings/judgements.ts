// What people did to a code scanning alert: dismissed and reopened it. That holds on every branch it is seen on.
import type { CodeScanningAlertFact } from "../facts/code-scanning-alert.ts";
import type { Telling } from "./alert-life.ts";
import { tell } from "./alert-life.ts";
import { closureOf } from "./closure.ts";

/** The judgements that a fact tells of: its own, and the dismissal that the alert carries in whatever is told of it. */
export function judgementsOf({ occurredAt, data }: CodeScanningAlertFact): Telling[] {
  const reopened = data.action === "reopened_by_user" ? [tell("reopened", occurredAt)] : [];
  const dismissedAt = data.action === "closed_by_user" ? occurredAt : data.dismissedAt;
  if (dismissedAt === null) return reopened;
  const closure = closureOf("code-scanning", data.dismissedReason);
  return [
    ...reopened,
    {
      at: dismissedAt,
      what: "dismissed",
      closure: closure === "fixed" ? "unknown" : closure,
      reason: data.dismissedReason,
      byId: data.dismissedById,
    },
  ];
}
