// What an organisation may write about what its repositories may change, and about where its overview is posted.
import { z } from "zod";
import { shortList, shortText, strictObject } from "./schema-parts.ts";

const boundMessage = 'must be text: a target such as ">= 80 %", days such as "60d", or "free".';

export const policySchema = strictObject({
  locked: shortList(shortText)
    .optional()
    .describe(
      "Keys that no repository may set, nor anything below them, such as `mode` or `checks.security`.",
    ),
  bounds: z
    .record(shortText, z.string({ error: boundMessage }).max(64))
    .optional()
    .describe(
      "Key → how far a repository may loosen what the organisation or a group wrote; `free`: as far as it likes. A key without a bound: not at all.",
    ),
}).describe("What repositories may change. Only in the organisation's file and in files that it extends.");

export const overviewSchema = strictObject({
  repository: z
    .string()
    .max(256)
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*\/[A-Za-z0-9._-]+$/, {
      error: 'must be a repository such as "acme/security".',
    })
    .nullable()
    .optional()
    .describe(
      "Where the weekly overview issue is posted: a private or internal repository. `null`: nowhere.",
    ),
}).describe(
  "The weekly overview of all repositories. Only in the organisation's file and in files that it extends.",
);

export type WrittenPolicy = z.infer<typeof policySchema>;
