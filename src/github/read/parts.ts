// Zod parts that several readings share.
import { z } from "zod";

/** GitHub's time as milliseconds UTC. */
export const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** Absent and null are both null. */
export function orNull<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? null);
}

/** Absent, null and of another form are all null: for what is shown or counts only where it is known. */
export function known<Schema extends z.ZodType>(schema: Schema) {
  return orNull(schema).catch(null);
}

/** The numeric id of an account that may be gone. */
export const accountId = known(z.object({ id: z.number() }).transform(({ id }) => id));

/** A link that is safe to show. */
export const webUrl = known(z.url({ protocol: /^https?$/ }));

/** Alerts of one source that are read at most, by pages of a hundred. */
export const maximumAlertPages = 20;
