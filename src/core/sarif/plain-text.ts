// Names and titles of a log, as they are kept: one line, bounded, and no token in them. They stay hostile: renderers escape them.
import { maskTokens } from "../mask-tokens.ts";

// Control characters, line and paragraph separators, and what turns the direction of text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unseen = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+/g;

/** Null: nothing readable is in it. At most `most` UTF-16 units, cut between characters. */
export function plainLine(text: string | undefined, most: number): string | null {
  if (text === undefined) return null;
  const line = maskTokens(text).replace(unseen, " ").trim();
  if (line === "") return null;
  return line.length <= most ? line : `${cutAtCharacter(line, most - 1)}…`;
}

function cutAtCharacter(text: string, most: number): string {
  const code = text.charCodeAt(most - 1);
  return text.slice(0, code >= 0xd800 && code <= 0xdbff ? most - 1 : most);
}
