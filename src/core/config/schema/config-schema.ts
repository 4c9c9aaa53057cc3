// What people may write in `.github/firstpass.yml` and in the organisation's `firstpass.yml`. Strict: an unknown key is an error.
// Only what one value alone can get wrong is checked here; what needs two values is in check-meaning.ts.
import { z } from "zod";
import { readSharedAddress } from "../layers/shared-address.ts";
import { groupsSchema } from "./groups-schema.ts";
import { layerShape } from "./layer-schema.ts";
import { overviewSchema, policySchema } from "./policy-schema.ts";
import { shortList, shortText, strictObject } from "./schema-parts.ts";

const extendsMessage =
  'must be a file of the same account such as "acme/policies:firstpass/base.yml", or a list of such.';

/** For editors: whether the file may be extended is checked below. */
const addressPattern = "^[A-Za-z0-9][A-Za-z0-9_-]*/[A-Za-z0-9._-]+(:.+\\.ya?ml)?$";

const sharedFile = z
  .string({ error: extendsMessage })
  .meta({ pattern: addressPattern })
  .superRefine((text, context) => {
    const address = readSharedAddress(text);
    if ("refused" in address) context.addIssue({ code: "custom", message: address.refused });
  });

const extendsSchema = z
  .union(
    [
      sharedFile,
      shortList(sharedFile).min(1, { error: "must name at least one file, or be left out." }).max(20, {
        error: "must have at most 20 entries.",
      }),
    ],
    { error: extendsMessage },
  )
  .describe(
    "Files that this one builds upon, `owner/repo:path`, of the same account; a later one goes before an earlier one. `owner/repo` alone: its `.github/firstpass.yml`.",
  );

/** Keys that only the organisation's file may have, and files that it extends. */
export const organisationKeys = ["groups", "policy", "overview"] as const;

export const configSchema = strictObject({
  version: z.literal(1, { error: "must be 1." }).describe("Version of this format."),
  extends: extendsSchema.optional(),
  owner: shortText
    .nullable()
    .optional()
    .describe("Who acts on the numbers, e.g. a team; named, never pinged. `null`: nobody."),
  ...layerShape,
  groups: groupsSchema.optional(),
  policy: policySchema.optional(),
  overview: overviewSchema.optional(),
}).describe("Configuration of Firstpass, in a repository or for an organisation.");

/** A configuration file's content, as written. */
export type WrittenConfig = z.infer<typeof configSchema>;
export type { WrittenGroup } from "./groups-schema.ts";
export type { WrittenLayer, WrittenTarget } from "./layer-schema.ts";
export type { WrittenPolicy } from "./policy-schema.ts";
