// What people did to a code scanning alert: dismissed and reopened it. That holds on every branch it is seen on.
import type { CodeScanningAlertFact } from "../facts/code-scanning-alert.ts";
import type { Telling } from "./alert-life.ts";
import { tell } from "./alert-life.ts";
import { closureOf } from "./closure.ts";

/** The judgements that a fact tells of: its own, and the dismissal that the alert carries in whatever is told of it. */
export function judgementsOf({ occurredAt, data }: CodeScanningAlertFact): Telling[] {
  const reopened = data.action === "reopened_by_user" ? [tell("reopened", occurredAt)] : [];
  const dismissedAt = data.action === "closed_by_user" ? occurredAt : data.dismissedAt;
  return dismissedAt === null ? reopened : [...reopened, dismissal(data, dismissedAt)];
}

/** An alert that is seen on a branch: open there, or as dismissed as it was, where it still carries its dismissal. */
export function sightingOf({ occurredAt, data }: CodeScanningAlertFact): Telling {
  const dismissed = data.state === "dismissed" && data.dismissedAt !== null;
  return dismissed ? dismissal(data, occurredAt) : tell("appeared", occurredAt);
}

function dismissal({ dismissedReason, dismissedById }: CodeScanningAlertFact["data"], at: number): Telling {
  const closure = closureOf("code-scanning", dismissedReason);
  return {
    at,
    what: "dismissed",
    closure: closure === "fixed" ? "unknown" : closure,
    reason: dismissedReason,
    byId: dismissedById,
  };
}
