// What the schema cannot see in an entry: that it selects nothing, or everything, or what its file has no say over.
import { nameOf, show } from "../config/check/explain-issue.ts";
import type { ConfigPath, LocatedMessage } from "../config/problem.ts";
import type { Entry, Selection } from "./entry.ts";
import type { ExceptionsFileVersion } from "./exception.ts";
import { selectionShape } from "./schema.ts";

const selectionKeys = Object.keys(selectionShape);

/** A pattern that leaves nothing out. */
const matchesAll = /^[*?/]*$/;

interface Context {
  readonly index: number;
  readonly origin: ExceptionsFileVersion["origin"];
  /** Entries that stand before it in the file, by id. */
  readonly earlier: ReadonlyMap<string, Entry>;
}

/** Everything that is wrong with one entry besides its form. `entry` is what could be read of it; null where too little could. */
export function checkEntry(
  written: unknown,
  entry: Pick<Entry, "id" | "selection"> | null,
  context: Context,
): LocatedMessage[] {
  const at = ["exceptions", context.index];
  if (typeof written !== "object" || written === null || Array.isArray(written)) return [];
  return [
    ...checkSelection(at, written),
    ...(entry === null ? [] : checkReach(at, entry.selection)),
    ...checkOrigin(at, written, context.origin),
    ...(entry === null ? [] : checkRepetition(at, entry.id, context.earlier)),
  ];
}

function error(at: ConfigPath, message: string): LocatedMessage {
  return { at, severity: "error", message: `${nameOf(at)}: ${message}` };
}

function checkSelection(at: ConfigPath, written: object): LocatedMessage[] {
  if (selectionKeys.some((key) => Object.hasOwn(written, key))) return [];
  return [
    error(at, `selects nothing; give at least one of ${selectionKeys.map((key) => `"${key}"`).join(", ")}.`),
  ];
}

/** Silencing all there is is no exception. */
function checkReach(at: ConfigPath, selection: Selection): LocatedMessage[] {
  if (!Object.values(selection).every((pattern) => matchesAll.test(pattern))) return [];
  return [
    error(
      at,
      "selects everything there is; an exception is for some findings. Name a rule, a path, a tool or a package.",
    ),
  ];
}

function checkOrigin(
  at: ConfigPath,
  written: object,
  origin: ExceptionsFileVersion["origin"],
): LocatedMessage[] {
  if (origin === "organisation-file") {
    if (!Object.hasOwn(written, "finding")) return [];
    return [
      error(
        [...at, "finding"],
        'alerts are numbered in each repository for itself: write this into the repository\'s own file, or select by "rule" and "path".',
      ),
    ];
  }
  if (!Object.hasOwn(written, "repositories")) return [];
  return [error([...at, "repositories"], "this file is for its own repository alone; remove the key.")];
}

function checkRepetition(at: ConfigPath, id: string, earlier: ReadonlyMap<string, Entry>): LocatedMessage[] {
  const first = earlier.get(id);
  if (first === undefined) return [];
  return [
    error(
      at,
      `entry ${first.index + 1} is ${show(id)} already; give each an "id" of its own, or keep one of them.`,
    ),
  ];
}
