// Zod parts that payloads of many events share. Only the fields that are needed are parsed, and leniently: GitHub's
// published schemas are stricter than what it sends.
import { z } from "zod";
import { checkConclusions, checkStatuses } from "../../core/facts/check.ts";

/** Unix seconds past this are milliseconds that somebody mistook for seconds (the year 5138). */
const latestUnixSeconds = 1e11;

/** GitHub's two ways to write a time, ISO 8601 with an offset and Unix seconds, as milliseconds UTC. */
export const timestamp = z
  .union([z.iso.datetime({ offset: true }), z.int().nonnegative().max(latestUnixSeconds)])
  .transform((written) => (typeof written === "number" ? written * 1000 : Date.parse(written)));

/** Absent and null are both null; anything else must be right. */
export function optional<S extends z.ZodType>(schema: S) {
  return schema.nullish().transform((value) => value ?? null);
}

/** Absent, null and not understood are all null: for what is only shown, or where null says "not known". */
export function lenient<S extends z.ZodType>(schema: S) {
  return optional(schema).catch(null);
}

export const id = z.int().nonnegative();

/** A commit SHA: 40 hexadecimal digits, or 64 in a SHA-256 repository. */
export const commitSha = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

/** Text where GitHub writes "nothing" as an empty string. */
export const textOrNull = optional(z.string()).transform((text) => text || null);

/** A link that is safe to show; null for anything but http and https. */
export const webUrl = lenient(z.url({ protocol: /^https?$/ }));

/** The numeric id of an account that may be absent. */
export const accountId = lenient(z.object({ id }).transform((account) => account.id));

/** The author of something; null parts for an account that is gone (a ghost). */
export const author = lenient(
  z.object({
    id,
    login: lenient(z.string()),
    type: lenient(z.enum(["User", "Bot", "Organization", "Mannequin"])),
  }),
).transform((account) => account ?? { id: null, login: null, type: null });

/** A GitHub App that made a check. */
export const checkApp = lenient(z.object({ id: lenient(id), slug: textOrNull })).transform(
  (app) => app ?? { id: null, slug: null },
);

export const checkStatus = z.enum(checkStatuses);

export const checkConclusion = z.enum(checkConclusions);
