// A written entry → what can be read of it. A broken entry keeps what is sound in it, so that it can be told from the others
// and shown as the ungoverned exception that it is.
import type { z } from "zod";
import { endOfDay, readDay } from "./day.ts";
import { describeSelection, type Entry, type Selection } from "./entry.ts";
import { decisionShape, entrySchema, repositoriesShape, selectionShape } from "./schema.ts";

interface Place {
  readonly index: number;
  readonly line: number;
}

/** Null where it cannot be told what the entry selects, or for which repositories. */
export function readEntry(written: unknown, place: Place): Omit<Entry, "invalid"> | null {
  const selection = readSelection(written);
  const repositories = readPart(written, "repositories", repositoriesShape.repositories);
  if (selection === null || repositories === unreadable) return null;
  const expires = soundOrNull(readPart(written, "expires", decisionShape.expires));
  const expiresOn = expires === null ? null : readDay(expires);
  return {
    id: readIdentity(written, selection, repositories),
    selection,
    repositories: repositories ?? null,
    reason: soundOrNull(readPart(written, "reason", decisionShape.reason)),
    owner: soundOrNull(readPart(written, "owner", decisionShape.owner)),
    approver: soundOrNull(readPart(written, "approver", decisionShape.approver)),
    expiresAt: expiresOn === null ? null : endOfDay(expiresOn),
    ...place,
  };
}

/** What an entry selects; null where a part cannot be read, or none is given. */
function readSelection(written: unknown): Selection | null {
  const parts = Object.entries(selectionShape).map(([key, schema]) => [key, readPart(written, key, schema)]);
  if (parts.some(([, value]) => value === unreadable)) return null;
  const given = parts.filter(([, value]) => value !== undefined);
  return given.length === 0 ? null : Object.fromEntries(given);
}

/** The id that was written, else what the entry selects and where. */
function readIdentity(
  written: unknown,
  selection: Selection,
  repositories: readonly string[] | undefined,
): string {
  const id = soundOrNull(readPart(written, "id", entrySchema.shape.id));
  if (id !== null) return id;
  const where = repositories === undefined ? "" : `, in ${[...repositories].sort().join(", ")}`;
  return `${describeSelection(selection)}${where}`;
}

const unreadable = Symbol("unreadable");

/** Undefined: not given. */
function readPart<Value>(
  written: unknown,
  key: string,
  schema: z.ZodType<Value>,
): Value | undefined | typeof unreadable {
  if (typeof written !== "object" || written === null || !Object.hasOwn(written, key)) return undefined;
  const part = schema.safeParse((written as Record<string, unknown>)[key]);
  return part.success ? part.data : unreadable;
}

function soundOrNull<Value>(part: Value | undefined | typeof unreadable): Value | null {
  return part === undefined || part === unreadable ? null : part;
}
