// What every layer may write about how repositories are measured: an organisation, a group of its repositories, a repository.
// Strict: an unknown key is an error. Only what one value alone can get wrong is checked here.
import { z } from "zod";
import {
  exceptionsSchema,
  ownershipSchema,
  releasesSchema,
  reviewsSchema,
  riskWeightsSchema,
  slaSchema,
} from "./measure-schema.ts";
import { templateRuleSchema } from "./rule-schema.ts";
import { shortList, shortText, strictObject, weekdays } from "./schema-parts.ts";

/** A share or a rate to be held against: `">= 85 %"`, or with a tolerance of one's own. */
export const targetSchema = z
  .union(
    [
      z.string().max(64),
      strictObject({
        at_least: z.number().min(0).optional().describe("The measured value should be this much or more."),
        at_most: z.number().min(0).optional().describe("The measured value should be this much or less."),
        tolerance: z
          .number()
          .min(0)
          .optional()
          .describe("A miss by at most this much is `near`, in the KPI's unit."),
        owner: shortText.optional().describe("Who acts on this KPI, where that is another than `owner`."),
      }),
    ],
    { error: 'must be a comparison such as ">= 85 %", or a map with "at_least" or "at_most".' },
  )
  .describe(
    'A comparison such as ">= 85 %", or a map with `at_least` or `at_most`, `tolerance` and `owner`.',
  );

const checkSelectorSchema = strictObject({
  app: shortText.optional().describe("Slug of the GitHub App that reports the check, exact."),
  name: shortText
    .optional()
    .describe("Glob over the check run's name or the status's context; upper and lower case are the same."),
  workflow: shortText.optional().describe("Glob over the path of the workflow that ran the check."),
});

/** The keys that a repository's file, an organisation's and a group's settings have in common. */
export const layerShape = {
  mode: z
    .enum(["advisory", "enforce"])
    .optional()
    .describe("`enforce` lets the check run fail; `advisory` never does."),
  window: z
    .string({ error: 'must be days or weeks such as "28d" or "4w".' })
    .regex(/^[1-9]\d{0,2}[dw]$/, { error: 'must be days or weeks such as "28d" or "4w".' })
    .optional()
    .describe("How far back the numbers look: 7 to 180 days, `28d` or `4w`."),
  time_zone: shortText.optional().describe("IANA name of the zone that the weekly issue's time is in."),
  checks: strictObject({
    security: shortList(checkSelectorSchema)
      .min(1, { error: "must select at least one check; leave the key out for the built-in selection." })
      .optional()
      .describe("Which checks are security checks. Replaces the built-in selection."),
    required: shortList(shortText)
      .optional()
      .describe("Globs over names of security checks that must conclude before a head counts as passed."),
    neutral: z
      .enum(["pass", "fail", "undecided"])
      .optional()
      .describe("What the conclusion `neutral` counts as."),
  })
    .optional()
    .describe("Which checks count, and how."),
  pull_requests: strictObject({
    base_branches: shortList(shortText)
      .optional()
      .describe("Globs over base branches whose pull requests count. Empty: the default branch alone."),
    bots: z
      .enum(["separate", "include", "exclude"])
      .optional()
      .describe("Whether pull requests of bots count."),
    bot_logins: shortList(shortText)
      .optional()
      .describe("Logins that are bots besides accounts that GitHub calls bots."),
  })
    .optional()
    .describe("Which pull requests count."),
  gates: strictObject({
    rule_suites: z
      .boolean()
      .optional()
      .describe(
        "Whether a bypassed rule of the branch counts in `gate-bypass-rate`; needs `administration: write`. `false`: checks alone.",
      ),
  })
    .optional()
    .describe("What counts as a bypass of a gate."),
  secrets: strictObject({
    branches: z
      .enum(["default", "all"])
      .optional()
      .describe("Whose commits secrets are counted against: the default branch's, or all branches'."),
  })
    .optional()
    .describe("What secrets are counted against."),
  templates: strictObject({
    rules: shortList(templateRuleSchema)
      .optional()
      .describe("The paved road. A repository's rule replaces the organisation's rule of the same id."),
  })
    .optional()
    .describe("The paved road of the organisation."),
  sla: slaSchema.optional(),
  risk_weights: riskWeightsSchema.optional(),
  exceptions: exceptionsSchema.optional(),
  reviews: reviewsSchema.optional(),
  ownership: ownershipSchema.optional(),
  releases: releasesSchema.optional(),
  targets: z.record(z.string(), targetSchema).optional().describe("KPI → what it should be."),
  weekly: strictObject({
    enabled: z.boolean().optional().describe("Whether the weekly issue is posted."),
    day: z.enum(weekdays).optional().describe("Day of the weekly issue, in `time_zone`."),
    time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time such as "07:00".' })
      .optional()
      .describe("Time of the weekly issue, in `time_zone`."),
    cron: shortText
      .optional()
      .describe("Instead of `day` and `time`: a cron expression of five parts, in `time_zone`."),
    mention: shortList(
      z.string().regex(/^@[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\/[A-Za-z0-9][A-Za-z0-9._-]{0,99})?$/, {
        error: 'must be a user or a team such as "@octocat" or "@acme/security".',
      }),
    )
      .optional()
      .describe("Users and teams that the weekly issue pings. Empty: nobody is pinged."),
    kpis: shortList(shortText)
      .min(1, { error: "must name at least one KPI; leave the key out for those that are for leads." })
      .nullable()
      .optional()
      .describe("KPIs of the weekly issue, in this order. `null`: those that are for leads."),
    escalate_after_weeks: z
      .int()
      .min(1)
      .max(12)
      .optional()
      .describe("A KPI that has been off target for so many weeks in a row is marked for escalation."),
  })
    .optional()
    .describe("The weekly issue."),
};

/** What holds for the repositories of a group. */
export const layerSchema = strictObject(layerShape);

/** The keys that every layer may have, as written. */
export type WrittenLayer = z.infer<typeof layerSchema>;
export type WrittenTarget = z.infer<typeof targetSchema>;
