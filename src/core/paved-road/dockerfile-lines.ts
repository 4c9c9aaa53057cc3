// The lines of a Dockerfile that say what is built from what: everything but ARG and FROM is made empty, line by line, so that
// line numbers stay. Heredocs are found as BuildKit finds them: what stands in one is text, whatever it looks like.

/** To be put to a trimmed line: no blanks at its end that could be tried in ever new ways. */
const directive = /^#[ \t]*([A-Za-z][A-Za-z0-9]*)[ \t]*=(.+)$/;
const heredocInstruction = /^(?:ONBUILD\s+)?(?:RUN|COPY|ADD)\s/i;
const keptInstruction = /^(?:FROM|ARG)(?:\s|$)/i;

/** The reduced text, or the 1-based line of an instruction whose heredoc never ends. */
export type ReducedDockerfile = { readonly text: string } | { readonly unterminated: number };

/** Keeps ARG, FROM, comments and directives. Line ends become `\n`. */
export function keepBases(text: string): ReducedDockerfile {
  const lines = text.split(/\r?\n/);
  const goesOn = continuationOf(lines);
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (isSkipped(line)) {
      kept.push(line);
      continue;
    }
    const first = at;
    const parts = [line];
    while (goesOn(lines[at] ?? "") && at + 1 < lines.length) {
      // Comments and empty lines between the lines of an instruction are no part of it, and do not end it.
      do at += 1;
      while (isSkipped(lines[at] ?? "") && at + 1 < lines.length);
      parts.push(lines[at] ?? "");
    }
    const instruction = joinParts(parts, goesOn);
    const isKept = keptInstruction.test(instruction);
    for (let own = first; own <= at; own += 1) kept.push(isKept ? (lines[own] ?? "") : "");
    for (const heredoc of findHeredocs(instruction)) {
      let ended = false;
      while (!ended && at + 1 < lines.length) {
        at += 1;
        kept.push("");
        ended = isEnd(lines[at] ?? "", heredoc);
      }
      if (!ended) return { unterminated: first + 1 };
    }
  }
  return { text: kept.join("\n") };
}

function isSkipped(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
}

/** Whether a line is continued: it ends with the escape character, which the directive at the top may have changed. */
function continuationOf(lines: readonly string[]): (line: string) => boolean {
  let character = "\\";
  for (const line of lines) {
    const [, name, written = ""] = directive.exec(line.trim()) ?? [];
    if (name === undefined) break;
    const value = written.trim();
    if (name.toLowerCase() === "escape" && (value === "`" || value === "\\")) character = value;
  }
  return (line) => {
    const written = line.trimEnd();
    return written.endsWith(character) && !written.slice(0, -1).endsWith(character);
  };
}

function joinParts(parts: readonly string[], goesOn: (line: string) => boolean): string {
  return parts
    .map((part) => (goesOn(part) ? part.trimEnd().slice(0, -1) : part))
    .join("")
    .trim();
}

interface Heredoc {
  readonly name: string;
  /** `<<-`: tabs before the end are left out. */
  readonly chomps: boolean;
}

/** Words such as `<<EOF`, `5<<-"EOF"`; not within quotes, and not in the middle of a word. */
function findHeredocs(instruction: string): Heredoc[] {
  if (!heredocInstruction.test(instruction)) return [];
  const words = instruction.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
  return words.flatMap((word) => {
    const [, dash, name = ""] = /^\d*<<(-?)([^<]+)$/.exec(word) ?? [];
    return dash === undefined ? [] : [{ name: name.replace(/["'\\]/g, ""), chomps: dash === "-" }];
  });
}

function isEnd(line: string, { name, chomps }: Heredoc): boolean {
  return (chomps ? line.replace(/^\t+/, "") : line) === name;
}
