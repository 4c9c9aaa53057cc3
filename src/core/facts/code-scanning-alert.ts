// Facts of code scanning alerts: one per transition that GitHub tells of.
import type { FactOf } from "./fact-of.ts";

export interface CodeScanningAlertData {
  readonly number: number;
  readonly action: string;
  readonly state: "open" | "fixed" | "dismissed" | "closed" | "auto_dismissed" | null;
  readonly createdAt: number;
  readonly fixedAt: number | null;
  readonly dismissedAt: number | null;
  readonly dismissedReason: string | null;
  readonly dismissedById: number | null;
  readonly ruleId: string;
  /** note, warning, error, none: the tool's own severity. */
  readonly ruleSeverity: string | null;
  /** low, medium, high, critical; null where the rule has none (then it is not a security finding) or the payload does not say. */
  readonly securitySeverity: string | null;
  readonly toolName: string | null;
  /** Empty for `*_by_user`: then null. */
  readonly ref: string | null;
  readonly commitSha: string | null;
  readonly path: string | null;
  readonly startLine: number | null;
  readonly url: string | null;
}

/** `subject` = `code-scanning-alert:<number>:<action>:<ref or empty>`; `occurredAt` = the time of the transition. */
export type CodeScanningAlertFact = FactOf<"code-scanning-alert", CodeScanningAlertData>;
