// Facts of what is known of the past: what of it was read from GitHub, and when deliveries went missing. They tell from when the
// other facts are complete; no KPI counts them.
import type { FactOf } from "./fact-of.ts";
import type { Unseen } from "./observations.ts";

/** What a reading of the past is made of. */
export type HistoryPart = "pushes" | "pull-requests" | "checks" | "statuses" | "workflow-runs";

export interface HistoryReadData {
  /** Every event of `[from, to)` that GitHub's API can tell is in the ledger. Milliseconds UTC. */
  readonly from: number;
  readonly to: number;
  /** Parts that GitHub refused; sorted by part. */
  readonly unseen: readonly { readonly part: HistoryPart; readonly unseen: Unseen }[];
}

/** `subject` = `history-read:<from>:<to>`; `occurredAt` = when GitHub was read. */
export type HistoryReadFact = FactOf<"history-read", HistoryReadData>;

export interface DeliveriesMissedData {
  /** Deliveries of `[from, to)` may be lost for good: GitHub's log does not reach back so far. Milliseconds UTC. */
  readonly from: number;
  readonly to: number;
}

/** Of the whole account. `subject` = `deliveries-missed:<from>:<to>`; `occurredAt` = to. */
export type DeliveriesMissedFact = FactOf<"deliveries-missed", DeliveriesMissedData>;
