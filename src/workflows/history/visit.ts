// What reading the past of one repository is given, and what one step of it brings.
import type { Fact } from "../../core/facts/fact.ts";
import type { HistoryPlace } from "../../core/listed-history/place.ts";
import type { RepositoryAddress } from "../../github/address.ts";
import type { GitHubHistory } from "../../github/history.ts";
import type { JobRequest, Reading, Store } from "../../records/store.ts";

export interface HistoryVisit {
  readonly store: Store;
  readonly github: GitHubHistory;
  readonly place: HistoryPlace;
  readonly address: RepositoryAddress;
}

export interface Step {
  /** What the lists tell, known or not. */
  readonly told: readonly Fact[];
  /** Where the reading stands once all of `told` is kept. */
  readonly reading: Reading;
  /** What the lists cannot tell and another request can. */
  readonly jobs: readonly JobRequest[];
}

/** A step that told nothing. */
export function nothingTold(reading: Reading): Step {
  return { told: [], reading, jobs: [] };
}
