// A table in memory: values by a key, whose changes are undone when their turn fails. Values are never changed, only replaced.
import { canonicalJson } from "../core/canonical-json.ts";
import type { Journal } from "./turns.ts";

export class KeptMap<Value> {
  readonly #values = new Map<string, Value>();
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: Value): void {
    this.#noteUndo(key);
    this.#values.set(key, value);
  }

  /** True when it was there. */
  delete(key: string): boolean {
    if (!this.#values.has(key)) return false;
    this.#noteUndo(key);
    return this.#values.delete(key);
  }

  /** A list of its own: what is done with the table meanwhile does not show in it. */
  list(): Value[] {
    return [...this.#values.values()];
  }

  #noteUndo(key: string): void {
    const before = this.#values.get(key);
    this.#journal.noteUndo(
      before === undefined ? () => this.#values.delete(key) : () => this.#values.set(key, before),
    );
  }
}

/** A key of several parts: no two lists of parts have the same. */
export function keyOf(...parts: readonly (string | number | null)[]): string {
  return JSON.stringify(parts);
}

/** As a database gives data back: plain, and no part of it shared with whoever saved it. */
export function copyOf<T>(data: T): T {
  return JSON.parse(canonicalJson(data));
}

/** By code points, as databases compare bytes of UTF-8; JavaScript's own order differs beyond U+FFFF. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (one === other) continue;
    // Halves of pairs stand for code points above all others.
    return rankOfUnit(one) - rankOfUnit(other);
  }
  return a.length - b.length;
}

function rankOfUnit(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
