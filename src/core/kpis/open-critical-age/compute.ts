// The formula of the age of open findings: critical and high findings open at the window's end → the median of their ages.

import { lastTransition, stateAt } from "../../findings/life.ts";
import { isSevere, severities } from "../../findings/severity.ts";
import { sightOfFindings } from "../../findings/sight.ts";
import { median } from "../../statistics/quantiles.ts";
import { breakDownByRule } from "../concentration.ts";
import { concludeFindings } from "../conclude-findings.ts";
import type { KpiInput } from "../definition.ts";
import { countLeftOut, evidenceOfJudged, type JudgedFinding, whyNoFinding } from "../judged-finding.ts";
import type { Beside, Computed } from "../measurement.ts";
import { severityNotKnown, whySeverityUnknown } from "../severity-unknown.ts";

const dayMillis = 24 * 60 * 60 * 1000;

interface OpenFinding extends JudgedFinding {
  readonly days: number;
}

/** Computes the median age in days of open critical and high findings. Pure; order and repetition of facts do not matter. */
export function computeOpenCriticalAge(input: KpiInput): Computed {
  const { to } = input.window;
  const sight = sightOfFindings(input);
  const seen = input.findings.filter(
    ({ security, source, severity }) =>
      security && sight.sources.includes(source) && (severity === null || isSevere(severity)),
  );
  const judged = seen.flatMap((finding): OpenFinding[] => {
    const { reachedDefaultAt: at, id } = finding;
    if (at === null || stateAt(finding, to) !== "open") return [];
    const days = (to - at) / dayMillis;
    const untold = finding.severity === null ? severityNotKnown : null;
    const leftOut = whyNoFinding(finding) ?? untold;
    const note = `open for ${days.toFixed(1)} days`;
    return [{ finding, id, at, note, leftOut, counted: leftOut === null, days }];
  });
  const open = judged.filter(({ leftOut }) => leftOut === null);
  const accepted = seen.filter((finding) => lastTransition(finding, to)?.closure === "accepted");
  const samples = open.map(({ days }) => days);
  const value = median(samples);
  const excluded = countLeftOut(judged);
  const told = {
    excluded,
    evidence: evidenceOfJudged(judged),
    beside: [
      ...severities.flatMap((severity) =>
        besideSeverity(
          severity,
          open.filter(({ finding }) => finding.severity === severity),
        ),
      ),
      {
        id: "accepted",
        label: "dismissed as an accepted risk, at the window's end",
        value: accepted.length,
        unit: "",
      },
    ],
    breakdown: breakDownByRule(open.map(({ finding }) => ({ finding, weight: 1 }))),
  };
  return concludeFindings(input, sight, told, {
    number: value === null ? null : { value, numerator: null, denominator: samples.length, samples },
    nothing: {
      code: "no-open-finding",
      text: "No critical or high finding was open at the end of the window.",
    },
    unknown: whySeverityUnknown(excluded[severityNotKnown] ?? 0),
    // GitHub's lists tell which alerts are open.
    byEvents: false,
  });
}

function besideSeverity(severity: string, open: readonly OpenFinding[]): Beside[] {
  if (open.length === 0) return [];
  const days = open.map((each) => each.days);
  const oldest = Math.max(...days);
  const ids = (those: readonly OpenFinding[]) => those.map(({ id }) => id).sort();
  return [
    {
      id: `${severity}-open`,
      label: `open ${severity} findings`,
      value: open.length,
      unit: "",
      evidenceIds: ids(open),
    },
    {
      id: `${severity}-median`,
      label: `median age of open ${severity} findings`,
      value: median(days),
      unit: "days",
      evidenceIds: ids(open),
    },
    {
      id: `${severity}-oldest`,
      label: `oldest open ${severity} finding`,
      value: oldest,
      unit: "days",
      evidenceIds: ids(open.filter((each) => each.days === oldest)),
    },
  ];
}
