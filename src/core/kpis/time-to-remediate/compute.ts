// The formula of time to remediate: severe findings fixed in the window → the median of the days that it took.
import type { Config } from "../../config/config.ts";
import type { Closure, Finding, Severity } from "../../findings/finding.ts";
import { lastTransition } from "../../findings/life.ts";
import { isSevere, severities } from "../../findings/severity.ts";
import { sightOfFindings } from "../../findings/sight.ts";
import { median, quantile } from "../../statistics/quantiles.ts";
import { breakDownByRule } from "../concentration.ts";
import { concludeFindings } from "../conclude-findings.ts";
import type { KpiInput } from "../definition.ts";
import {
  countLeftOut,
  evidenceOfJudged,
  isWithin,
  type JudgedFinding,
  whyNoFinding,
} from "../judged-finding.ts";
import type { Beside, Computed, Window } from "../measurement.ts";
import { severityNotKnown, whySeverityUnknown } from "../severity-unknown.ts";

const dayMillis = 24 * 60 * 60 * 1000;

interface ClosedFinding extends JudgedFinding {
  /** From its first date until it was closed. */
  readonly days: number;
}

const leftOutFor: Readonly<Record<Closure, string>> = {
  accepted: "accepted as a risk, not fixed",
  "false-positive": "false positive",
  test: "used in tests",
  administrative: "closed by a rule, not by a judgement",
  unknown: "closed without a known reason",
};

/** Computes the median days from the first date to the fix. Pure; order and repetition of facts do not matter. */
export function computeTimeToRemediate(input: KpiInput): Computed {
  const { config, window } = input;
  const sight = sightOfFindings(input);
  const all = input.findings
    .filter(({ security, source }) => security && sight.sources.includes(source))
    .flatMap((finding) => judge(finding, window) ?? []);
  const judged = all.filter(({ finding: { severity } }) => severity === null || isSevere(severity));
  const fixed = judged.filter(({ leftOut }) => leftOut === null);
  const samples = fixed.map(({ days }) => days);
  const value = median(samples);
  const excluded = countLeftOut(judged);
  const told = {
    excluded,
    evidence: evidenceOfJudged(judged),
    beside: [
      ...severities.flatMap((severity) => besideSeverity(severity, all, config)),
      ...besideAccepted(judged),
    ],
    breakdown: breakDownByRule(fixed.filter(isSlow(config)).map(({ finding }) => ({ finding, weight: 1 }))),
  };
  return concludeFindings(input, sight, told, {
    number: value === null ? null : { value, numerator: null, denominator: samples.length, samples },
    nothing: { code: "no-finding-fixed", text: "No critical or high finding was fixed in the window." },
    unknown: whySeverityUnknown(excluded[severityNotKnown] ?? 0),
    // GitHub's lists tell when each alert was created and fixed.
    byEvents: false,
  });
}

/** Closed in the window and closed at its end; null where it was not. */
function judge(finding: Finding, window: Window): ClosedFinding | null {
  const { reachedDefaultAt, id } = finding;
  const last = lastTransition(finding, window.to);
  if (reachedDefaultAt === null || last === null || last.state === "open" || !isWithin(last.at, window))
    return null;
  const days = (last.at - reachedDefaultAt) / dayMillis;
  const dismissedAs = last.state === "dismissed" ? leftOutFor[last.closure ?? "unknown"] : null;
  const untold = finding.severity === null && last.state === "fixed" ? severityNotKnown : null;
  const leftOut = whyNoFinding(finding) ?? dismissedAs ?? untold;
  const note = `${last.state} after ${days.toFixed(1)} days`;
  return { finding, id, at: last.at, note, leftOut, counted: leftOut === null, days };
}

function isSlow(config: Config) {
  return ({ finding: { severity }, days }: ClosedFinding): boolean => {
    const sla = severity === null ? null : config.sla[severity];
    return sla !== null && days > sla;
  };
}

function besideSeverity(severity: Severity, all: readonly ClosedFinding[], config: Config): Beside[] {
  const fixed = all.filter(({ finding, leftOut }) => finding.severity === severity && leftOut === null);
  if (fixed.length === 0) return [];
  const days = fixed.map((each) => each.days);
  const of = `${severity} findings (${fixed.length} fixed)`;
  const sla = config.sla[severity];
  const shown = isSevere(severity) ? { evidenceIds: fixed.map(({ id }) => id).sort() } : {};
  const figure = (id: string, label: string, value: number | null): Beside => ({
    id: `${severity}-${id}`,
    label: `${label} of ${of}`,
    value,
    unit: "days",
    ...shown,
  });
  return [
    figure("median", "median", median(days)),
    figure("mean", "mean", days.reduce((sum, one) => sum + one, 0) / days.length),
    figure("p90", "90th percentile", quantile(days, 0.9)),
    ...(sla === null
      ? []
      : [{ id: `${severity}-sla`, label: `SLA of ${severity} findings`, value: sla, unit: "days" }]),
  ];
}

/** Those that were accepted in place of a fix: apart, so that they do not read as fast fixes. */
function besideAccepted(judged: readonly ClosedFinding[]): Beside[] {
  const accepted = judged.filter(({ leftOut }) => leftOut === leftOutFor.accepted);
  const evidenceIds = accepted.map(({ id }) => id).sort();
  return [
    {
      id: "accepted",
      label: "accepted as a risk in place of a fix",
      value: accepted.length,
      unit: "",
      evidenceIds,
    },
    {
      id: "accepted-median",
      label: "median until a risk was accepted",
      value: median(accepted.map(({ days }) => days)),
      unit: "days",
      evidenceIds,
    },
  ];
}
