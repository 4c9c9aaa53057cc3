// Text of a JSON document, in pieces of any size, into a picker. Strings, keys and numbers are never put together beyond what is wanted of
// them: one of 50 MB costs nothing.
import { jsonParser, type Token } from "stream-json/core/parser.js";
import type { Picker } from "../../core/sarif/pick.ts";

/** No JSON. */
export class BrokenJsonError extends Error {
  override readonly name = "BrokenJsonError";
}

export interface TokenFeed {
  /** @throws BrokenJsonError, and what the picker's shapes throw. */
  write(text: string): void;
  /** Whether the document has ended. */
  readonly isWhole: boolean;
}

const deepest = 1000;
const longestKey = 256;
const mostInterned = 20_000;

export function feedPicker(picker: Picker): TokenFeed {
  const parse = jsonParser({ packValues: false, streamValues: true });
  const collect = collector();
  let state: "outside" | "key" | "string" | "number" = "outside";

  const take = (token: Token): void => {
    switch (token.name) {
      case "startObject":
      case "startArray":
        if (picker.depth >= deepest) throw new BrokenJsonError(`It is nested more than ${deepest} deep.`);
        picker.open(token.name === "startObject" ? "object" : "array");
        return;
      case "endObject":
      case "endArray":
        picker.close();
        return;
      case "startKey":
        state = "key";
        collect.begin(picker.wantsKeys ? longestKey + 1 : 0);
        return;
      case "startString":
      case "startNumber":
        state = token.name === "startString" ? "string" : "number";
        collect.begin(picker.wanted);
        return;
      case "stringChunk":
      case "numberChunk":
        collect.add(token.value);
        return;
      case "endKey": {
        const key = collect.end();
        picker.key(key.length > longestKey ? null : key);
        state = "outside";
        return;
      }
      case "endString":
      case "endNumber":
        picker.scalar(token.name === "endString" ? "string" : "number", collect.end());
        state = "outside";
        return;
      case "trueValue":
        picker.scalar("true", "");
        return;
      case "falseValue":
        picker.scalar("false", "");
        return;
      case "nullValue":
        picker.scalar("null", "");
        return;
      default:
    }
  };

  const parseText = (text: string): readonly Token[] => {
    try {
      const parsed = parse(text);
      return typeof parsed === "symbol" ? [] : parsed.values;
    } catch (error) {
      // The parser's words for what follows a document that has ended.
      const more = error instanceof Error && error.message.includes("unexpected characters");
      throw new BrokenJsonError(more ? "more" : "invalid");
    }
  };

  const isWhole = (): boolean => picker.rootKind !== null && picker.depth === 0 && state === "outside";

  return {
    write: (text) => {
      for (const token of parseText(text)) take(token);
    },
    get isWhole() {
      return isWhole();
    },
  };
}

/**
 * One string at a time, up to a length. What comes out shares no memory with the piece of the file that it was in, and equal strings are one:
 * a parser's strings are windows into their piece, which would be kept for the sake of a word.
 */
function collector() {
  const interned = new Map<string, string>();
  let parts: string[] = [];
  let length = 0;
  let most = 0;
  return {
    begin: (wanted: number): void => {
      parts = [];
      length = 0;
      most = wanted;
    },
    add: (part: string): void => {
      if (length >= most) return;
      parts.push(part.length > most - length ? part.slice(0, most - length) : part);
      length += part.length;
    },
    end: (): string => {
      if (parts.length === 0) return "";
      const joined = parts.length === 1 ? (parts[0] ?? "") : parts.join("");
      const known = interned.get(joined);
      if (known !== undefined) return known;
      const own = Buffer.from(joined, "utf8").toString("utf8");
      if (interned.size >= mostInterned) interned.clear();
      interned.set(own, own);
      return own;
    },
  };
}
