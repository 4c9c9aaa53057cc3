// The next things to do, chosen from a scorecard by documented rules, never more than five.
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
}
