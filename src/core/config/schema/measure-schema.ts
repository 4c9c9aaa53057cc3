// What people may write about how findings, exceptions, reviews, ownership and releases are measured.
import { z } from "zod";
import { shortList, shortText, strictObject, weekdays } from "./schema-parts.ts";

const limitMessage = { error: 'must be days or weeks such as "7d" or "4w", or "none".' };
const limit = z.string(limitMessage).regex(/^(none|[1-9]\d{0,2}[dw])$/, limitMessage);

const weight = z
  .number()
  .min(0)
  .max(1000)
  .describe("What a day past its SLA weighs for a finding of this severity.");

export const slaSchema = strictObject({
  critical: limit.optional().describe("Critical findings are to be fixed within this time."),
  high: limit.optional().describe("High findings are to be fixed within this time."),
  medium: limit.optional().describe("Medium findings are to be fixed within this time."),
  low: limit.optional().describe("Low findings are to be fixed within this time."),
}).describe("Severity → time in which a finding is to be fixed: days, weeks, or `none`.");

export const riskWeightsSchema = strictObject({
  critical: weight.optional(),
  high: weight.optional(),
  medium: weight.optional(),
  low: weight.optional(),
}).describe("Severity → what a day past its SLA weighs in the risk debt.");

export const exceptionsSchema = strictObject({
  review_after: z
    .string({ error: 'must be days or weeks such as "90d" or "12w".' })
    .regex(/^[1-9]\d{0,2}[dw]$/, { error: 'must be days or weeks such as "90d" or "12w".' })
    .optional()
    .describe("An exception older than this is overdue for review: 1 to 366 days."),
}).describe("How exceptions are reviewed.");

const minuteOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;

const workingHoursSchema = strictObject({
  days: shortList(z.enum(weekdays))
    .min(1, { error: "must name at least one day." })
    .describe("Days on which people review."),
  from: z
    .string()
    .regex(minuteOfDay, { error: 'must be a time such as "09:00".' })
    .describe("When the hours begin, in `time_zone`."),
  to: z
    .string()
    .refine((time) => minuteOfDay.test(time) || time === "24:00", {
      error: 'must be a time such as "17:00", at most "24:00".',
    })
    .describe("When the hours end, in `time_zone`."),
});

export const reviewsSchema = strictObject({
  working_hours: workingHoursSchema
    .nullable()
    .optional()
    .describe("Only these hours count in `review-latency`. `null`: all hours do."),
  security_labels: shortList(shortText)
    .optional()
    .describe(
      "Globs over labels of pull requests for security review or threat modelling, which are shown apart; upper and lower case are the same.",
    ),
}).describe("How the waiting time for reviews is counted.");

export const ownershipSchema = strictObject({
  properties: shortList(shortText)
    .min(1, { error: "must name at least one custom property; leave the key out for the built-in names." })
    .optional()
    .describe("Custom properties of which one with a value tells the tier or product line."),
}).describe("What tells who a repository belongs to.");

export const releasesSchema = strictObject({
  evidence: shortList(z.enum(["sbom", "provenance"]))
    .min(1, { error: 'must name at least one of "sbom", "provenance".' })
    .optional()
    .describe("What every release must have."),
  prereleases: z.boolean().optional().describe("Whether prereleases count."),
}).describe("What releases must have.");
