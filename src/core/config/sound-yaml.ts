// What of a parsed YAML document means nothing or means harm is told and taken out, so that the rest can still be checked:
// tags, aliases of nothing, repeated keys, keys that are no words.
import type { Alias, Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { isAlias, isMap, isNode, isScalar, isSeq, visit } from "yaml";
import type { ConfigPath } from "./problem.ts";

/** Enough to repeat a block or two, far too few for a bomb. */
const maximumAliasCount = 20;

export const tooManyAliases = `the file uses too many aliases (*name): at most ${maximumAliasCount} are read. Write the values out.`;

interface Found {
  readonly offset: number;
  readonly message: string;
  readonly severity: "error" | "warning";
}

export interface SoundYaml {
  /** Null: it cannot be read as a whole. */
  readonly content: { readonly data: unknown } | null;
  /** Where values were taken out; for what is missing there, somebody was told already. */
  readonly lost: readonly ConfigPath[];
  readonly found: readonly Found[];
}

/** Takes out of `document` itself. Throws only what the caller takes for "nested too deeply". */
export function takeOutUnsound(document: Document): SoundYaml {
  const sweep = new Sweep();
  document.contents = sweep.keep(document.contents, []) as typeof document.contents;
  const { lost, found, aliasCount } = sweep;
  if (aliasCount > maximumAliasCount) return { content: null, lost, found };
  try {
    return { content: { data: document.toJS({ maxAliasCount: maximumAliasCount }) }, lost, found };
  } catch (error) {
    // An alias of what was taken out, told already, or a bomb.
    if (!(error instanceof ReferenceError)) throw error;
    const offset = document.contents?.range?.[0] ?? 0;
    if (found.length === 0) sweep.tell(offset, tooManyAliases);
    return { content: null, lost, found };
  }
}

/** One walk through a document, in its own order, in which anchors must stand before their aliases. */
class Sweep {
  readonly lost: ConfigPath[] = [];
  readonly found: Found[] = [];
  aliasCount = 0;
  readonly #anchors = new Set<string>();
  /** Anchors of what was taken out. */
  readonly #gone = new Set<string>();
  /** Anchors of what is being walked through. */
  readonly #open = new Set<string>();

  tell(offset: number, message: string, severity: Found["severity"] = "error"): void {
    this.found.push({ offset, message, severity });
  }

  /** The node, or null where it is lost. */
  keep(node: Node | null, path: ConfigPath): Node | null {
    if (node === null) return null;
    if (isAlias(node)) return this.#keepAlias(node, path);
    if (isScalar(node)) return this.#keepScalar(node, path);
    const { anchor } = node as { anchor?: string };
    if (anchor !== undefined) {
      this.#anchors.add(anchor);
      this.#open.add(anchor);
    }
    if (isMap(node)) this.#keepPairs(node, path);
    else if (isSeq(node)) this.#keepItems(node, path);
    if (anchor !== undefined) this.#open.delete(anchor);
    return node;
  }

  #keepAlias(node: Alias, path: ConfigPath): Alias | null {
    this.aliasCount += 1;
    const offset = offsetOf(node);
    if (this.aliasCount === maximumAliasCount + 1) this.tell(offset, tooManyAliases);
    if (this.#gone.has(node.source)) return this.#lose(path);
    if (this.#open.has(node.source)) {
      this.tell(offset, `the alias *${node.source} stands within what it names; write the value out.`);
      return this.#lose(path);
    }
    if (this.#anchors.has(node.source)) return node;
    this.tell(offset, `the alias *${node.source} names an anchor that is not there.`);
    return this.#lose(path);
  }

  #keepScalar(node: Scalar, path: ConfigPath): Scalar | null {
    if (typeof node.value === "string" && turnsTextAround.test(node.value)) {
      const message =
        "the value has characters that turn the direction of text; it reads otherwise than it is.";
      this.tell(offsetOf(node), message, "warning");
    }
    if (node.anchor !== undefined) this.#anchors.add(node.anchor);
    // The parser tells of every tag but "!", which only says that the value is text.
    if (node.tag === undefined || node.tag === "!") return node;
    this.#forget(node);
    return this.#lose(path);
  }

  #lose(path: ConfigPath): null {
    this.lost.push(path);
    return null;
  }

  #keepItems(list: YAMLSeq, path: ConfigPath): void {
    for (const [index, item] of list.items.entries()) {
      list.items[index] = isNode(item) ? this.keep(item, [...path, index]) : item;
    }
  }

  #keepPairs(map: YAMLMap, path: ConfigPath): void {
    const kept = new Map<string, Pair>();
    for (const pair of map.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : null;
      if (key === null || key === "__proto__") {
        // The parser tells of keys that are no words.
        if (key !== null) this.tell(offsetOf(pair.key), 'the key "__proto__" is not allowed; remove it.');
        this.#forget(pair);
        continue;
      }
      const first = kept.get(key);
      if (first === undefined) {
        kept.set(key, pair);
        if (isScalar(pair.key) && pair.key.anchor !== undefined) this.#anchors.add(pair.key.anchor);
        pair.value = isNode(pair.value) ? this.keep(pair.value, [...path, key]) : pair.value;
      } else {
        this.tell(offsetOf(pair.key), "this key stands here a second time; keep one of them.");
        if (!this.#joinMaps(first, pair, [...path, key])) this.#forget(pair);
      }
    }
    map.items = [...kept.values()];
  }

  /** A block that stands there twice is checked as one, so that nothing in the second remains untold. */
  #joinMaps(first: Pair, second: Pair, path: ConfigPath): boolean {
    if (!isMap(first.value) || !isMap(second.value)) return false;
    const joined = this.keep(second.value, path);
    if (!isMap(joined)) return false;
    const known = new Set(first.value.items.map(({ key }) => (isScalar(key) ? key.value : null)));
    for (const pair of joined.items) {
      if (!isScalar(pair.key) || !known.has(pair.key.value)) first.value.items.push(pair);
    }
    return true;
  }

  #forget(part: Node | Pair): void {
    visit(part as Node, {
      Node: (_, node) => {
        if (!isAlias(node) && node.anchor !== undefined) this.#gone.add(node.anchor);
      },
    });
  }
}

/** Marks, embeddings, overrides and isolates of bidirectional text. */
const turnsTextAround = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
