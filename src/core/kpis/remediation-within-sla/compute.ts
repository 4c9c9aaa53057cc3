// The formula of remediation within SLA: severe findings due or fixed in the window → the share of them fixed in time.
import type { Severity } from "../../findings/finding.ts";
import { isSevere, severities } from "../../findings/severity.ts";
import { sightOfFindings } from "../../findings/sight.ts";
import { breakDownByRule } from "../concentration.ts";
import { concludeFindings, shareOf } from "../conclude-findings.ts";
import type { KpiInput } from "../definition.ts";
import { countLeftOut, evidenceOfJudged, type JudgedFinding } from "../judged-finding.ts";
import type { Beside, Computed } from "../measurement.ts";
import { severityNotKnown, whySeverityUnknown } from "../severity-unknown.ts";
import { clockStopped, judgeFinding } from "./judge-finding.ts";

/** Computes the share of critical and high findings fixed within their SLA. Pure; order and repetition of facts do not matter. */
export function computeRemediationWithinSla(input: KpiInput): Computed {
  const sight = sightOfFindings(input);
  const all = input.findings
    .filter(({ security, source }) => security && sight.sources.includes(source))
    .flatMap((finding) => judgeFinding(finding, input) ?? []);
  const judged = all.filter(({ finding: { severity } }) => severity === null || isSevere(severity));
  const counted = judged.filter(({ leftOut }) => leftOut === null);
  const late = counted.filter((each) => !each.counted);
  const excluded = countLeftOut(judged);
  const told = {
    excluded,
    evidence: evidenceOfJudged(judged),
    beside: besideRemediation(all, late),
    breakdown: breakDownByRule(late.map(({ finding }) => ({ finding, weight: 1 }))),
  };
  return concludeFindings(input, sight, told, {
    number: shareOf(counted.length - late.length, counted.length),
    nothing: whyNothing(input, excluded[clockStopped] ?? 0),
    unknown: whySeverityUnknown(excluded[severityNotKnown] ?? 0),
    // GitHub's lists tell when each alert was created and fixed.
    byEvents: false,
  });
}

/** Medium and low findings are shown with their SLA, where they have one, but are no part of the number. */
function besideRemediation(all: readonly JudgedFinding[], late: readonly JudgedFinding[]): Beside[] {
  const counted = all.filter(({ leftOut }) => leftOut === null);
  const stillOpen = late.filter(({ finding, at }) => finding.transitions.every((one) => !isFixedAt(one, at)));
  return [
    ...severities.flatMap((severity) => besideSeverity(severity, counted)),
    {
      id: "late-not-fixed",
      label: "late and not fixed",
      value: stillOpen.length,
      unit: "",
      evidenceIds: stillOpen.map(({ id }) => id).sort(),
    },
  ];
}

function isFixedAt(transition: { readonly state: string; readonly at: number }, at: number): boolean {
  return transition.state === "fixed" && transition.at === at;
}

function besideSeverity(severity: Severity, counted: readonly JudgedFinding[]): Beside[] {
  const those = counted.filter(({ finding }) => finding.severity === severity);
  if (those.length === 0) return [];
  const inTime = those.filter((each) => each.counted).length;
  return [
    {
      id: `${severity}-in-time`,
      label: `${severity} findings in time (${inTime} of ${those.length})`,
      value: (100 * inTime) / those.length,
      unit: "%",
      ...(isSevere(severity) && { evidenceIds: those.map(({ id }) => id).sort() }),
    },
  ];
}

function whyNothing({ config }: KpiInput, stopped: number) {
  if (config.sla.critical === null && config.sla.high === null) {
    const text = "The configuration sets no SLA for critical and high findings: set one under sla.";
    return { code: "no-sla", text };
  }
  const text = "No SLA of a critical or high finding ran out in the window, and none was fixed in it.";
  if (stopped === 0) return { code: "no-finding-due", text };
  const clocks = stopped === 1 ? "that of one finding" : `those of ${stopped} findings`;
  return { code: "no-finding-due", text: `${text} Accepted exceptions stopped ${clocks}.` };
}
