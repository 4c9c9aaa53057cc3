// What a public repository may show: everybody reads its checks and issues, so findings stay out of them.
// Renderers of public surfaces work on the withheld scorecard only; a private place (the command line) shows all of it.
import type { Visibility } from "../core/facts/repository.ts";
import type { KpiId } from "../core/kpis/measurement.ts";
import type { KpiResult, Scorecard } from "../core/scorecard/scorecard.ts";

/** Check names and pull requests of a public repository are public already; rules, files, alerts and reasons are not. */
const fullyPublic: ReadonlySet<KpiId> = new Set(["first-pass-rate"]);
const publicEvidence: ReadonlySet<string> = new Set(["pull-request", "check-run"]);

/** Reasons whose words are always the same and name no rule, file or template. */
const publicReasons: ReadonlySet<string> = new Set([
  "no-template-rules",
  "no-applicable-rules",
  "paved-road-not-read",
  "permission-missing",
]);
const withheldReason = { code: "withheld", text: "The reason is withheld on a public repository." };

/** Where the rest is shown. */
export function whereWithheld(fullName: string): string {
  return `firstpass scorecard ${fullName}`;
}

/** Whether everybody can read what is posted. Internal repositories are read by members only. */
export function isPublic(...visibilities: readonly Visibility[]): boolean {
  return visibilities.includes("public");
}

/** Whether everything about a KPI, what made it included, is public on a public repository. */
export function isSafeInPublic(kpi: KpiId): boolean {
  return fullyPublic.has(kpi);
}

/**
 * The scorecard without what must not be read in public: KPIs that are not public-safe are gone, and of the others
 * only the number itself stays, except where everything that made it is public anyway.
 */
export function withholdFromPublic(scorecard: Scorecard): Scorecard {
  return { ...scorecard, kpis: scorecard.kpis.filter((kpi) => kpi.publicSafe).map(withholdDetails) };
}

function withholdDetails(kpi: KpiResult): KpiResult {
  if (isSafeInPublic(kpi.id)) {
    return { ...kpi, evidence: kpi.evidence.filter((evidence) => publicEvidence.has(evidence.kind)) };
  }
  const said = kpi.reasons.filter(({ code }) => publicReasons.has(code));
  const reasons = kpi.outcome === "measured" || said.length > 0 ? said : [withheldReason];
  return {
    ...kpi,
    excluded: {},
    beside: [],
    breakdown: [],
    notes: [],
    evidence: [],
    reason: kpi.outcome === "measured" ? null : reasons.map(({ text }) => text).join(" "),
    reasons,
  };
}
