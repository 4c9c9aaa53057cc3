// Configuration text → plain data that remembers where everything stood. Plain YAML only: no custom tags, no repeated keys,
// hardly any aliases, bounded in size, so that a file written to do harm costs nothing.
import type { Document, ParsedNode } from "yaml";
import { isMap, isNode, LineCounter, parseDocument } from "yaml";
import type { ConfigFile, ConfigPath, ConfigProblem, LocatedMessage } from "./problem.ts";
import { takeOutUnsound } from "./sound-yaml.ts";

/** The longest configuration that is read, in bytes of UTF-8. */
export const maximumConfigBytes = 64 * 1024;

/** More than this is one mistake that shows many times. */
const maximumSyntaxProblems = 20;

/** Mistakes that leave everything else as it is meant. */
const harmless: ReadonlySet<string> = new Set([
  "TAG_RESOLVE_FAILED",
  "MULTIPLE_DOCS",
  "NON_STRING_KEY",
  "BAD_SCALAR_START",
  "BAD_DQ_ESCAPE",
]);

/** Puts line and column to a message. */
export type Locate = (message: LocatedMessage) => ConfigProblem;

export interface YamlReading {
  readonly problems: readonly ConfigProblem[];
  /** What can be read in spite of them; null: nothing can. */
  readonly tree: {
    readonly data: unknown;
    /** Where `problems` already tell why there is no value. */
    readonly lost: readonly ConfigPath[];
    readonly locate: Locate;
  } | null;
}

export type ParsedYaml =
  | { readonly data: unknown; readonly locate: Locate }
  | { readonly problems: readonly ConfigProblem[] };

/** Reads the text, or says all that keeps it from being read. Never throws, whatever the text is. */
export function parseYaml(file: ConfigFile): ParsedYaml {
  const { problems, tree } = readYaml(file);
  const errors = problems.filter(({ severity }) => severity === "error");
  return tree === null || errors.length > 0 ? { problems: errors } : tree;
}

/** Reads what can be read of the text, and says what cannot. Never throws, whatever the text is. */
export function readYaml(file: ConfigFile): YamlReading {
  const tooLong = describeSize(file.text);
  if (tooLong !== null) return { problems: [problemAt(file.path, 1, 1, tooLong)], tree: null };

  // A carriage return alone ends a line, too; the parser knows it only before a line feed.
  const text = file.text.replaceAll(/\r(?!\n)/g, "\n");
  const lines = new LineCounter();
  const at = (offset: number, message: string): ConfigProblem => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return problemAt(file.path, Math.max(1, line), Math.max(1, col), message);
  };
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      version: "1.2",
      schema: "core",
      merge: false,
      stringKeys: true,
      // Looked for in one pass afterwards: the parser compares each key with every other.
      uniqueKeys: false,
      resolveKnownTags: false,
      prettyErrors: false,
      logLevel: "error",
    });
    const errors = [...document.errors, ...document.warnings];
    const told = inWords(errors).map(({ code, message, pos }) =>
      at(pos[0], describeSyntaxError(code, message, text.slice(...pos))),
    );
    const problems = oneForEachLine(told);
    if (errors.some(({ code }) => code === "TAB_AS_INDENT")) return readBesideTabs(file, text, problems);
    if (errors.some(({ code }) => !harmless.has(code))) return { problems, tree: null };

    const { content, lost, found } = takeOutUnsound(document);
    for (const { offset, message, severity } of found) problems.push({ ...at(offset, message), severity });
    if (content === null) return { problems, tree: null };
    const locate: Locate = ({ at: path, onKey, message, severity }) => ({
      ...at(offsetOf(document, path, onKey ?? false), message),
      severity,
    });
    return { problems, tree: { data: content.data, lost, locate } };
  } catch {
    return { problems: [problemAt(file.path, 1, 1, tooDeep)], tree: null };
  }
}

/** What else is wrong, with each tab taken for a space; nothing where that is not what was meant. */
function readBesideTabs(file: ConfigFile, text: string, tabs: readonly ConfigProblem[]): YamlReading {
  const spaced = text.replaceAll(/^[ \t]+/gm, (indent) => indent.replaceAll("\t", " "));
  const { problems, tree } =
    spaced === text ? { problems: [], tree: null } : readYaml({ ...file, text: spaced });
  return tree === null ? { problems: tabs, tree } : { problems: [...tabs, ...problems], tree };
}

const tooDeep = "the file is nested too deeply to be read.";

type SyntaxError = Document.Parsed["errors"][number] | Document.Parsed["warnings"][number];

/** A tab, or a bracket that never ends, makes the parser stumble over what follows: then only the cause is told. */
function inWords(errors: readonly SyntaxError[]): readonly SyntaxError[] {
  const tabs = errors.filter(({ code }) => code === "TAB_AS_INDENT");
  return tabs.length > 0 ? tabs : errors;
}

function oneForEachLine(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const first = new Map<string, ConfigProblem>();
  for (const problem of problems) {
    const line = `${problem.line}`;
    if (!first.has(line)) first.set(line, problem);
  }
  return [...first.values()].slice(0, maximumSyntaxProblems);
}

/** Messages quote keys and names, and the file's author decides how long these are. */
const longestMessage = 1000;

function problemAt(path: string, line: number, column: number, message: string): ConfigProblem {
  const shown = showControlCharacters(message.slice(0, 2 * longestMessage));
  const cut =
    shown.length <= longestMessage ? shown : `${shown.slice(0, longestMessage - 1).toWellFormed()}…`;
  return { path, line, column, message: cut, severity: "error" };
}

/** Messages quote the file: what would move a terminal's cursor or turn its text around is shown as its code. */
export function showControlCharacters(message: string): string {
  return message.replaceAll(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`,
  );
}

function describeSize(text: string): string | null {
  const bytes = text.length > maximumConfigBytes ? text.length : new TextEncoder().encode(text).length;
  if (bytes <= maximumConfigBytes) return null;
  return `the file is too long: more than ${maximumConfigBytes / 1024} KiB are not read. Shorten it.`;
}

function describeSyntaxError(code: string, message: string, found: string): string {
  switch (code) {
    case "TAG_RESOLVE_FAILED":
      return `${message}. Tags are not allowed; write a plain value.`;
    case "MULTIPLE_DOCS":
      return "a second YAML document begins here (---); a configuration is one document.";
    case "NON_STRING_KEY":
      return "keys must be plain words.";
    case "TAB_AS_INDENT":
      return "found a tab at the beginning of the line; YAML is indented with spaces alone.";
    case "BAD_SCALAR_START":
      return `a value cannot begin with ${JSON.stringify(found)}; put it in quotes.`;
    case "RESOURCE_EXHAUSTION":
      return tooDeep;
    default:
      return message.includes("call stack") ? tooDeep : `${message}.`;
  }
}

/** Where the value at `path` begins, or its key; what holds it where it is absent. */
function offsetOf(document: Document.Parsed, path: ConfigPath, onKey: boolean): number {
  let node: ParsedNode | null = document.contents;
  let offset = node?.range[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isMap<ParsedNode, ParsedNode | null>(node)) {
      const pair = node.items.find(({ key }) => "value" in key && key.value === step);
      if (pair === undefined) return offset;
      if (onKey && depth === path.length - 1) return pair.key.range[0];
      offset = pair.value?.range?.[0] ?? pair.key.range[0];
      node = pair.value;
    } else if (node !== null && "items" in node && typeof step === "number") {
      const item = node.items[step];
      if (!isNode(item) || !item.range) return offset;
      offset = item.range[0];
      node = item as ParsedNode;
    } else {
      return offset;
    }
  }
  return offset;
}
