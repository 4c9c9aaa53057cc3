// Reads recorded webhooks from files and folders, in all the shapes in which people keep them.
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { eventOfPath } from "./event-names.ts";

export interface Recording {
  /** `X-GitHub-Delivery` where it was recorded, else made from event and payload: the same recording twice is one delivery. */
  readonly id: string;
  readonly event: string;
  /** The payload as JSON text. */
  readonly body: string;
}

export interface Recordings {
  readonly recordings: readonly Recording[];
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  readonly files: number;
}

const headers = z.record(z.string(), z.unknown());
const text = z.union([z.string().min(1), z.number()]).transform(String);

/** GitHub's delivery log; or event, headers and payload side by side; or Probot's `name` and `payload`. */
const recorded = z.object({
  event: z.string().optional(),
  name: z.string().optional(),
  guid: text.optional(),
  id: text.optional(),
  headers: headers.optional(),
  payload: z.unknown().optional(),
  request: z.object({ headers: headers.optional(), payload: z.unknown().optional() }).optional(),
});

/** The list that Octokit publishes its examples as. */
const published = z.object({ name: z.string(), examples: z.array(z.unknown()) });

const looksLikeWrapper = (value: object): boolean =>
  ("payload" in value && ("event" in value || "name" in value || "headers" in value)) ||
  ("request" in value && "event" in value);

function headerOf(given: Record<string, unknown> | undefined, name: string): string | undefined {
  const found = Object.entries(given ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
  const first: unknown = Array.isArray(found) ? found[0] : found;
  return typeof first === "string" && first !== "" ? first : undefined;
}

function makeRecording(event: string, payload: unknown, id?: string): Recording {
  const body = JSON.stringify(payload);
  return { id: id ?? `replay-${digestOf(event, body)}`, event, body };
}

function digestOf(event: string, body: string): string {
  return createHash("sha256").update(`${event}\n${body}`).digest("hex").slice(0, 32);
}

/** All recordings in a parsed value. @throws Error saying what is missing. */
function unwrap(value: unknown, path: string): Recording[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => unwrap(item, path));
  if (value === null || typeof value !== "object") throw new Error("is not an object or a list of objects");
  if (looksLikeWrapper(value)) {
    const wrapper = recorded.safeParse(value);
    if (!wrapper.success)
      throw new Error(`is not a recorded delivery: ${z.prettifyError(wrapper.error).replace(/\s+/g, " ")}`);
    const { event, name, guid, id, headers: outer, request, payload } = wrapper.data;
    const given = outer ?? request?.headers;
    const named = headerOf(given, "x-github-event") ?? event ?? name ?? eventOfPath(path);
    const sent: unknown = request?.payload ?? payload;
    if (named === null) throw new Error("has a payload and no event");
    if (sent === undefined || sent === null) throw new Error("has an event and no payload");
    // Probot's fixtures and some logs keep the payload as text.
    const parsed: unknown = typeof sent === "string" ? JSON.parse(sent) : sent;
    const bare = named.split(".")[0] ?? named;
    return [makeRecording(bare, parsed, headerOf(given, "x-github-delivery") ?? guid ?? id)];
  }
  const list = published.safeParse(value);
  if (list.success) return list.data.examples.map((payload) => makeRecording(list.data.name, payload));
  const event = eventOfPath(path);
  if (event === null) {
    throw new Error(
      "does not say its event: name the file or its folder after it, such as pull_request.opened.json",
    );
  }
  return [makeRecording(event, value)];
}

interface Parsed {
  readonly recordings: readonly Recording[];
  /** Why some of a list or of lines could not be read; null when all could. */
  readonly problem: string | null;
}

/** Reads what can be read of many. @throws what the first threw when none can. */
function readEach<T>(word: string, given: readonly T[], read: (one: T) => Recording[]): Parsed {
  const recordings: Recording[] = [];
  const problems: { readonly place: number; readonly error: unknown }[] = [];
  for (const [index, one] of given.entries()) {
    try {
      recordings.push(...read(one));
    } catch (error) {
      problems.push({ place: index + 1, error });
    }
  }
  const [first, ...others] = problems;
  if (first === undefined) return { recordings, problem: null };
  if (recordings.length === 0) throw first.error;
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  return { recordings, problem: `${word} ${first.place} ${explain(first.error)}${more}` };
}

function explain(error: unknown): string {
  if (error instanceof SyntaxError) return "is not JSON";
  return error instanceof Error ? error.message : String(error);
}

function parseText(content: string, path: string): Parsed {
  const clean = content.replace(/^\uFEFF/, "");
  const lines = clean.split("\n").filter((line) => line.trim() !== "");
  let value: unknown;
  try {
    value = JSON.parse(clean);
  } catch (error) {
    if (lines.length < 2) throw error;
    // Several lines that are each a document: NDJSON, whatever the file is called. A log may end within a line.
    return readEach("line", lines, (line) => unwrap(JSON.parse(line), path));
  }
  return Array.isArray(value)
    ? readEach("item", value, (item: unknown) => unwrap(item, path))
    : { recordings: unwrap(value, path), problem: null };
}

/** Hand-made deliveries often share an id that was copied: what differs is no repeat, whatever its id says. */
function tellApart(recordings: readonly Recording[]): Recording[] {
  const known = new Map<string, Recording>();
  return recordings.map((recording) => {
    const { id, event, body } = recording;
    const first = known.get(id) ?? recording;
    known.set(id, first);
    if (first.event === event && first.body === body) return recording;
    return { ...recording, id: `${id}-${digestOf(event, body)}` };
  });
}

async function listFiles(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const inside = entries
    .filter(({ name }) => !name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(async (entry) => {
      const full = join(path, entry.name);
      if (entry.isDirectory()) return listFiles(full);
      return entry.isFile() && /\.(json|ndjson|jsonl)$/i.test(entry.name) ? [full] : [];
    });
  return (await Promise.all(inside)).flat();
}

/** Reads what is there; a file or part of one that cannot be read is listed with the reason, and the others are read. @throws when a path does not exist. */
export async function readRecordings(paths: readonly string[]): Promise<Recordings> {
  const recordings: Recording[] = [];
  const unreadable: { path: string; reason: string }[] = [];
  const files = [...new Set((await Promise.all(paths.map(listFiles))).flat())];
  for (const path of files) {
    try {
      const bytes = await readFile(path);
      const content = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      const parsed = parseText(content, path);
      recordings.push(...parsed.recordings);
      if (parsed.problem !== null) unreadable.push({ path, reason: parsed.problem });
    } catch (error) {
      unreadable.push({ path, reason: explain(error) });
    }
  }
  return { recordings: tellApart(recordings), unreadable, files: files.length };
}
