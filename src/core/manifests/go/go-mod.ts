// go.mod: the module versions that the build takes, replacements put in. go.sum is no list of what is used: it keeps checksums of
// versions that were only looked at.
import type { ObservedPackage } from "../../facts/paved-road.ts";
import type { Wanted } from "../package-name.ts";
import type { Reading } from "../reading.ts";
import { splitLines } from "../text-lines.ts";

interface Directive {
  readonly verb: string;
  readonly words: readonly string[];
  readonly line: number;
}

interface Replacement {
  readonly target: string;
  /** Null: a folder, which has no version. */
  readonly targetVersion: string | null;
}

/** The version of `require` is what the build takes: Go itself keeps it at what all modules together ask for. */
export function readGoMod(text: string, wanted: Wanted): Reading {
  const { directives, problem } = readDirectives(text);
  /** By module, then by version; the first of two that say the same. Null: every version. */
  const replacements = new Map<string, Map<string | null, Replacement>>();
  for (const { words } of directives.filter(({ verb }) => verb === "replace")) {
    const arrow = words.indexOf("=>");
    const [from = "", version = null] = words.slice(0, arrow);
    const [target = "", targetVersion = null] = words.slice(arrow + 1);
    const known = replacements.get(from) ?? new Map<string | null, Replacement>();
    if (!known.has(version)) known.set(version, { target, targetVersion });
    replacements.set(from, known);
  }
  const packages = directives.flatMap(({ verb, words, line }): ObservedPackage[] => {
    const [path = "", version = null] = words;
    if (verb !== "require") return [];
    const known = replacements.get(path);
    const by = known?.get(version) ?? known?.get(null);
    const isFolder = by !== undefined && by.targetVersion === null;
    const name = wanted(by === undefined || isFolder ? path : by.target);
    if (name === null) return [];
    const settled = by === undefined ? version : by.targetVersion;
    return [{ name, requirement: version, version: settled, line }];
  });
  return { packages, ...(problem !== null && { problem }) };
}

function readDirectives(text: string): { directives: Directive[]; problem: string | null } {
  const directives: Directive[] = [];
  let block: string | null = null;
  let problem: string | null = null;
  for (const [index, raw] of splitLines(text).entries()) {
    const words = readWords(raw);
    const [first = ""] = words;
    if (words.length === 0) continue;
    if (block !== null && first === ")") block = null;
    else if (block !== null) directives.push({ verb: block, words, line: index + 1 });
    else if (words[1] === "(" || first.endsWith("(")) block = first.replace(/\($/, "");
    else if (/^[a-z]+$/.test(first)) directives.push({ verb: first, words: words.slice(1), line: index + 1 });
    else problem ??= `Line ${index + 1} cannot be read.`;
  }
  const isModule = directives.some(({ verb }) => verb === "module");
  return { directives, problem: problem ?? (isModule ? null : "It names no module.") };
}

/** The words of a line without its comment; a word may stand in quotes. */
function readWords(line: string): string[] {
  const comment = line.indexOf("//");
  const plain = (comment === -1 ? line : line.slice(0, comment)).trim();
  return plain === "" ? [] : plain.split(/\s+/).map((word) => word.replaceAll(/^["`]|["`]$/g, ""));
}
