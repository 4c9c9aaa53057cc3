// How far the past of the repositories is read, as `firstpass backfill` shows it.
import Table from "cli-table3";
import type { Backfill, KnownRepository, RepositoryHistory, ServerStore } from "../records/store.ts";
import { showOnOneLine } from "../render/visible-text.ts";
import { progressOf } from "../workflows/history/describe-history.ts";

const DAY_MILLIS = 24 * 60 * 60 * 1000;

export interface ShownBackfill {
  readonly repository: string;
  /** `waiting`: not begun. */
  readonly state: "waiting" | "reading" | "done" | "stopped";
  /** From when on its history is read; null: not yet. */
  readonly coveredFrom: string | null;
  readonly daysRead: number | null;
  readonly days: number | null;
  readonly requests: number | null;
  /** Why the last run failed. */
  readonly error: string | null;
}

/** @param only Null: all that Firstpass is installed on. */
export async function describeBackfills(
  store: ServerStore,
  only: KnownRepository | null,
): Promise<ShownBackfill[]> {
  const repositories = only === null ? await store.repositories.listAll() : [only];
  const histories = only === null ? await store.histories.listAll() : await listOne(store, only);
  const byId = new Map(histories.map((history) => [keyOf(history), history]));
  return repositories
    .filter(({ active }) => active)
    .map(({ state }) =>
      describe(`${state.ownerLogin}/${state.name}`, byId.get(keyOf(state))?.backfill ?? null),
    )
    .sort((a, b) => (a.repository < b.repository ? -1 : 1));
}

export function isAtWork({ state }: ShownBackfill): boolean {
  return state === "waiting" || state === "reading";
}

export function tableOfBackfills(shown: readonly ShownBackfill[]): string {
  if (shown.length === 0) return "Firstpass is installed on no repository that it knows of.";
  const table = new Table({
    head: ["repository", "state", "covered from", "read", "requests", "last failure"],
    style: { head: [], border: [] },
  });
  for (const { repository, state, coveredFrom, daysRead, days, requests, error } of shown) {
    table.push([
      showOnOneLine(repository),
      state,
      coveredFrom?.slice(0, 10) ?? "",
      days === null || daysRead === null ? "" : percentOf(daysRead, days),
      requests ?? "",
      showOnOneLine(error ?? ""),
    ]);
  }
  return table.toString();
}

async function listOne(store: ServerStore, { state }: KnownRepository): Promise<RepositoryHistory[]> {
  const history = await store.histories.find(state.accountId, state.repositoryId);
  return history === null ? [] : [history];
}

function keyOf({
  accountId,
  repositoryId,
}: {
  readonly accountId: number;
  readonly repositoryId: number;
}): string {
  return `${accountId}/${repositoryId}`;
}

function describe(repository: string, backfill: Backfill | null): ShownBackfill {
  if (backfill === null)
    return {
      repository,
      state: "waiting",
      coveredFrom: null,
      daysRead: null,
      days: null,
      requests: null,
      error: null,
    };
  const { state, requests, error, reachedAt, startedAt, from } = backfill;
  const days = Math.round((startedAt - from) / DAY_MILLIS);
  const daysRead = progressOf(backfill)?.days ?? days;
  return {
    repository,
    state,
    coveredFrom: new Date(reachedAt).toISOString(),
    daysRead,
    days,
    requests,
    error,
  };
}

function percentOf(daysRead: number, days: number): string {
  const percent = days === 0 ? 100 : Math.floor((100 * daysRead) / days);
  return `${daysRead} of ${days} days (${percent} %)`;
}
