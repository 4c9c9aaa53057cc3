// The formula of risk debt: findings open at the window's end → days past their SLA, weighed by severity and added up.

import { noteAgeOfEntries } from "../../exceptions/sight.ts";
import type { Finding } from "../../findings/finding.ts";
import { stateAt } from "../../findings/life.ts";
import { severities } from "../../findings/severity.ts";
import { sightOfFindings } from "../../findings/sight.ts";
import { clockOf, overdueMillis } from "../../findings/sla.ts";
import { breakDownByRule } from "../concentration.ts";
import { concludeFindings } from "../conclude-findings.ts";
import type { KpiInput } from "../definition.ts";
import { countLeftOut, evidenceOfJudged, type JudgedFinding, whyNoFinding } from "../judged-finding.ts";
import type { Beside, Computed } from "../measurement.ts";
import { severityNotKnown, whySeverityUnknown } from "../severity-unknown.ts";

const dayMillis = 24 * 60 * 60 * 1000;
const withoutSla = "no SLA for its severity";

interface IndebtedFinding extends JudgedFinding {
  /** Weighted days past its SLA; 0 where it is not past it. */
  readonly debt: number;
}

/** Computes the weighted days that open findings are past their SLA. Pure; order and repetition of facts do not matter. */
export function computeRiskDebt(input: KpiInput): Computed {
  const sight = sightOfFindings(input);
  const judged = input.findings
    .filter(({ security, source }) => security && sight.sources.includes(source))
    .flatMap((finding) => judge(finding, input) ?? []);
  const open = judged.filter(({ leftOut }) => leftOut === null);
  const overdue = open.filter(({ counted }) => counted);
  const debt = sumOf(overdue);
  const excluded = countLeftOut(judged);
  const told = {
    excluded,
    evidence: evidenceOfJudged(judged),
    beside: besideDebt(open),
    breakdown: breakDownByRule(overdue.map(({ finding, debt: weight }) => ({ finding, weight }))),
  };
  const known = { ...sight, notes: [...sight.notes, ...noteAgeOfEntries(input)] };
  return concludeFindings(input, known, told, {
    number: open.length === 0 ? null : { value: debt, numerator: debt, denominator: open.length },
    nothing: {
      code: "no-open-finding",
      text:
        (excluded[withoutSla] ?? 0) === 0
          ? "No finding was open at the end of the window: nothing can be past its SLA."
          : "No finding with an SLA was open at the end of the window: set one under sla, where the severities that are open shall have one.",
    },
    unknown: whySeverityUnknown(excluded[severityNotKnown] ?? 0),
    // GitHub's lists tell which alerts are open.
    byEvents: false,
  });
}

/** Open at the window's end; null where it is not. */
function judge(finding: Finding, { window: { to }, exceptions, config }: KpiInput): IndebtedFinding | null {
  const { reachedDefaultAt: at, severity, id } = finding;
  const clock = clockOf(finding, exceptions, config);
  if (at === null || clock === null || stateAt(finding, to) !== "open") return null;
  const untold = severity === null ? severityNotKnown : clock.slaMillis === null ? withoutSla : null;
  const leftOut = whyNoFinding(finding) ?? untold;
  const days = overdueMillis(clock, to) / dayMillis;
  const weight = severity === null ? 0 : config.riskWeights[severity];
  const note =
    leftOut !== null
      ? "open"
      : days > 0
        ? `${days.toFixed(1)} days past its SLA, times ${weight}`
        : "open within its SLA";
  return {
    finding,
    id,
    at,
    note,
    leftOut,
    counted: leftOut === null && days > 0,
    debt: leftOut === null ? days * weight : 0,
  };
}

function besideDebt(open: readonly IndebtedFinding[]): Beside[] {
  const overdue = open.filter(({ counted }) => counted);
  const ids = (those: readonly IndebtedFinding[]) => those.map(({ id }) => id).sort();
  return [
    {
      id: "overdue",
      label: "open findings past their SLA",
      value: overdue.length,
      unit: "",
      evidenceIds: ids(overdue),
    },
    ...severities.flatMap((severity): Beside[] => {
      const those = overdue.filter(({ finding }) => finding.severity === severity);
      if (those.length === 0) return [];
      return [
        {
          id: `${severity}-debt`,
          label: `debt of ${severity} findings (${those.length} past their SLA)`,
          value: sumOf(those),
          unit: "weighted days",
          evidenceIds: ids(those),
        },
      ];
    }),
  ];
}

/** Added up in order of the ids, so that the last digit does not depend on the order of the facts. */
function sumOf(findings: readonly IndebtedFinding[]): number {
  return [...findings].sort((a, b) => (a.id < b.id ? -1 : 1)).reduce((sum, { debt }) => sum + debt, 0);
}
