// The published shape of a scorecard, as a schema: `docs/schema/scorecard.schema.json` is made from it, and a test holds it
// against the type that the code uses.
import { z } from "zod";
import { kpiIdentifiers } from "../kpis/measurement.ts";
import { SCORECARD_SCHEMA_VERSION } from "./scorecard.ts";

const millis = z.int().describe("Milliseconds since 1970-01-01 UTC.");
const count = z.int().nonnegative();
const kpiId = z.enum(kpiIdentifiers);

const target = z
  .strictObject({
    op: z.enum([">=", "<="]),
    value: z.number(),
    tolerance: z.number().nonnegative().describe("A miss by at most this much is `near`."),
  })
  .describe("In the KPI's unit.");

const interval = z
  .strictObject({ low: z.number(), high: z.number(), level: z.literal(0.95) })
  .describe(
    "Wilson interval of a share, exact Poisson (Garwood) interval of a rate, or the order statistics around a median; in the KPI's unit.",
  );

const trend = z
  .strictObject({
    previous: z.number(),
    delta: z.number(),
    verdict: z.enum(["improving", "worsening", "steady"]),
    pValue: z.number().min(0).max(1).nullable(),
  })
  .describe(
    "Against the window of the same length before; `steady` unless the difference is beyond chance at 95 %; `pValue` is null where all there is was counted.",
  );

const evidence = z.strictObject({
  kind: z.enum([
    "pull-request",
    "check-run",
    "alert",
    "push",
    "file",
    "workflow-run",
    "repository",
    "review",
    "exception",
    "control",
    "release",
    "rule-suite",
  ]),
  id: z.string(),
  url: z.string().nullable(),
  at: millis.nullable(),
  note: z.string().describe("Plain text; may hold names that others chose."),
  counted: z
    .boolean()
    .nullable()
    .describe("Whether it counts in the numerator; null where that does not apply."),
  detail: z
    .string()
    .exactOptional()
    .describe("Several lines of plain text, e.g. how a file differs from its template."),
});

const evidenceIds = z.array(z.string()).exactOptional().describe("Ids of the evidence behind it.");

const kpiResult = z.strictObject({
  id: kpiId,
  definitionVersion: z.int().positive(),
  title: z.string(),
  outcome: z.enum(["measured", "not-applicable", "not-measured"]),
  value: z.number().nullable().describe("Null unless measured; null is never 0."),
  unit: z.string(),
  direction: z.enum(["up", "down"]).describe("Which way is better."),
  statistic: z
    .enum(["share", "events-per-exposure", "median", "census", "total"])
    .describe("What kind of number it is; a census and a total count all there is and have no interval."),
  numerator: z.number().nonnegative().nullable().describe("Null for a median, which has none."),
  denominator: count.nullable().describe("For a median and a total, how many values it is of."),
  denominatorUnit: z.string().describe("What one of the denominator is called."),
  interval: interval.nullable(),
  excluded: z.record(z.string(), count).describe("Reason → how many were left out."),
  target: target.nullable(),
  variance: z.number().nullable().describe("Actual − target."),
  status: z.enum([
    "on-target",
    "near",
    "off-target",
    "low-sample",
    "no-target",
    "not-applicable",
    "not-measured",
  ]),
  trend: trend.nullable(),
  reason: z.string().nullable().describe("The reasons in one line; null when measured."),
  reasons: z.array(z.strictObject({ code: z.string(), text: z.string() })),
  beside: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      value: z.number().nullable(),
      unit: z.string(),
      evidenceIds,
    }),
  ),
  breakdown: z.array(z.strictObject({ label: z.string(), count, of: count, evidenceIds })),
  notes: z.array(z.string()),
  evidence: z.array(evidence),
  explanation: z.array(z.string()).describe("Two sentences where the target is missed, else none."),
  advice: z
    .strictObject({ text: z.string(), why: z.string().nullable(), evidenceIds: z.array(z.string()) })
    .nullable()
    .describe("What the definition advises where the target is missed."),
  offTargetWeeks: count.describe("Weeks in a row off target, this one included."),
  escalated: z.boolean().describe("Off target for as many weeks as the configuration names."),
  publicSafe: z.boolean().describe("False: must not be shown on a public repository."),
});

function reviewLine<const V extends readonly [string, ...string[]]>(verdicts: V) {
  return z.strictObject({
    verdict: z.enum(verdicts),
    text: z.string().describe("Which numbers made it, in one line; may hold names that others chose."),
    kpis: z.array(kpiId).describe("What it was made of."),
  });
}

const review = z
  .strictObject({
    gateHealth: reviewLine(["good", "mixed", "improving", "at-risk", "not-measured"]),
    reviewLatency: reviewLine(["low", "moderate", "high", "not-measured"]),
    topFailureMode: reviewLine(["stands-out", "none", "not-measured"]),
  })
  .describe("One line each, by the rules in docs/kpis.md.");

const action = z.strictObject({
  kpi: kpiId,
  text: z.string(),
  why: z.string().nullable(),
  links: z.array(z.strictObject({ label: z.string(), url: z.string() })),
  owner: z.string().nullable(),
  offTargetWeeks: count,
  escalated: z.boolean(),
});

export const scorecardSchema = z.strictObject({
  schemaVersion: z.literal(SCORECARD_SCHEMA_VERSION),
  repository: z.strictObject({
    id: z.int(),
    fullName: z.string(),
    visibility: z.enum(["public", "private", "internal"]),
    url: z.string(),
  }),
  window: z.strictObject({ from: millis, to: millis }).describe("Half-open: from ≤ t < to."),
  generatedAt: millis,
  coveredFrom: millis.nullable().describe("From when history is complete; null when that is not known."),
  configHash: z.string(),
  source: z
    .enum(["api", "clone"])
    .exactOptional()
    .describe(
      "What the facts were read from where no App told them: `api` once from GitHub's API, `clone` from a clone on disk. Absent: the App.",
    ),
  review,
  actions: z.array(action).describe("What to do next, most pressing first."),
  kpis: z.array(kpiResult),
});

/** The JSON Schema (draft 2020-12) that is published. */
export function scorecardJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(scorecardSchema, { target: "draft-2020-12" });
  return { $schema, title: "Firstpass scorecard", ...schema };
}
