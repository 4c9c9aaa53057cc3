// What git would make of a file on disk before it keeps it: line ends, and the keyword `$Id$`. The same content has then the same hash
// as on GitHub, whatever this machine does with line ends. Rules: gitattributes(5), "End-of-line conversion", and git's convert.c.

/** Attributes of one path, as `git check-attr` gives them: `set`, `unset`, `unspecified`, or a value. */
export interface FileAttributes {
  readonly text: string;
  readonly eol: string;
  /** An older name of `text`. */
  readonly crlf: string;
  readonly ident: string;
  readonly filter: string;
  readonly "working-tree-encoding": string;
}

export const attributeNames = ["text", "eol", "crlf", "ident", "filter", "working-tree-encoding"] as const;

/** `auto`: only where the content looks like text, and git does not keep it with `\r\n` already. */
export type LineEnds = "keep" | "text" | "auto";

/** @param convertsLineEnds `core.autocrlf` is true or input: what counts where no attribute says anything. */
export function decideLineEnds(
  { text, eol, crlf }: Pick<FileAttributes, "text" | "eol" | "crlf">,
  convertsLineEnds: boolean,
): LineEnds {
  const said = text === "unspecified" ? crlf : text;
  if (said === "unset") return "keep";
  if (said === "auto") return "auto";
  if (said === "set" || said === "input" || eol === "lf" || eol === "crlf") return "text";
  return convertsLineEnds ? "auto" : "keep";
}

/** @param isKeptWithReturns asked only where it matters: whether git's last version of the file is a text with `\r\n`. */
export async function convertLineEnds(
  content: Buffer,
  ends: LineEnds,
  isKeptWithReturns: () => Promise<boolean>,
): Promise<Buffer> {
  if (ends === "keep" || !content.includes("\r\n")) return content;
  if (ends === "auto" && (looksBinary(content) || (await isKeptWithReturns()))) return content;
  return Buffer.from(content.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
}

export function isTextWithReturns(content: Buffer): boolean {
  return content.includes("\r\n") && !looksBinary(content);
}

/** `$Id: …$` is kept as `$Id$`. */
export function collapseIdent(content: Buffer): Buffer {
  if (!content.includes("$Id:")) return content;
  return Buffer.from(content.toString("latin1").replace(/\$Id:[^$\n]*\$/g, "$Id$"), "latin1");
}

/** By git's own measure: a NUL, a return that ends no line, or one byte in 128 that nobody prints. */
function looksBinary(content: Buffer): boolean {
  let printable = 0;
  let others = 0;
  for (let at = 0; at < content.length; at += 1) {
    const byte = content[at] ?? 0;
    if (byte === 0) return true;
    if (byte === 0x0d) {
      if (content[at + 1] !== 0x0a) return true;
      at += 1;
    } else if (byte === 0x0a) continue;
    else if (byte === 0x7f) others += 1;
    else if (byte >= 0x20 || byte === 0x08 || byte === 0x09 || byte === 0x0c || byte === 0x1b) printable += 1;
    else others += 1;
  }
  // The end-of-file mark of old systems.
  if (content.at(-1) === 0x1a) others -= 1;
  return printable >> 7 < others;
}
