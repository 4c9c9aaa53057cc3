// On which line something of a TOML document stands: one walk over the characters, of a text that the parser has accepted.
import { parse } from "smol-toml";
import { makeLineOf } from "./text-lines.ts";

export interface TomlPlace {
  /** Header of the table that it stands in; empty before the first. */
  readonly table: readonly string[];
  /** Which table of all tables and lists of tables it is, in the order of the text; 0 before the first. */
  readonly ordinal: number;
  /** First part of the key. */
  readonly key: string;
  /** Texts of the value, as they are written between their quotes. */
  readonly texts: readonly { readonly text: string; readonly line: number }[];
  /** 1-based. */
  readonly line: number;
}

/** Every key of the document with its line, in the order of the text. */
export function findTomlPlaces(text: string): TomlPlace[] {
  return new TomlWalk(text).walk();
}

type Statement = { start: number; firstEquals: number; texts: { text: string; offset: number }[] };

class TomlWalk {
  readonly #text: string;
  readonly #places: TomlPlace[] = [];
  readonly #lineOf: (offset: number) => number;
  #table: readonly string[] = [];
  #ordinal = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lineOf = makeLineOf(text);
  }

  walk(): TomlPlace[] {
    let statement: Statement | null = null;
    let depth = 0;
    for (let index = 0; index <= this.#text.length; index++) {
      const character = this.#text[index] ?? "\n";
      if (character === "\n" || character === "#") {
        if (depth === 0) {
          if (statement !== null) this.#take(statement, index);
          statement = null;
        }
        if (character === "#") index = this.#endOfLine(index) - 1;
        continue;
      }
      if (character === " " || character === "\t" || character === "\r") continue;
      statement ??= { start: index, firstEquals: -1, texts: [] };
      const isHeader = this.#text[statement.start] === "[";
      if (character === '"' || character === "'") {
        const { inner, end } = this.#readString(index);
        if (statement.firstEquals !== -1) statement.texts.push({ text: inner, offset: index });
        index = end;
      } else if (character === "=" && statement.firstEquals === -1 && !isHeader)
        statement.firstEquals = index;
      else if ((character === "[" || character === "{") && !isHeader) depth += 1;
      else if ((character === "]" || character === "}") && !isHeader) depth -= 1;
    }
    return this.#places;
  }

  #take({ start, firstEquals, texts }: Statement, end: number): void {
    if (this.#text[start] === "[") {
      this.#ordinal += 1;
      this.#table = readKey(
        this.#text
          .slice(start, end)
          .trim()
          .replaceAll(/^\[+|\]+$/g, ""),
      );
    } else if (firstEquals !== -1) {
      this.#places.push({
        table: this.#table,
        ordinal: this.#ordinal,
        key: readKey(this.#text.slice(start, firstEquals))[0] ?? "",
        texts: texts.map(({ text, offset }) => ({ text, line: this.#lineOf(offset) })),
        line: this.#lineOf(start),
      });
    }
  }

  #readString(start: number): { inner: string; end: number } {
    const quote = this.#text[start] ?? '"';
    const fence = this.#text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
    let index = start + fence.length;
    while (index < this.#text.length && !this.#text.startsWith(fence, index))
      index += quote === '"' && this.#text[index] === "\\" ? 2 : 1;
    return { inner: this.#text.slice(start + fence.length, index), end: index + fence.length - 1 };
  }

  #endOfLine(index: number): number {
    const end = this.#text.indexOf("\n", index);
    return end === -1 ? this.#text.length : end;
  }
}

const bareKey = /^[A-Za-z0-9_-]+$/;

/** The parts of a dotted key; none where it cannot be read. */
function readKey(written: string): string[] {
  const text = written.trim();
  if (bareKey.test(text)) return [text];
  try {
    const parts: string[] = [];
    let level: unknown = parse(`${text}=0`);
    while (typeof level === "object" && level !== null) {
      const [entry] = Object.entries(level);
      if (entry === undefined) break;
      parts.push(entry[0]);
      level = entry[1];
    }
    return parts;
  } catch {
    return [];
  }
}
