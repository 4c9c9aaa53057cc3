// Several repositories that were read together: what a table of them is made of.
import type { Scorecard } from "../../core/scorecard/scorecard.ts";

export interface Portfolio {
  /** In the order in which they were asked for. */
  readonly scorecards: readonly Scorecard[];
  /** Those that could not be read, and why; plain text, possibly with hostile names. */
  readonly failed: readonly FailedRepository[];
}

export interface FailedRepository {
  readonly fullName: string;
  readonly why: string;
}
