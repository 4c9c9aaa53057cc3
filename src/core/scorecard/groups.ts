// Twenty KPIs are read by heading: which KPIs stand together, in the order in which they are shown.
import type { KpiId } from "../kpis/measurement.ts";

export interface KpiGroup {
  readonly title: string;
  readonly kpis: readonly KpiId[];
}

/** Every KPI is in one group, in the order of `kpiIdentifiers`. */
export const kpiGroups: readonly KpiGroup[] = [
  { title: "Headline", kpis: ["first-pass-rate", "template-adoption", "secret-exposure"] },
  {
    title: "Findings and remediation",
    kpis: [
      "remediation-within-sla",
      "time-to-remediate",
      "open-critical-age",
      "risk-debt",
      "findings-prevented",
      "repeat-findings",
      "time-to-detect",
      "alert-precision",
    ],
  },
  { title: "Exceptions", kpis: ["exceptions-overdue", "exception-governance"] },
  { title: "Gates and flow", kpis: ["gate-bypass-rate", "gate-stability", "review-latency"] },
  {
    title: "Coverage and evidence",
    kpis: ["control-coverage", "ownership", "release-evidence", "paved-road-start"],
  },
];

/** The results by group, without groups that have none; the order within a group is the one given. */
export function groupKpis<T extends { readonly id: KpiId }>(
  kpis: readonly T[],
): { readonly title: string; readonly kpis: readonly T[] }[] {
  return kpiGroups
    .map(({ title, kpis: ids }) => ({ title, kpis: kpis.filter(({ id }) => ids.includes(id)) }))
    .filter((group) => group.kpis.length > 0);
}
