// One exceptions file → the entries that can be read, and every problem at once, each on its line.
import type { z } from "zod";
import { explainIssue, nameOf } from "../config/check/explain-issue.ts";
import { parseYaml } from "../config/parse-yaml.ts";
import type { ConfigFile, ConfigProblem, LocatedMessage } from "../config/problem.ts";
import { checkEntry } from "./check-entry.ts";
import { describeDoubts } from "./describe-doubts.ts";
import type { Entry } from "./entry.ts";
import type { ExceptionsFileVersion } from "./exception.ts";
import { readEntry } from "./read-entry.ts";
import { entrySchema, envelopeSchema } from "./schema.ts";

export interface ReadExceptionsFile {
  /** Each id once. Null: nothing of the file can be read. A broken entry is among them where it can be told what it selects. */
  readonly entries: readonly Entry[] | null;
  /** Errors and warnings in the order of the file. */
  readonly problems: readonly ConfigProblem[];
}

interface Options {
  readonly origin: ExceptionsFileVersion["origin"];
  /** Milliseconds UTC. Given: what is doubtful at that time is told too, as warnings. */
  readonly at?: number;
}

const emptyFile = 'the file is empty; begin it with "version: 1" and "exceptions:", or remove it.';

const whatToAdd: Readonly<Record<string, string>> = {
  reason: "; say why the risk can be lived with",
  owner: '; an exception needs somebody who answers for it, e.g. "@acme/web"',
  expires: "; an exception must end: give its last day, such as 2027-01-31",
};

/** Reads an exceptions file. Never throws, whatever its text is. A broken entry leaves the others as they are. */
export function readExceptionsFile(file: ConfigFile, { origin, at }: Options): ReadExceptionsFile {
  const yaml = parseYaml(file);
  if ("problems" in yaml) return { entries: null, problems: yaml.problems };
  if (yaml.data === null || yaml.data === undefined) {
    return { entries: null, problems: [yaml.locate({ at: [], message: emptyFile, severity: "error" })] };
  }
  const envelope = envelopeSchema.safeParse(yaml.data);
  if (!envelope.success) {
    const messages = envelope.error.issues.flatMap((issue) => explainIssue(issue, yaml.data));
    return { entries: null, problems: inOrder(messages.map(yaml.locate)) };
  }

  const entries: Entry[] = [];
  const problems: ConfigProblem[] = [];
  const earlier = new Map<string, Entry>();
  for (const [index, written] of envelope.data.exceptions.entries()) {
    const { line } = yaml.locate({ at: ["exceptions", index], message: "", severity: "error" });
    const sound = readEntry(written, { index, line });
    const errors = [
      ...explain(written, index, yaml.data),
      ...checkEntry(written, sound, { index, origin, earlier }),
    ];
    const located = inOrder(errors.map(yaml.locate));
    problems.push(...located);
    if (sound === null || earlier.has(sound.id)) continue;
    const entry = { ...sound, invalid: describeInvalid(located) };
    earlier.set(entry.id, entry);
    entries.push(entry);
    if (at !== undefined) problems.push(...describeDoubts(entry, at).map(yaml.locate));
  }
  return { entries, problems: inOrder(problems) };
}

/** What the schema says of one entry, in its place in the file. */
function explain(written: unknown, index: number, data: unknown): LocatedMessage[] {
  const { error } = entrySchema.safeParse(written);
  return (error?.issues ?? []).flatMap((issue) => {
    const placed = { ...issue, path: ["exceptions", index, ...issue.path] };
    return explainIssue(placed, data).map((message) => addWhatToDo(message, placed));
  });
}

function addWhatToDo(message: LocatedMessage, { path }: z.core.$ZodIssue): LocatedMessage {
  const hint = whatToAdd[String(path[2])];
  const missing = `${nameOf(message.at)} is missing`;
  if (hint === undefined || message.message !== `${missing}.`) return message;
  return { ...message, message: `${missing}${hint}.` };
}

function describeInvalid(errors: readonly ConfigProblem[]): string | null {
  return errors.length === 0 ? null : errors.map(({ message }) => message).join(" ");
}

function inOrder(problems: readonly ConfigProblem[]): ConfigProblem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}
