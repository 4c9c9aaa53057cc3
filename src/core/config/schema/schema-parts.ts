// What the parts of the configuration's schema are made of: bounded texts, bounded lists, maps without unknown keys.
import { z } from "zod";

/** Names, globs and the like: long enough for all of GitHub's, short enough to match cheaply. */
export const shortText = z
  .string()
  .min(1, { error: "must not be empty." })
  .max(256, { error: "must be at most 256 characters." })
  .refine((text) => !/\p{Cc}/u.test(text), { error: "must be one line without control characters." });

/** In ISO order: Monday is the first. */
export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

/** A list of at most a hundred. */
export function shortList<Item extends z.ZodType>(item: Item) {
  return z.array(item).max(100, { error: "must have at most 100 entries." });
}

/**
 * A map with these keys and no others. The message of an unknown key is the list of the known ones, from which
 * explain-issue.ts makes a sentence for each.
 */
export function strictObject<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? Object.keys(shape).join(", ") : undefined),
  });
}
