// How far the past of a repository is read and what had been missed, in the figures that people are told.
import { countDrift } from "../../records/drift.ts";
import type { Backfill, RepositoryHistory } from "../../records/store.ts";

const dayMillis = 24 * 60 * 60 * 1000;

export interface HistoryProgress {
  /** Whole days before the reading began that are read, or were delivered. */
  readonly days: number;
  /** How many it is to be. */
  readonly ofDays: number;
}

/** Null where it is done. */
export function progressOf({ state, from, reachedAt, startedAt }: Backfill): HistoryProgress | null {
  if (state === "done") return null;
  const ofDays = Math.round((startedAt - from) / dayMillis);
  return { days: Math.min(ofDays, Math.floor((startedAt - reachedAt) / dayMillis)), ofDays };
}

/** What a weekly issue says of the past that it rests on. */
export function describeHistory(history: RepositoryHistory | null): {
  readonly progress: HistoryProgress | null;
  /** Events that the last reconciliation found missing, and read. */
  readonly missed: number;
} {
  const backfill = history?.backfill ?? null;
  return {
    progress: backfill === null ? null : progressOf(backfill),
    missed: countDrift(history?.reconciliation.drift ?? {}),
  };
}
