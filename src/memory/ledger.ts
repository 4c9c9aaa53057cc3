// The facts of one repository (or of an account as a whole): a set that only grows, with a way to each fact by kind and time, by
// commit, by pull request and by subject.
import type { Fact, FactKind } from "../core/facts/fact.ts";
import { headShaOf, keyFact, pullRequestNumberOf } from "../records/fact-keys.ts";
import { compareRows, FactIndex, type FactRow } from "./fact-index.ts";
import { compareText } from "./kept-map.ts";
import type { Journal } from "./turns.ts";

export class Ledger {
  readonly #rows = new Map<string, FactRow>();
  readonly #byKind = new Map<FactKind, FactIndex>();
  readonly #byHead = new Map<string, FactRow[]>();
  readonly #byPullRequest = new Map<number, FactRow[]>();
  readonly #bySubject = new Map<string, FactRow[]>();
  #subjects: string[] = [];

  get size(): number {
    return this.#rows.size;
  }

  /** Adds those that are not there yet. Returns how many. */
  append(facts: readonly Fact[], read: boolean, recordedAt: number, journal: Journal): number {
    const added = new Set<FactRow>();
    journal.noteUndo(() => this.#remove(added));
    for (const fact of facts) {
      const { data, digest } = keyFact(fact);
      const key = naturalKey(fact.occurredAt, digest);
      if (this.#rows.has(key)) continue;
      const row = { fact: asKept(fact, data, read), digest, recordedAt };
      this.#rows.set(key, row);
      added.add(row);
      this.#index(row);
    }
    return added.size;
  }

  /** @param kinds absent: all. In the order of `compareRows`. */
  list(kinds: readonly FactKind[] | undefined, from: number, to: number): FactRow[] {
    const found = [...new Set(kinds ?? this.#byKind.keys())].map(
      (kind) => this.#byKind.get(kind)?.between(from, to) ?? [],
    );
    // Runs that are in order by themselves, which sorting makes use of.
    return found.length === 1 ? found.flat() : found.flat().sort(compareRows);
  }

  ofHeads(headShas: readonly string[]): FactRow[] {
    return [...new Set(headShas)].flatMap((sha) => this.#byHead.get(sha) ?? []).sort(compareRows);
  }

  ofPullRequest(number: number): FactRow[] {
    return (this.#byPullRequest.get(number) ?? []).toSorted(compareRows);
  }

  newest(kind: FactKind): FactRow[] {
    return this.#byKind.get(kind)?.newest() ?? [];
  }

  ofSubjects(subjects: readonly string[], prefixes: readonly string[]): FactRow[] {
    const found = new Set(subjects);
    if (prefixes.length > 0) {
      const sorted = this.#sortedSubjects();
      for (const prefix of prefixes)
        for (let at = firstFrom(sorted, prefix); sorted[at]?.startsWith(prefix); at += 1)
          found.add(sorted[at] ?? "");
    }
    return [...found].flatMap((subject) => this.#bySubject.get(subject) ?? []);
  }

  firstRecordedAt(): number | null {
    let first: number | null = null;
    for (const { recordedAt } of this.#rows.values())
      if (first === null || recordedAt < first) first = recordedAt;
    return first;
  }

  #index(row: FactRow): void {
    const { fact } = row;
    const index = this.#byKind.get(fact.kind) ?? new FactIndex();
    this.#byKind.set(fact.kind, index);
    index.add(row);
    const headSha = headShaOf(fact);
    if (headSha !== null) addTo(this.#byHead, headSha, row);
    const number = pullRequestNumberOf(fact);
    if (number !== null) addTo(this.#byPullRequest, number, row);
    addTo(this.#bySubject, fact.subject, row);
  }

  #remove(rows: ReadonlySet<FactRow>): void {
    if (rows.size === 0) return;
    for (const row of rows) {
      const { fact } = row;
      this.#rows.delete(naturalKey(fact.occurredAt, row.digest));
      removeFrom(this.#byHead, headShaOf(fact), row);
      removeFrom(this.#byPullRequest, pullRequestNumberOf(fact), row);
      removeFrom(this.#bySubject, fact.subject, row);
    }
    for (const index of this.#byKind.values()) index.remove(rows);
    this.#subjects = [];
  }

  #sortedSubjects(): readonly string[] {
    if (this.#subjects.length !== this.#bySubject.size)
      this.#subjects = [...this.#bySubject.keys()].sort(compareText);
    return this.#subjects;
  }
}

function naturalKey(occurredAt: number, digest: string): string {
  return `${occurredAt} ${digest}`;
}

/** Plain, as a database gives it back. */
function asKept(fact: Fact, data: string, read: boolean): Fact {
  const { kind, accountId, repositoryId, subject, occurredAt } = fact;
  const kept = { kind, accountId, repositoryId, subject, occurredAt, data: JSON.parse(data) };
  // Kind and data belong together, as they were given.
  return { ...kept, ...(read && { read: true as const }) } as Fact;
}

function addTo<Key>(index: Map<Key, FactRow[]>, key: Key, row: FactRow): void {
  const rows = index.get(key);
  if (rows === undefined) index.set(key, [row]);
  else rows.push(row);
}

function removeFrom<Key>(index: Map<Key, FactRow[]>, key: Key | null, row: FactRow): void {
  if (key === null) return;
  const rest = index.get(key)?.filter((other) => other !== row) ?? [];
  if (rest.length === 0) index.delete(key);
  else index.set(key, rest);
}

/** The place of the first text that is not before `text`. */
function firstFrom(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareText(sorted[middle] ?? "", text) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
