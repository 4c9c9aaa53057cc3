// The formula of time to detect: from the commit that brought a finding to its alert, the median.
import type { Finding } from "../../findings/finding.ts";
import { type FindingsSight, sightOfFindings } from "../../findings/sight.ts";
import { mean, median, quantile } from "../../statistics/quantiles.ts";
import { concludeFindings } from "../conclude-findings.ts";
import { countedFrom } from "../coverage.ts";
import type { KpiInput } from "../definition.ts";
import { breakDownFindings, countLeftOut, evidenceOfJudged } from "../judged-finding.ts";
import type { Beside, Computed, Reason } from "../measurement.ts";
import { commitNotTold, commitTimeUnknown, type DetectedFinding, judgeDetected } from "./detections.ts";

/** Dependabot's alerts are about advisories that are published later: no commit brought them. */
const sources = ["code-scanning", "secret-scanning"] as const;

/** A scan of every push shows a finding within a day. */
const slowDays = 1;

/** Computes the median days from commit to alert. Pure; order and repetition of facts do not matter. */
export function computeTimeToDetect(input: KpiInput): Computed {
  const sight: FindingsSight = sightOfFindings(input, sources);
  const findings = input.findings.filter(
    ({ source, security }) => security && sight.sources.includes(source),
  );
  const detected = judgeDetected(findings, input.facts, input.window, countedFrom(input, input.window));
  const samples = daysOf(detected);
  const value = median(samples);
  const slow = detected.filter(({ days }) => days !== null && days > slowDays);
  const told = {
    excluded: countLeftOut(detected),
    evidence: evidenceOfJudged(detected),
    beside: besideDetection(detected, slow),
    breakdown: breakDownFindings(slow, toolLabel),
  };
  return concludeFindings(input, sight, told, {
    number: value === null ? null : { value, numerator: null, denominator: samples.length, samples },
    nothing: {
      code: "no-finding-detected",
      text: "No alert with a commit to measure from was created in the window.",
    },
    unknown: whyUnknown(detected),
    // GitHub lists the alerts of the default branch alone, not those of pull requests.
    byEvents: true,
  });
}

function toolLabel({ source, tool }: Finding): string {
  return source === "secret-scanning" ? "secret scanning" : (tool ?? "code scanning");
}

function daysOf(detected: readonly DetectedFinding[]): number[] {
  return detected.flatMap(({ days }) => days ?? []).sort((a, b) => a - b);
}

function besideDetection(detected: readonly DetectedFinding[], slow: readonly DetectedFinding[]): Beside[] {
  const days = daysOf(detected);
  const of = (source: (typeof sources)[number]) =>
    median(daysOf(detected.filter(({ finding }) => finding.source === source)));
  return [
    { id: "mean", label: "mean", value: mean(days), unit: "days" },
    { id: "p90", label: "90th percentile", value: quantile(days, 0.9), unit: "days" },
    { id: "code-scanning", label: "median of code scanning", value: of("code-scanning"), unit: "days" },
    { id: "secret-scanning", label: "median of secret scanning", value: of("secret-scanning"), unit: "days" },
    {
      id: "slow",
      label: "found more than a day after the commit",
      value: slow.length,
      unit: "",
      evidenceIds: slow.map(({ id }) => id).sort(),
    },
  ];
}

function whyUnknown(detected: readonly DetectedFinding[]): Reason[] {
  const tell = (leftOut: string, code: string, what: string, text: string): Reason[] => {
    const { length } = detected.filter((each) => each.leftOut === leftOut);
    const alerts = length === 1 ? "one new alert" : `${length} new alerts`;
    return length === 0 ? [] : [{ code, text: `${what} ${alerts} is not known: ${text}` }];
  };
  return [
    ...tell(
      commitNotTold,
      "commit-not-told",
      "The commit of",
      "GitHub's lists do not name it, so that only alerts can be timed that GitHub tells of as they come. Wait for new ones.",
    ),
    ...tell(
      commitTimeUnknown,
      "commit-time-unknown",
      "When the commit was made of",
      'no push told of it. Firstpass asks GitHub for the commit, for which it needs the permission "contents: read".',
    ),
  ];
}
