// The inbox: deliveries, from their arrival to their end.

export type DeliveryState = "pending" | "done" | "ignored" | "unusable" | "dead";

export interface ReceivedDelivery {
  /** `X-GitHub-Delivery`. */
  readonly id: string;
  /** `X-GitHub-Event`. */
  readonly event: string;
  /** `X-GitHub-Hook-Installation-Target-ID` and -Type are not kept: the payload says whose it is. */
  readonly body: Uint8Array;
}

export interface DeliverySummary {
  readonly id: string;
  readonly event: string;
  readonly state: DeliveryState;
  readonly receivedAt: number;
  readonly processedAt: number | null;
  readonly tries: number;
  /** Why it is ignored, unusable or dead, or the last failure; null when there is none. */
  readonly reason: string | null;
}

export interface LeasedDelivery {
  readonly id: string;
  readonly event: string;
  readonly body: Uint8Array;
  /** 1 on the first try. */
  readonly tries: number;
  readonly receivedAt: number;
  /** Grows with every lease; a write with an older one is refused. */
  readonly fence: number;
}

export interface DeliveriesTable {
  /**
   * Makes the deliveries durable in one commit. Resolves only when it is on disk.
   * A known id is not stored again, except that one which is `dead` is armed again (a redelivery after failure).
   */
  add(deliveries: readonly ReceivedDelivery[]): Promise<readonly ("stored" | "duplicate" | "rearmed")[]>;
  /** Leases up to `limit` due pending deliveries, oldest first. */
  lease(options: { readonly limit: number; readonly leaseMillis: number }): Promise<LeasedDelivery[]>;
  /** Ends a delivery. False when the lease was lost: then nothing of this transaction may be kept. */
  finish(
    id: string,
    fence: number,
    outcome: { readonly state: "done" | "ignored" | "unusable"; readonly reason: string | null },
  ): Promise<boolean>;
  /** Puts it back for a later try, or ends it as `dead`. False when the lease was lost. */
  fail(
    id: string,
    fence: number,
    failure: { readonly reason: string; readonly retryAt: number | null },
  ): Promise<boolean>;
  /** Arms dead deliveries again: the given one, or all. Returns how many. */
  retry(id: string | null): Promise<number>;
  find(id: string): Promise<(DeliverySummary & { readonly body: Uint8Array | null }) | null>;
  list(options: { readonly state?: DeliveryState; readonly limit: number }): Promise<DeliverySummary[]>;
  /** Count by state, and the age in ms of the oldest pending one (null when none). */
  statistics(): Promise<{
    readonly counts: Readonly<Record<DeliveryState, number>>;
    readonly oldestPendingMillis: number | null;
  }>;
  /** Drops the bodies of deliveries processed before `before`; rows stay, so that duplicates are still known. Returns how many. */
  dropBodies(before: number): Promise<number>;
}
