// Text from outside (branch, check and rule names, titles, paths, messages) as Markdown that shows it literally and pings nobody.
// GitHub links mentions, references, addresses and emoji after Markdown is parsed, where backslashes are long gone;
// it leaves code alone. So words that GitHub would link stand in code spans, and the rest is escaped by backslash.
import { showInvisible } from "./visible-text.ts";

/** Where the text will stand: a table cell has its own rule for pipes. */
export interface MarkdownPlace {
  readonly inTable?: boolean;
}

const linkedByGitHub = [
  /@/, // mentions, addresses, owner/repo@sha
  /(#|\bgh-)\d/i, // issue and pull request references
  /:\/\/|www\.|mailto:|xmpp:/i, // addresses that are linked as they stand
  /\b[0-9a-f]{7,64}\b/i, // commits
  /:[\w+-]+:/, // emoji
  /\$/, // formulas
];

const special = /[\\`*_[\]<>&~|]/g;
const startsABlock = /^(?:[-+=#:]|\d+(?=[.)]))/;

/**
 * The text as a Markdown code span; nothing in it is interpreted. Empty text gives an empty string.
 * In a table a pipe is escaped as tables want it; a backslash right before a pipe is spelled out there, since parsers disagree about it.
 */
export function codeSpan(text: string, place: MarkdownPlace = {}): string {
  return text === "" ? "" : fence(showInvisible(text), place);
}

function fence(visible: string, place: MarkdownPlace): string {
  const content = place.inTable
    ? visible.replace(/\\(?=\\*\|)/g, "⟨U+005C⟩").replaceAll("|", "\\|")
    : visible;
  const runs = content.match(/`+/g) ?? [];
  const ticks = "`".repeat(freeLength(new Set(runs.map((run) => run.length))));
  // CommonMark strips one space from either side when both are there, unless all is space.
  const padded = /^`|`$/.test(content) || /^ .* $/.test(content) ? ` ${content} ` : content;
  return `${ticks}${/^ +$/.test(content) ? content : padded}${ticks}`;
}

function freeLength(taken: ReadonlySet<number>): number {
  let length = 1;
  while (taken.has(length)) length += 1;
  return length;
}

/**
 * The text as Markdown prose on one line: reads as it was written, links nothing, pings nobody, opens no block.
 * Spaces at the ends are dropped; invisible characters and line breaks are spelled out.
 */
export function escapeMarkdown(text: string, place: MarkdownPlace = {}): string {
  return showInvisible(text)
    .trim()
    .split(/( +)/)
    .map((word, index) => escapeWord(word, index === 0, place))
    .join("");
}

function isLinked(word: string): boolean {
  return linkedByGitHub.some((pattern) => pattern.test(word));
}

/** Brackets and stops around what would be linked stay outside of the code span, where that is safe: `(`@octo`).` */
function fenceCore(word: string, place: MarkdownPlace): string {
  const [, before = "", core = "", after = ""] = /^(\(?)(.*?)(\)?[.,:;!?]?)$/su.exec(word) ?? [];
  // A place such as `ci.yml:4:` reads like an emoji by its last colon alone.
  const needed = core !== "" && (isLinked(core) || after.endsWith(":"));
  return needed ? before + fence(core, place) + after : fence(word, place);
}

function escapeWord(word: string, first: boolean, place: MarkdownPlace): string {
  if (isLinked(word)) return fenceCore(word, place);
  // A closing sequence of a heading.
  if (/^#+$/.test(word)) return word.replaceAll("#", "\\#");
  const escaped = word.replace(special, "\\$&");
  // Nothing in a cell of a table opens a block.
  if (!first || place.inTable) return escaped;
  return escaped.replace(startsABlock, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/**
 * A Markdown link with the escaped label, or the label alone when there is no address or it is not http(s).
 * The address is normalised, and what Markdown or a table could take for its end is percent-encoded.
 */
export function link(label: string, url: string | null, place: MarkdownPlace = {}): string {
  const text = escapeMarkdown(label, place);
  const target = url === null ? null : safeAddress(url);
  return target === null || text === "" ? text : `[${text}](${target})`;
}

/** Like `link`, with the label as a code span. */
export function codeLink(label: string, url: string | null, place: MarkdownPlace = {}): string {
  const text = codeSpan(label, place);
  const target = url === null ? null : safeAddress(url);
  return target === null || text === "" ? text : `[${text}](${target})`;
}

function safeAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (parsed.protocol !== "https:" && parsed.protocol !== "http:") return null;
  return parsed.href
    .replace(/[()<>|`\\\s]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("&", "&amp;");
}
