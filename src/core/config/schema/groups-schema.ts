// What an organisation may write about groups of its repositories: which they are, who answers for them, what holds for them.
import { z } from "zod";
import { layerSchema } from "./layer-schema.ts";
import { shortText, strictObject } from "./schema-parts.ts";
import { selectorSchema, tierSchema } from "./selector-schema.ts";

const groupSchema = strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: "must be small letters, digits and hyphens." })
    .describe("Names the group for good."),
  title: shortText.optional().describe("How people call it. Left out: the id."),
  kind: z
    .enum(["product-line", "business-unit", "team"])
    .optional()
    .describe("What the group is in the organisation."),
  owner: shortText.optional().describe("Who acts on the numbers of its repositories; named, never pinged."),
  tier: tierSchema.optional().describe("How much its repositories matter, such as `1`; compared as text."),
  match: selectorSchema.describe(
    "Which repositories it has. All parts must hold; of a list, one entry must.",
  ),
  settings: layerSchema
    .optional()
    .describe(
      "What holds for its repositories: any key of a repository's file but `version`, `extends`, `owner`.",
    ),
});

export const groupsSchema = z
  .array(groupSchema)
  .max(200, { error: "must have at most 200 entries." })
  .describe(
    "Groups of repositories; a later one goes before an earlier one. Only in the organisation's file and in files that it extends.",
  );

export type WrittenGroup = z.infer<typeof groupSchema>;
