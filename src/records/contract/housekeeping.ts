// What is thrown away: rows that have served, and everything of a tenant that is to be erased.

export interface HousekeepingTable {
  /** Rows of the cron table scheduled before; the latest of each entry stays. Returns how many. */
  dropCronRuns(before: number): Promise<number>;
  /** Deliveries that were done or ignored before. They are no longer known when they are repeated. Returns how many. */
  dropDeliveries(before: number): Promise<number>;
  /** Simulations kept before; one that is asked for again is worked out again. Returns how many. */
  dropSimulations(before: number): Promise<number>;
}

/** Rows erased, by table; `deliveries`: bodies. */
export type ErasedRows = Readonly<Record<string, number>>;

export interface Tenant {
  readonly accountId: number;
  /** Known names of the account: bodies that cannot be read are searched for them. */
  readonly logins: readonly string[];
  /** Of its installations, past ones among them, as far as known. */
  readonly installationIds: readonly number[];
}

export interface ErasureTable {
  /**
   * Erases all rows of a tenant and the bodies of its deliveries, in small commits: killed in the middle, it is to be called again.
   * Rows of deliveries stay without a body, so that a repeated one is known. Says what it erased; nothing was left when all are 0.
   */
  erase(tenant: Tenant): Promise<ErasedRows>;
  /** Has the database let go of the space, so that the file holds no erased row any more. Others wait meanwhile on SQLite. */
  compact(): Promise<void>;
}
