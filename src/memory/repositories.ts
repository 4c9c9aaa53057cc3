// Repositories in memory: what they are, merged from observations, and since when their history is complete.

import {
  mergeObservations,
  type ObservedRepository,
  observedRepository,
  standingState,
} from "../records/merge-repository.ts";
import type { KnownRepository, RepositoriesTable } from "../records/store.ts";
import type { Run } from "./facts.ts";
import { copyOf, type KeptMap, keyOf } from "./kept-map.ts";

/** Times in milliseconds UTC. */
export interface RepositoryRow {
  readonly accountId: number;
  readonly repositoryId: number;
  /** Null while only told of without its state. */
  readonly observed: ObservedRepository | null;
  readonly active: boolean;
  readonly activeAt: number | null;
  readonly coveredFrom: number | null;
  readonly firstLeftAt: number | null;
  readonly lastAddedAt: number | null;
}

export function repositoriesTable(rows: KeptMap<RepositoryRow>, run: Run): RepositoriesTable {
  const change = (accountId: number, repositoryId: number, changed: (row: RepositoryRow) => RepositoryRow) =>
    run(() => {
      const key = keyOf(accountId, repositoryId);
      rows.set(key, changed(rows.get(key) ?? { ...blankRow, accountId, repositoryId }));
    });

  return {
    observe: (state, observation) =>
      change(state.accountId, state.repositoryId, (row) => {
        const incoming = copyOf(observedRepository(state, observation));
        const observed = row.observed === null ? incoming : mergeObservations(row.observed, incoming);
        return { ...row, observed };
      }),

    setActive: (accountId, repositoryId, active, at) =>
      change(accountId, repositoryId, (row) => {
        const { activeAt: before } = row;
        // At the same time, removal wins whichever is told first.
        const isNewer = before === null || before < at || (before === at && row.active && !active);
        return isNewer ? { ...row, active, activeAt: at } : row;
      }),

    setCoveredFrom: (accountId, repositoryId, at) =>
      change(accountId, repositoryId, (row) => ({
        ...row,
        coveredFrom: Math.min(row.coveredFrom ?? at, at),
        lastAddedAt: Math.max(row.lastAddedAt ?? at, at),
      })),

    setCoveredUntil: (accountId, repositoryId, at) =>
      change(accountId, repositoryId, (row) => ({
        ...row,
        firstLeftAt: Math.min(row.firstLeftAt ?? at, at),
      })),

    find: (accountId, repositoryId) =>
      run(() => {
        const row = rows.get(keyOf(accountId, repositoryId));
        return row === undefined ? null : knownRepositoryOf(row);
      }),

    findByName: (fullName) =>
      run(() => {
        const wanted = fullName.toLowerCase();
        const known = listKnown(rows.list()).filter(
          ({ state }) => `${state.ownerLogin}/${state.name}`.toLowerCase() === wanted,
        );
        // A name can pass from one repository to another: the one that is ours still, else the one seen last.
        known.sort((a, b) => Number(b.active) - Number(a.active) || b.observedAt - a.observedAt);
        return known[0] ?? null;
      }),

    list: (accountId) => run(() => listKnown(rows.list().filter((row) => row.accountId === accountId))),

    listAll: () => run(() => listKnown(rows.list())),
  };
}

const blankRow = {
  observed: null,
  active: true,
  activeAt: null,
  coveredFrom: null,
  firstLeftAt: null,
  lastAddedAt: null,
} as const;

function listKnown(rows: readonly RepositoryRow[]): KnownRepository[] {
  return rows
    .toSorted((a, b) => a.accountId - b.accountId || a.repositoryId - b.repositoryId)
    .map(knownRepositoryOf)
    .filter((repository) => repository !== null);
}

/** Null for a repository of which only its place in the installation was told. */
function knownRepositoryOf({ observed, active, coveredFrom, ...row }: RepositoryRow): KnownRepository | null {
  if (observed === null) return null;
  const { firstLeftAt: left, lastAddedAt: added } = row;
  // The last time it was added, if it had left before: told of in any order, this comes out the same.
  const resumedAt = left !== null && added !== null && left < added ? added : null;
  return { ...standingState(observed), active, coveredFrom, resumedAt, observedAt: observed.state.at };
}
