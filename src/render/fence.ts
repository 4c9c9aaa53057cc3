// Several lines of text from outside as a fenced block of Markdown: nothing in it is read as Markdown, and none of it ends the block.
import { showInvisible } from "./visible-text.ts";

/** The text as it stands, invisible characters but tabs spelled out. `language` is a word of ours, e.g. `diff`. */
export function fence(text: string, language: string): string {
  const lines = text.split("\n").map((line) => line.split("\t").map(showInvisible).join("\t"));
  const runs = Array.from(text.matchAll(/`+/g), ([run]) => run.length);
  const ticks = "`".repeat(1 + runs.reduce((longest, run) => Math.max(longest, run), 2));
  return [`${ticks}${language}`, ...lines, ticks].join("\n");
}
