// The ledger in memory: a set of facts for each repository, so that one repository's can be dropped when they have served.
import { accountWide } from "../core/facts/account.ts";
import type { Fact } from "../core/facts/fact.ts";
import { sourceOfReadings } from "../records/fact-keys.ts";
import type { FactsTable } from "../records/store.ts";
import type { FactRow } from "./fact-index.ts";
import { Ledger } from "./ledger.ts";
import type { Journal } from "./turns.ts";

/** By account, then by repository; `accountWide`: of the account as a whole. */
export type Ledgers = Map<number, Map<number, Ledger>>;

export type Run = <T>(work: () => T) => Promise<T>;

export function factsTable(ledgers: Ledgers, run: Run, journal: Journal, now: () => number): FactsTable {
  const find = (accountId: number, repositoryId: number) => ledgers.get(accountId)?.get(repositoryId);
  return {
    append: (facts, source) =>
      run(() => {
        const recordedAt = now();
        let added = 0;
        for (const [ledger, own] of groupByLedger(ledgers, facts))
          added += ledger.append(own, source === sourceOfReadings, recordedAt, journal);
        return added;
      }),

    list: ({ accountId, repositoryId, from, to, kinds, ...recorded }) =>
      run(() => {
        const rows = find(accountId, repositoryId)?.list(kinds, from ?? -Infinity, to ?? Infinity) ?? [];
        return factsOf(rows.filter(wasRecorded(recorded)));
      }),

    listByHead: ({ accountId, repositoryId, headSha }) =>
      run(() => factsOf(find(accountId, repositoryId)?.ofHeads([headSha]) ?? [])),

    listByHeads: ({ accountId, repositoryId, headShas }) =>
      run(() => factsOf(find(accountId, repositoryId)?.ofHeads(headShas) ?? [])),

    listByPullRequest: ({ accountId, repositoryId, number }) =>
      run(() => factsOf(find(accountId, repositoryId)?.ofPullRequest(number) ?? [])),

    listOfAccount: ({ accountId, kinds, subjects, prefixes, ...recorded }) =>
      run(() => {
        const ledger = find(accountId, accountWide);
        if (ledger === undefined) return [];
        if (subjects === undefined && prefixes === undefined)
          return factsOf(ledger.list(kinds, -Infinity, Infinity).filter(wasRecorded(recorded)));
        const rows = ledger.ofSubjects(subjects ?? [], prefixes ?? []);
        const wanted = new Set<string>(kinds);
        return factsOf(rows.filter(wasRecorded(recorded))).filter(({ kind }) => wanted.has(kind));
      }),

    listNewest: ({ accountId, repositoryId, kind }) =>
      run(() => factsOf(find(accountId, repositoryId)?.newest(kind) ?? [])),

    count: (accountId) =>
      run(() => {
        let count = 0;
        for (const ledger of ledgers.get(accountId)?.values() ?? []) count += ledger.size;
        return count;
      }),

    firstRecordedAt: (accountId, repositoryId) =>
      run(() => find(accountId, repositoryId)?.firstRecordedAt() ?? null),
  };
}

function groupByLedger(ledgers: Ledgers, facts: readonly Fact[]): ReadonlyMap<Ledger, Fact[]> {
  const groups = new Map<Ledger, Fact[]>();
  for (const fact of facts) {
    const ofAccount = ledgers.get(fact.accountId) ?? new Map<number, Ledger>();
    ledgers.set(fact.accountId, ofAccount);
    const ledger = ofAccount.get(fact.repositoryId) ?? new Ledger();
    ofAccount.set(fact.repositoryId, ledger);
    const group = groups.get(ledger);
    if (group === undefined) groups.set(ledger, [fact]);
    else group.push(fact);
  }
  return groups;
}

function wasRecorded(recorded: { readonly recordedFrom?: number; readonly recordedBefore?: number }) {
  const { recordedFrom = -Infinity, recordedBefore = Infinity } = recorded;
  return ({ recordedAt }: FactRow) => recordedAt >= recordedFrom && recordedAt < recordedBefore;
}

function factsOf(rows: readonly FactRow[]): Fact[] {
  return rows.map(({ fact }) => fact);
}
