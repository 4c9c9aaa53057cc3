// What people may write in an exceptions file. Strict, like the configuration; but each entry is judged by itself, so that one
// broken entry does not take the others with it.
import { z } from "zod";
import { shortList, shortText, strictObject } from "../config/schema/schema-parts.ts";
import { findingSources } from "../findings/finding.ts";
import { readDay } from "./day.ts";

/** One alert, as GitHub numbers it. */
const findingId = new RegExp(`^(?:${findingSources.join("|")})#[1-9]\\d{0,9}$`);

/** More than a file of the allowed size can hold in practice. */
const maximumEntries = 300;

const tooManyEntries = `must have at most ${maximumEntries} entries.`;

/** The parts that select findings; all that are given must match. */
export const selectionShape = {
  finding: z
    .string()
    .regex(findingId, {
      error: 'must be an alert such as "code-scanning#12", "dependabot#3" or "secret-scanning#7".',
    })
    .optional()
    .describe("One alert, by its source and number. In a repository's own file alone."),
  rule: shortText
    .optional()
    .describe(
      "Glob over the rule's id, the advisory (GHSA) or the type of secret; upper and lower case are the same.",
    ),
  path: shortText.optional().describe("Glob over the file or manifest, e.g. `web/legacy/**`."),
  tool: shortText.optional().describe("Glob over the code scanning tool; upper and lower case are the same."),
  package: shortText
    .optional()
    .describe("Glob over the package, `npm:lodash` or `lodash`; upper and lower case are the same."),
};

/** Who answers for the exception, why it is one, and until when. */
export const decisionShape = {
  reason: z
    .string()
    .max(1000, { error: "must be at most 1,000 characters." })
    .refine((text) => text.trim() !== "", { error: "must say why the risk can be lived with." })
    .describe("Why the risk can be lived with until then."),
  owner: shortText.describe("Who answers for it, e.g. a team; named, never pinged."),
  approver: shortText.optional().describe("Who agreed to it."),
  expires: z
    .string({ error: "must be a day such as 2027-01-31." })
    .refine((text) => readDay(text) !== null, { error: "must be a day such as 2027-01-31." })
    .describe("Last day on which it holds, in UTC."),
};

/** Which repositories an entry of the organisation's file is for. */
export const repositoriesShape = {
  repositories: shortList(shortText)
    .min(1, { error: "must name at least one repository, or be left out." })
    .optional()
    .describe("Globs over `owner/name`. In the organisation's file alone. Left out: all repositories."),
};

export const entrySchema = strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: "must be small letters, digits and hyphens." })
    .optional()
    .describe("Names the exception for good. Left out: what it selects."),
  ...selectionShape,
  ...repositoriesShape,
  ...decisionShape,
});

const version = z.literal(1, { error: "must be 1." }).describe("Version of this format.");

/** The file without a look into its entries. */
export const envelopeSchema = strictObject({
  version,
  exceptions: z.array(z.unknown()).max(maximumEntries, { error: tooManyEntries }),
});

const exceptionsFileSchema = strictObject({
  version,
  exceptions: z.array(entrySchema).max(maximumEntries, { error: tooManyEntries }),
}).describe("Exceptions: risks that somebody decided to live with for a while.");

export type WrittenEntry = z.infer<typeof entrySchema>;

/** The format as JSON Schema, for editors and for the documentation. */
export function exceptionsJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(exceptionsFileSchema, { io: "input" }), title: "Firstpass exceptions" };
}
