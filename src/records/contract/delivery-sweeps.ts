// How far GitHub's log of deliveries has been read, and which deliveries it could not bring are asked for again.

/** A reading of the log that has not come to its end yet. */
export interface LogScan {
  /** GitHub's clock when it began, milliseconds UTC. */
  readonly startedAt: number;
  /** Deliveries that GitHub could bring are read as well: they may be missing here after a restore. */
  readonly everything: boolean;
  /** Of the next page; null: the first. */
  readonly cursor: string | null;
  /** The greatest id of the log that was seen; null: none. */
  readonly topId: string | null;
  /** GitHub's time of the oldest entry that was seen; null: none. */
  readonly oldestAt: number | null;
}

export interface DeliverySweep {
  /** GitHub's clock when the last reading began that came to its end; null: never. */
  readonly sweptAt: number | null;
  /** Id of the log, a whole number of any length: all that failed up to it has been seen. */
  readonly frontierId: string | null;
  readonly scan: LogScan | null;
  /** GitHub asked to be left alone until then; null: it did not. */
  readonly notBefore: number | null;
  /** How many were asked for in the last sweep that asked for any, and have not been looked for since. */
  readonly lastAsked: number;
}

/** Sums since the store was made. */
export interface SweepTotals {
  readonly asked: number;
  readonly recovered: number;
  readonly givenUp: number;
  readonly missedSpans: number;
}

export interface FailedDelivery {
  /** `X-GitHub-Delivery`: the same for every attempt. */
  readonly guid: string;
  /** The log's id of the attempt. */
  readonly attemptId: string;
  readonly event: string;
  /** Null: GitHub names none. */
  readonly installationId: number | null;
  /** GitHub's time of the attempt. */
  readonly failedAt: number;
  /** 0: no answer. */
  readonly statusCode: number;
}

export interface Redelivery extends FailedDelivery {
  readonly state: "waiting" | "given-up";
  /** GitHub's time of the first attempt that was seen. */
  readonly firstFailedAt: number;
  readonly asks: number;
  readonly nextAskAt: number;
  /** Why it was given up. */
  readonly reason: string | null;
}

export interface DeliverySweepsTable {
  find(appId: number): Promise<(DeliverySweep & SweepTotals) | null>;
  save(appId: number, sweep: DeliverySweep): Promise<void>;
  /** Adds to the sums of an App that was saved. */
  count(appId: number, more: Partial<SweepTotals>): Promise<void>;
  /** Keeps what failed, to be asked for from now on. A known one takes the newer attempt, and keeps its waiting time. */
  keepFailed(failed: readonly FailedDelivery[]): Promise<void>;
  /** Of these ids of deliveries, those that the inbox does not have. */
  listMissing(guids: readonly string[]): Promise<string[]>;
  /** Forgets those that have come in. */
  settle(): Promise<{ readonly recovered: number; readonly unasked: number }>;
  /** Those to be asked for now: least often asked first, then the oldest. */
  listDue(limit: number): Promise<Redelivery[]>;
  /** Newest first. `failedFrom`: only attempts since then. */
  list(options: {
    readonly state?: Redelivery["state"];
    readonly failedFrom?: number;
    readonly limit: number;
  }): Promise<Redelivery[]>;
  findRedelivery(guid: string): Promise<Redelivery | null>;
  /** Notes that one is asked for, and when it may be again. False: another process did so meanwhile; then it must not be asked. */
  claim(guid: string, asks: number, nextAskAt: number): Promise<boolean>;
  giveUp(guid: string, reason: string): Promise<void>;
  countByState(): Promise<Readonly<Record<Redelivery["state"], number>>>;
  /** Forgets those given up whose last attempt was before. Returns how many. */
  drop(before: number): Promise<number>;
}
