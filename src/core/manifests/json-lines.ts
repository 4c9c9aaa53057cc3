// On which line a key of a JSON document stands. One walk over the characters, of a text that JSON.parse has accepted.
import { makeLineOf } from "./text-lines.ts";

/**
 * Lines (1-based) of the keys whose name `isWanted` takes, by their path as `keyPath` writes it. Of a key that is repeated
 * the last, as JSON.parse takes it. Places in a list are left out of paths.
 */
export function findJsonLines(text: string, isWanted: (key: string) => boolean): Map<string, number> {
  const lineOf = makeLineOf(text);
  const lines = new Map<string, number>();
  /** The key that each open map is at; null for a list. */
  const open: (string | null)[] = [];
  let expectsKey = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === "{" || character === "[") {
      open.push(character === "{" ? "" : null);
      expectsKey = character === "{";
    } else if (character === "}" || character === "]") {
      open.pop();
      expectsKey = false;
    } else if (character === ",") {
      expectsKey = typeof open.at(-1) === "string";
    } else if (character === '"') {
      const end = endOfString(text, index);
      if (expectsKey) {
        const key = JSON.parse(text.slice(index, end + 1)) as string;
        open[open.length - 1] = key;
        if (isWanted(key)) lines.set(keyPath(...open.filter((part) => part !== null)), lineOf(index));
        expectsKey = false;
      }
      index = end;
    }
  }
  return lines;
}

/** A path of keys as one text. */
export function keyPath(...keys: readonly string[]): string {
  return JSON.stringify(keys);
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index;
}
