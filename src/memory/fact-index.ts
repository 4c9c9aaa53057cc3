// Facts of one kind in the order in which they are listed. New ones are put in when somebody asks next, many at once, so that reading a
// long past page by page does not sort all of it for each page.
import type { Fact } from "../core/facts/fact.ts";
import { compareText } from "./kept-map.ts";

export interface FactRow {
  readonly fact: Fact;
  readonly digest: string;
  /** Milliseconds UTC, by the store's clock. */
  readonly recordedAt: number;
}

/** The order of `FactsTable.list`: time, kind, subject, digest. */
export function compareRows(a: FactRow, b: FactRow): number {
  return (
    a.fact.occurredAt - b.fact.occurredAt ||
    compareText(a.fact.kind, b.fact.kind) ||
    compareText(a.fact.subject, b.fact.subject) ||
    compareText(a.digest, b.digest)
  );
}

/** So many times fewer new rows than there are: they are put in one by one. */
const fewOf = 100;

export class FactIndex {
  #sorted: FactRow[] = [];
  #added: FactRow[] = [];

  add(row: FactRow): void {
    this.#added.push(row);
  }

  remove(rows: ReadonlySet<FactRow>): void {
    this.#sorted = this.#sorted.filter((row) => !rows.has(row));
    this.#added = this.#added.filter((row) => !rows.has(row));
  }

  /** Those with `from <= occurredAt < to`, in order. */
  between(from: number, to: number): FactRow[] {
    const rows = this.#inOrder();
    return rows.slice(firstFrom(rows, from), firstFrom(rows, to));
  }

  /** All that share the latest time. */
  newest(): FactRow[] {
    const rows = this.#inOrder();
    const last = rows.at(-1);
    return last === undefined ? [] : rows.slice(firstFrom(rows, last.fact.occurredAt));
  }

  #inOrder(): readonly FactRow[] {
    if (this.#added.length === 0) return this.#sorted;
    if (this.#added.length * fewOf < this.#sorted.length)
      for (const row of this.#added) insert(this.#sorted, row);
    else this.#sorted = merge(this.#sorted, this.#added.sort(compareRows));
    this.#added = [];
    return this.#sorted;
  }
}

/** The place of the first row that is not before `time`. */
function firstFrom(rows: readonly FactRow[], time: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row !== undefined && row.fact.occurredAt < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(rows: FactRow[], row: FactRow): void {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = rows[middle];
    if (other !== undefined && compareRows(other, row) < 0) low = middle + 1;
    else high = middle;
  }
  rows.splice(low, 0, row);
}

function merge(a: readonly FactRow[], b: readonly FactRow[]): FactRow[] {
  const merged: FactRow[] = [];
  let at = 0;
  for (const row of b) {
    for (let next = a[at]; next !== undefined && compareRows(next, row) <= 0; next = a[at]) {
      merged.push(next);
      at += 1;
    }
    merged.push(row);
  }
  for (; at < a.length; at += 1) {
    const row = a[at];
    if (row !== undefined) merged.push(row);
  }
  return merged;
}
