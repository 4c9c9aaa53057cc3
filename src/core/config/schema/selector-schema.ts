// What people may write to select repositories: for a group of them, and for those that a rule is for.
import { z } from "zod";
import { shortList, shortText, strictObject } from "./schema-parts.ts";

const teamSlug = z
  .string()
  .max(100)
  .regex(/^[a-z0-9][a-z0-9._-]*$/, {
    error: 'must be the team\'s slug such as "payments": small letters, without "@" and the organisation.',
  });

function some<Item extends z.ZodType>(item: Item, what: string) {
  return shortList(item).min(1, { error: `must name at least one ${what}, or be left out.` });
}

/** A tier is compared as text, so that `1` and `"1"` are the same. */
export const tierSchema = z.union([shortText, z.int()], {
  error: 'must be text or a whole number such as "1".',
});

/** The parts that groups and rules share. All that are given must hold; of a list, one entry must. */
export const selectorShape = {
  repositories: some(shortText, "repository").optional().describe("Globs over `owner/name`."),
  languages: some(shortText, "language")
    .optional()
    .describe("GitHub's main language of the repository is one of these."),
  topics: some(shortText, "topic").optional().describe("The repository has one of these topics."),
  teams: some(teamSlug, "team")
    .optional()
    .describe("Slugs of teams; one of them may write to the repository (push, maintain or admin)."),
  visibility: some(z.enum(["public", "private", "internal"]), "visibility")
    .optional()
    .describe("The repository is one of these."),
  properties: z
    .record(shortText, shortList(shortText).min(1, { error: "must name at least one value." }))
    .optional()
    .describe("Custom property → values of which the repository has one."),
};

/** Which repositories a group is of. */
export const selectorSchema = strictObject(selectorShape);

/** Which repositories a rule is for. */
export const appliesToSchema = strictObject({
  ...selectorShape,
  has_dockerfile: z.boolean().optional().describe("The repository has a Dockerfile, or has none."),
  groups: some(shortText, "group")
    .optional()
    .describe("Ids of groups of the organisation's file; the repository is in one of them."),
  tiers: some(tierSchema, "tier").optional().describe("The repository's tier is one of these."),
});

export type WrittenSelector = z.infer<typeof selectorSchema>;
export type WrittenAppliesTo = z.infer<typeof appliesToSchema>;
