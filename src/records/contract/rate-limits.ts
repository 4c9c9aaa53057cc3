// How long GitHub must be left alone, and when it was written to last: by installation, shared by all replicas.
import type { Slot, Write } from "../../core/requests/pace.ts";
import type { Priority } from "../../core/requests/priority.ts";
import type { Resource } from "../../core/requests/request-cost.ts";

/** The requests that a wait is for. */
export interface Held {
  /** `all`: a secondary limit, which stops REST and GraphQL alike. */
  readonly resource: Resource | "all";
  /** This priority and all that are less urgent. */
  readonly from: Priority;
}

export interface RateLimitsTable {
  /** A request waits until then, by the store's clock; null: no wait. @param request absent: REST, of the most urgent. */
  notBefore(
    installationId: number,
    request?: { readonly resource: Resource; readonly priority: Priority },
  ): Promise<number | null>;
  /** Keeps the later of the two times. @param held absent: all requests of the installation. */
  hold(installationId: number, until: number, held?: Held): Promise<void>;
  /**
   * Holds all requests of the installation where GitHub gave no time: a minute, and twice as long each time that it does so again,
   * an hour at most; after a quiet hour a minute again. Returns until when.
   */
  holdLonger(installationId: number): Promise<number>;
  /** Has the next write its place in time. `now` is the store's clock at that moment; both are milliseconds UTC. */
  takeSlot(installationId: number, write: Write): Promise<{ readonly now: number; readonly slot: Slot }>;
}
