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
  const digest = createHash("sha256").update(`${event}\n${body}`).digest("hex");
  return { id: id ?? `replay-${digest.slice(0, 32)}`, event, body };
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

function parseText(content: string, path: string): Recording[] {
  const clean = content.replace(/^\uFEFF/, "");
  try {
    return unwrap(JSON.parse(clean), path);
  } catch (error) {
    const lines = clean.split("\n").filter((line) => line.trim() !== "");
    if (!(error instanceof SyntaxError) || lines.length < 2) throw error;
    // Several lines that are each a document: NDJSON, whatever the file is called.
    return lines.map((line) => JSON.parse(line)).flatMap((value: unknown) => unwrap(value, path));
  }
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

/** Reads what is there; a file that cannot be read is listed with the reason, and the others are read. @throws when a path does not exist. */
export async function readRecordings(paths: readonly string[]): Promise<Recordings> {
  const recordings: Recording[] = [];
  const unreadable: { path: string; reason: string }[] = [];
  const files = [...new Set((await Promise.all(paths.map(listFiles))).flat())];
  for (const path of files) {
    try {
      const bytes = await readFile(path);
      recordings.push(...parseText(new TextDecoder("utf-8", { fatal: true }).decode(bytes), path));
    } catch (error) {
      const reason =
        error instanceof SyntaxError ? "is not JSON" : error instanceof Error ? error.message : String(error);
      unreadable.push({ path, reason });
    }
  }
  return { recordings, unreadable, files: files.length };
}
