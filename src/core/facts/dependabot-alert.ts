// Facts of Dependabot alerts: one per transition that GitHub tells of.
import type { FactOf } from "./fact-of.ts";

export interface DependabotAlertData {
  readonly number: number;
  readonly action: string;
  readonly state: "open" | "fixed" | "dismissed" | "auto_dismissed" | null;
  readonly createdAt: number;
  readonly fixedAt: number | null;
  readonly dismissedAt: number | null;
  readonly dismissedReason: string | null;
  readonly dismissedById: number | null;
  readonly ghsaId: string | null;
  readonly severity: string | null;
  readonly ecosystem: string | null;
  readonly packageName: string | null;
  readonly manifestPath: string | null;
  readonly url: string | null;
}

/** `subject` = `dependabot-alert:<number>:<action>`; `occurredAt` = the time of the transition. */
export type DependabotAlertFact = FactOf<"dependabot-alert", DependabotAlertData>;
