// One thing to do next, with its evidence and who acts.
import type { KpiId } from "../kpis/measurement.ts";

export interface Action {
  readonly kpi: KpiId;
  /** Imperative sentence, plain text. Possibly holds hostile names: renderers escape it. */
  readonly text: string;
  /** The evidence for it in a sentence, plain text; null where `text` holds it. */
  readonly why: string | null;
  readonly links: readonly { readonly label: string; readonly url: string }[];
  /** Who acts; null when no owner is configured. */
  readonly owner: string | null;
  /** Weeks in a row that the KPI has been off target, this one included; 0 where the action is not about a missed target. */
  readonly offTargetWeeks: number;
  /** Off target for as many weeks as the configuration waits before it asks for more than the owner. */
  readonly escalated: boolean;
}
