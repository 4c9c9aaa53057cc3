// Puts together what a shape wants out of a stream of JSON tokens, and passes by everything else. What it holds at any moment is bounded
// by the shape and by the depth of the document, not by its size.
import type { Shape } from "./shape.ts";

/** A list whose items are handed on one by one instead of being kept. Its own value is how many there were. */
export interface StreamShape {
  readonly kind: "stream";
  readonly of: PickShape;
  /** `undefined`: the item is of another kind than the shape wants. `index` counts from 0. */
  readonly each: (item: unknown, index: number) => void;
}

export type PickShape =
  | Shape
  | StreamShape
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, PickShape> };

export type Scalar = "string" | "number" | "true" | "false" | "null";

interface Frame {
  readonly shape: PickShape;
  readonly value: unknown;
  key: string | null;
  index: number;
  /** Keys of this object that were streamed: they cannot be taken back should they come again. */
  streamed: Set<string> | null;
}

/** The document contradicts itself in a way that no reading of it can be right. */
export class TwiceError extends Error {
  override readonly name = "TwiceError";
}

const mostKeys = 40;

export class Picker {
  readonly #root: PickShape;
  readonly #frames: Frame[] = [];
  #skipped = 0;
  /** Of the outermost value; null before it began. */
  rootKind: "object" | "array" | "scalar" | null = null;
  /** The first keys of the outermost object: by them a person can be told what the file is. */
  readonly rootKeys: string[] = [];
  result: unknown;

  constructor(root: PickShape) {
    this.#root = root;
  }

  get depth(): number {
    return this.#frames.length + this.#skipped;
  }

  /** How many characters of the string that begins now are of use; 0: none. */
  get wanted(): number {
    const shape = this.#expected();
    if (shape?.kind === "text") return shape.most + 1;
    return shape?.kind === "number" || shape?.kind === "flag" ? 64 : 0;
  }

  get wantsKeys(): boolean {
    return this.#skipped === 0;
  }

  /** Null: a key that is too long to be one of ours. */
  key(name: string | null): void {
    const top = this.#frames.at(-1);
    if (this.#skipped > 0 || top === undefined) return;
    top.key = name;
    if (this.#frames.length === 1 && name !== null && this.rootKeys.length < mostKeys)
      this.rootKeys.push(name);
  }

  open(kind: "object" | "array"): void {
    const shape = this.#expected();
    if (this.depth === 0) this.rootKind = kind;
    if (this.#skipped === 0 && shape !== undefined && fits(shape, kind)) {
      this.#frames.push({ shape, value: emptyOf(shape), key: null, index: 0, streamed: null });
      if (shape.kind === "stream") this.#noteStreamed();
      return;
    }
    if (this.#skipped === 0) this.#put(shape?.kind === "present" ? true : undefined);
    this.#skipped++;
  }

  close(): void {
    if (this.#skipped > 0) {
      this.#skipped--;
      return;
    }
    const frame = this.#frames.pop();
    if (frame !== undefined) this.#put(frame.shape.kind === "stream" ? frame.index : frame.value);
  }

  /** Of a string at least as much as was `wanted`; of a number its digits. */
  scalar(kind: Scalar, literal: string): void {
    if (this.depth === 0) this.rootKind = "scalar";
    if (this.#skipped > 0) return;
    const shape = this.#expected();
    this.#put(shape === undefined ? undefined : leafOf(shape, kind, literal));
  }

  #expected(): PickShape | undefined {
    if (this.#skipped > 0) return undefined;
    const top = this.#frames.at(-1);
    if (top === undefined) return this.#root;
    const { shape } = top;
    if (shape.kind === "object") return top.key === null ? undefined : shape.fields.get(top.key);
    if (shape.kind === "stream") return shape.of;
    if (shape.kind === "list") return top.index < shape.most ? shape.of : undefined;
    if (shape.kind !== "dictionary" || top.key === null) return undefined;
    const known = top.value as Map<string, unknown>;
    return known.size < shape.most || known.has(top.key) ? shape.of : undefined;
  }

  #put(value: unknown): void {
    const top = this.#frames.at(-1);
    if (top === undefined) {
      this.result = value;
      return;
    }
    const { shape } = top;
    if (shape.kind === "stream") shape.each(value, top.index);
    else if (shape.kind === "list" && top.index < shape.most) (top.value as unknown[]).push(value);
    else if (shape.kind === "object" && top.key !== null && shape.fields.has(top.key))
      (top.value as Record<string, unknown>)[top.key] = value;
    else if (shape.kind === "dictionary" && top.key !== null && value !== undefined)
      this.#putEntry(shape.most, top.value as Map<string, unknown>, top.key, value);
    top.index++;
  }

  #putEntry(most: number, entries: Map<string, unknown>, key: string, value: unknown): void {
    if (entries.size < most || entries.has(key)) entries.set(key, value);
  }

  #noteStreamed(): void {
    const owner = this.#frames.at(-2);
    if (owner === undefined || owner.key === null) return;
    owner.streamed ??= new Set();
    if (owner.streamed.has(owner.key)) throw new TwiceError(owner.key);
    owner.streamed.add(owner.key);
  }
}

function fits(shape: PickShape, kind: "object" | "array"): boolean {
  return kind === "object"
    ? shape.kind === "object" || shape.kind === "dictionary"
    : shape.kind === "list" || shape.kind === "stream";
}

function emptyOf(shape: PickShape): unknown {
  if (shape.kind === "object") return {};
  if (shape.kind === "dictionary") return new Map();
  return shape.kind === "list" ? [] : undefined;
}

function leafOf(shape: PickShape, kind: Scalar, literal: string): unknown {
  if (kind === "null") return undefined;
  if (shape.kind === "present") return true;
  if (shape.kind === "text") {
    if (kind !== "string" && kind !== "number") return undefined;
    if (literal.length <= shape.most) return literal;
    return shape.cut ? literal.slice(0, shape.most) : undefined;
  }
  if (shape.kind === "number" && (kind === "number" || kind === "string")) return numberOf(literal);
  if (shape.kind !== "flag") return undefined;
  if (kind === "true" || kind === "false") return kind === "true";
  const word = literal.trim().toLowerCase();
  return kind === "string" && (word === "true" || word === "false") ? word === "true" : undefined;
}

function numberOf(literal: string): number | undefined {
  if (!/^\s*-?\d{1,30}(?:\.\d{1,30})?(?:[eE][-+]?\d{1,3})?\s*$/.test(literal)) return undefined;
  const value = Number(literal);
  return Number.isFinite(value) ? value : undefined;
}
