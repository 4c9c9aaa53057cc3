// The next things to do, chosen from a scorecard by documented rules, never more than five.
import type { KpiId } from "../kpis/measurement.ts";

export interface Action {
  readonly kpi: KpiId;
  /** Imperative, plain text, filled with evidence. Possibly holds hostile names: renderers escape it. */
  readonly text: string;
  readonly links: readonly { readonly label: string; readonly url: string }[];
  /** Who acts; null when no owner is configured. */
  readonly owner: string | null;
}
