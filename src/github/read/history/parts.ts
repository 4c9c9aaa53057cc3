// Zod parts of the lists of the past. What comes out is what the normalisers make of the same thing in a webhook.
import { z } from "zod";
import { checkConclusions, checkStatuses } from "../../../core/facts/check.ts";
import type { AccountType } from "../../../core/facts/pull-request.ts";
import { known, time } from "../parts.ts";

/** Milliseconds UTC, whole seconds: GitHub tells no parts of one in webhooks. */
export const second = time.transform((at) => Math.floor(at / 1000) * 1000);

/** An id that a number holds exactly: of two that it does not, one would be taken for the other. */
export const id = z.int();

/** A commit SHA, also one of a SHA-256 repository. */
export const sha = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

/** GitHub writes "nothing" as an empty string too. */
export const textOrNull = known(z.string()).transform((text) => text || null);

const inSmallLetters = z.string().transform((word) => word.toLowerCase());

/** GraphQL shouts what REST and webhooks whisper. */
export const checkStatus = inSmallLetters.pipe(z.enum(checkStatuses));
export const checkConclusion = z
  .nullish(inSmallLetters.pipe(z.enum(checkConclusions)))
  .transform((c) => c ?? null);

export const reviewState = inSmallLetters.pipe(
  z.enum(["approved", "changes_requested", "commented", "dismissed"]),
);

/** The same without `dismissed`, and null for whatever else: what a review was before. */
export const earlierReviewState = known(
  inSmallLetters.pipe(z.enum(["approved", "changes_requested", "commented"])),
);

export interface Account {
  readonly id: number | null;
  readonly login: string | null;
  readonly type: AccountType | null;
}

/** An account that is gone. */
export const ghost: Account = { id: null, login: null, type: null };

/** An account as REST shows it; parts that are not known are null. */
export const account = known(
  z.object({
    id,
    login: known(z.string()),
    type: known(z.enum(["User", "Bot", "Organization", "Mannequin"])),
  }),
).transform((found): Account => found ?? ghost);

/** Items of which each may be unusable: what is left out is counted, and the rest is taken. */
export function eachOf<Schema extends z.ZodType>(schema: Schema) {
  return z.array(z.unknown()).transform((listed) => {
    const items: z.output<Schema>[] = [];
    for (const one of listed) {
      const parsed = schema.safeParse(one);
      if (parsed.success) items.push(parsed.data);
    }
    return { items, unusable: listed.length - items.length };
  });
}

/** Parts of a cursor of ours; null where it is none of this form. */
export function partsOf(cursor: string | null, form: RegExp): readonly string[] | null {
  const match = cursor === null ? null : form.exec(cursor);
  return match === null ? null : match.slice(1);
}

/** A page's number in a cursor of ours; 1 where there is none. */
export function pageNumberOf(cursor: string | null): number {
  return Number(partsOf(cursor, /^(\d{1,9})$/)?.[0] ?? 1);
}

/** GitHub's way to write a time, in whole seconds. */
export function timeText(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}
