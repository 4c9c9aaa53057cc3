// Configuration text → plain data that remembers where everything stood. Plain YAML only: no custom tags, no repeated keys,
// hardly any aliases, bounded in size, so that a file written to do harm costs nothing.
import type { Document, ParsedNode } from "yaml";
import { isAlias, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { ConfigFile, ConfigPath, ConfigProblem, LocatedMessage } from "./problem.ts";

/** The longest configuration that is read, in bytes of UTF-8. */
export const maximumConfigBytes = 64 * 1024;

/** Enough to repeat a block or two, far too few for a bomb. */
const maximumAliasCount = 20;

const tooManyAliases = `the file uses too many aliases (*name): at most ${maximumAliasCount} are read. Write the values out.`;

/** More than this is one mistake that shows many times. */
const maximumSyntaxProblems = 20;

export type ParsedYaml =
  | {
      readonly data: unknown;
      /** Puts line and column to a message. */
      readonly locate: (message: LocatedMessage) => ConfigProblem;
    }
  | { readonly problems: readonly ConfigProblem[] };

/** Reads the text, or says all that keeps it from being read. Never throws, whatever the text is. */
export function parseYaml(file: ConfigFile): ParsedYaml {
  const tooLong = describeSize(file.text);
  if (tooLong !== null) return { problems: [problemAt(file.path, 1, 1, tooLong)] };

  const lines = new LineCounter();
  const at = (offset: number, message: string): ConfigProblem => {
    const { line, col } = lines.linePos(offset);
    return problemAt(file.path, Math.max(1, line), Math.max(1, col), message);
  };
  try {
    const document = parseDocument(file.text, {
      lineCounter: lines,
      version: "1.2",
      schema: "core",
      merge: false,
      stringKeys: true,
      resolveKnownTags: false,
      prettyErrors: false,
      logLevel: "error",
    });
    const problems = [...document.errors, ...document.warnings].map((error) =>
      at(error.pos[0], describeSyntaxError(error.code, error.message)),
    );
    problems.push(...findForbidden(document).map(({ offset, message }) => at(offset, message)));
    if (problems.length > 0) return { problems: problems.slice(0, maximumSyntaxProblems) };
    const data: unknown = document.toJS({ maxAliasCount: maximumAliasCount });
    return {
      data,
      locate: ({ at: path, onKey, message, severity }): ConfigProblem => ({
        ...at(offsetOf(document, path, onKey ?? false), message),
        severity,
      }),
    };
  } catch (error) {
    return { problems: [problemAt(file.path, 1, 1, describeRefusal(error))] };
  }
}

function problemAt(path: string, line: number, column: number, message: string): ConfigProblem {
  return { path, line, column, message: showControlCharacters(message), severity: "error" };
}

/** Messages quote the file: what would move a terminal's cursor or turn its text around is shown as its code. */
function showControlCharacters(message: string): string {
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

function describeSyntaxError(code: string, message: string): string {
  switch (code) {
    case "TAG_RESOLVE_FAILED":
      return `${message}. Tags are not allowed; write a plain value.`;
    case "DUPLICATE_KEY":
      return "this key stands here a second time; keep one of them.";
    case "MULTIPLE_DOCS":
      return "a second YAML document begins here (---); a configuration is one document.";
    case "NON_STRING_KEY":
      return "keys must be plain words.";
    case "RESOURCE_EXHAUSTION":
      return "the file is nested too deeply to be read.";
    default:
      return message.includes("call stack") ? "the file is nested too deeply to be read." : `${message}.`;
  }
}

function describeRefusal(error: unknown): string {
  return error instanceof ReferenceError ? tooManyAliases : "the file is nested too deeply to be read.";
}

/** Keys that mean something else to JavaScript than to a reader, aliases of nothing, and aliases beyond the limit. */
function findForbidden(document: Document.Parsed): { offset: number; message: string }[] {
  const found: { offset: number; message: string }[] = [];
  const anchors = new Set<string>();
  let aliasCount = 0;
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        aliasCount += 1;
        const message = describeAlias(node.source, anchors, aliasCount);
        if (message !== null) found.push({ offset: node.range?.[0] ?? 0, message });
      } else if (node.anchor !== undefined) {
        anchors.add(node.anchor);
      }
    },
    Pair(_, pair) {
      if (isScalar(pair.key) && pair.key.value === "__proto__") {
        const message = 'the key "__proto__" is not allowed; remove it.';
        found.push({ offset: pair.key.range?.[0] ?? 0, message });
      }
    },
  });
  return found;
}

function describeAlias(name: string, anchors: ReadonlySet<string>, count: number): string | null {
  if (!anchors.has(name)) return `the alias *${name} names an anchor that is not there.`;
  return count === maximumAliasCount + 1 ? tooManyAliases : null;
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
      offset = pair.value?.range[0] ?? pair.key.range[0];
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
