// What a public repository may show: everybody reads its checks and issues, so findings stay out of them.
// Renderers of public surfaces work on the withheld scorecard only; a private place (the command line) shows all of it.
import type { Visibility } from "../core/facts/repository.ts";
import type { KpiId } from "../core/kpis/measurement.ts";
import { explainVariance } from "../core/scorecard/explain-variance.ts";
import { withoutAlerts } from "../core/scorecard/public-kpis.ts";
import { reviewKpis } from "../core/scorecard/review.ts";
import type { KpiResult, Scorecard } from "../core/scorecard/scorecard.ts";

/** Check names, pull requests and reviews of a public repository are public already; rules, files, alerts and reasons are not. */
const fullyPublic: ReadonlySet<KpiId> = new Set(["first-pass-rate", "review-latency"]);

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
 * only the number itself stays, except where everything that made it is public anyway. The review is made anew from what is
 * left, so that no verdict gives away a number that is not shown.
 */
export function withholdFromPublic(scorecard: Scorecard): Scorecard {
  const kpis = scorecard.kpis.filter((kpi) => kpi.publicSafe).map(withholdDetails);
  const actions = scorecard.actions.filter(({ kpi }) => isSafeInPublic(kpi));
  const review = reviewKpis(kpis);
  const text = `${review.gateHealth.text} Made from what may be shown in public alone.`;
  return { ...scorecard, kpis, actions, review: { ...review, gateHealth: { ...review.gateHealth, text } } };
}

function withholdDetails(kpi: KpiResult): KpiResult {
  if (isSafeInPublic(kpi.id)) return withoutAlerts(kpi);
  const said = kpi.reasons.filter(({ code }) => publicReasons.has(code));
  const reasons = kpi.outcome === "measured" || said.length > 0 ? said : [withheldReason];
  const bare = {
    ...kpi,
    excluded: {},
    beside: [],
    breakdown: [],
    notes: [],
    evidence: [],
    reason: kpi.outcome === "measured" ? null : reasons.map(({ text }) => text).join(" "),
    reasons,
    advice: null,
  };
  return { ...bare, explanation: explainVariance(bare) };
}
