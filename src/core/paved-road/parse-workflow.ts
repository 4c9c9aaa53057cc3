// One workflow file → its triggers and everything it uses, with lines. YAML as GitHub reads it: anchors and aliases yes,
// merge keys and expressions in `uses` no. A file that cannot be read says why; nothing is ever thrown.
import type { Alias, Document, Node, Scalar, YAMLMap } from "yaml";
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import type { ObservedWorkflow, UsesReference } from "../facts/paved-road.ts";
import { findVersionComment, splitUses } from "./uses.ts";

/** GitHub itself refuses longer ones. */
const maximumWorkflowLength = 512 * 1024;

/** More are not kept: far beyond what people write, or generate. */
const maximumUses = 2_000;
const maximumTriggers = 200;

/** Longer names of actions and refs are none that GitHub knows. */
const longestUses = 1_000;

/** Behind a value, blanks before its comment included. */
const longestRest = 500;

/** Reads a workflow. Where the text cannot be read, `problem` says why and nothing else is known of it. */
export function parseWorkflow(path: string, text: string): ObservedWorkflow {
  const unreadable = (problem: string): ObservedWorkflow => ({ path, triggers: [], uses: [], problem });
  if (text.length > maximumWorkflowLength) return unreadable("The file is longer than GitHub reads.");
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      schema: "core",
      merge: false,
      // Looked for in one pass afterwards: the parser compares each key with every other.
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "error",
    });
    const [error] = document.errors;
    if (error) {
      return unreadable(`Not valid YAML at line ${lines.linePos(error.pos[0]).line}: ${error.message}`);
    }
    const repeated = findRepeatedKey(document);
    if (repeated !== null) {
      return unreadable(`Not valid YAML at line ${lines.linePos(repeated).line}: Map keys must be unique`);
    }
    const merged = findMergeKey(document);
    if (merged !== null) {
      const { line } = lines.linePos(merged);
      return unreadable(`GitHub does not read merge keys: there is a \`<<\` at line ${line}.`);
    }
    const reader = new WorkflowReader(document, text, lines);
    const root = reader.asMap(document.contents);
    if (root === null) return unreadable("Not a workflow: the file holds no map of keys.");
    const jobs = reader.asMap(reader.valueOf(root, "jobs"));
    if (jobs === null) return unreadable("Not a workflow: it has no jobs.");
    const triggers = reader.readTriggers(reader.valueOf(root, "on"));
    if (triggers.length === 0) return unreadable("Not a workflow: it says nowhere on which events it runs.");
    if (triggers.length > maximumTriggers)
      return unreadable("Not a workflow: it names more events than there are.");
    const uses = reader.readJobs(jobs);
    if (uses.length > maximumUses)
      return unreadable(`It has ${uses.length} places with \`uses\`; at most ${maximumUses} are read.`);
    return { path, triggers, uses, problem: null };
  } catch {
    return unreadable("The file is nested too deeply to be read.");
  }
}

class WorkflowReader {
  /** What each alias stands for, found in one walk: asking the document each time would walk it each time. */
  readonly #aliased: ReadonlyMap<Alias, Node>;
  readonly #text: string;
  readonly #lines: LineCounter;
  /** A map or list that several aliases name is read once: that bounds the work, and its lines are the same anyway. */
  readonly #seen = new Set<Node>();

  constructor(document: Document.Parsed, text: string, lines: LineCounter) {
    this.#aliased = resolveAliases(document);
    this.#text = text;
    this.#lines = lines;
  }

  #resolve(node: unknown): unknown {
    return isAlias(node) ? this.#aliased.get(node) : node;
  }

  asMap(node: unknown): YAMLMap | null {
    const resolved = this.#resolve(node);
    return isMap(resolved) ? resolved : null;
  }

  /** The value behind a key, which is read as it is written: `on` is a word, whatever version of YAML the file claims. */
  valueOf(map: YAMLMap, key: string): unknown {
    return map.items.find((pair) => textOf(this.#resolve(pair.key)) === key)?.value ?? null;
  }

  readTriggers(node: unknown): string[] {
    const on = this.#resolve(node);
    const events = isMap(on)
      ? on.items.map((pair) => pair.key)
      : isSeq(on)
        ? on.items
        : isScalar(on) && on.value !== null
          ? [on]
          : [];
    return [...new Set(events.flatMap((event) => textOf(this.#resolve(event)) ?? []))];
  }

  readJobs(jobs: YAMLMap): UsesReference[] {
    return jobs.items.flatMap((pair) => {
      const job = this.#firstSight(this.asMap(pair.value));
      if (job === null) return [];
      const steps = this.#firstSight(this.#resolve(this.valueOf(job, "steps")));
      return [
        ...this.#readUses("reusable_workflow", this.valueOf(job, "uses")),
        ...(isSeq(steps) ? steps.items : []).flatMap((item) => {
          const step = this.#firstSight(this.asMap(item));
          return step === null ? [] : this.#readUses("action", this.valueOf(step, "uses"));
        }),
      ];
    });
  }

  #firstSight<T>(node: T): T | null {
    if (!isMap(node) && !isSeq(node)) return node;
    if (this.#seen.has(node)) return null;
    this.#seen.add(node);
    return node;
  }

  #readUses(kind: UsesReference["kind"], node: unknown): UsesReference[] {
    const scalar = this.#resolve(node);
    if (!isScalar(scalar) || typeof scalar.value !== "string" || scalar.value.trim() === "") return [];
    const written = scalar.value.trim();
    const { target, ref } = splitUses(
      written.length <= longestUses ? written : `${written.slice(0, longestUses)}…`,
    );
    const offset = (isAlias(node) ? node.range : scalar.range)?.[0] ?? 0;
    const comment = findVersionComment(this.#restOfLine(scalar));
    return [{ kind, target, ref, versionComment: comment, line: this.#lines.linePos(offset).line }];
  }

  /** As much as a comment is looked for in: a file may be one line, of half a megabyte. */
  #restOfLine(scalar: Scalar): string {
    const end = scalar.range?.[1] ?? this.#text.length;
    const [rest = ""] = this.#text.slice(end, end + longestRest).split("\n", 1);
    return rest;
  }
}

/** Where the first `<<` stands as a key; GitHub takes a workflow with one for invalid. Null where none does. */
function findMergeKey(document: Document.Parsed): number | null {
  let found: number | null = null;
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) || key.value !== "<<") return undefined;
      found = key.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return found;
}

/** Where the first key stands that its map has already; null where none does. */
function findRepeatedKey(document: Document.Parsed): number | null {
  let found: number | null = null;
  visit(document, {
    Map(_, { items }) {
      const keys = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (keys.has(key.value)) {
          found = key.range?.[0] ?? 0;
          return visit.BREAK;
        }
        keys.add(key.value);
      }
      return undefined;
    },
  });
  return found;
}

/** An alias stands for the last node before it that has its anchor. */
function resolveAliases(document: Document.Parsed): Map<Alias, Node> {
  const anchored = new Map<string, Node>();
  const aliased = new Map<Alias, Node>();
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        const target = anchored.get(node.source);
        if (target !== undefined) aliased.set(node, target);
      } else if (node.anchor !== undefined) {
        anchored.set(node.anchor, node);
      }
    },
  });
  return aliased;
}

function textOf(node: unknown): string | null {
  if (!isScalar(node)) return null;
  return typeof node.value === "string" ? node.value : (node.source ?? null);
}
