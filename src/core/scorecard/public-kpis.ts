// What may be said aloud: on a public repository only KPIs that give nothing away to an attacker, and of those only what
// everybody can read on the repository anyway.
import { alertFigurePrefix, type Beside, type Evidence } from "../kpis/measurement.ts";
import type { KpiResult, Scorecard } from "./scorecard.ts";

/** Pull requests, their checks and their reviews can be read by everybody; alerts, files and rules may not be named. */
const publicEvidence: ReadonlySet<Evidence["kind"]> = new Set(["pull-request", "check-run", "review"]);

/** The KPIs that any text made from this scorecard may speak of. */
export function speakableKpis({
  repository,
  kpis,
}: Pick<Scorecard, "repository" | "kpis">): readonly KpiResult[] {
  return repository.visibility === "public" ? kpis.filter(({ publicSafe }) => publicSafe) : kpis;
}

/** What made a number, without alerts, files and rules. */
export function withoutAlerts<
  T extends { readonly evidence: readonly Evidence[]; readonly beside: readonly Beside[] },
>(measured: T): T {
  return {
    ...measured,
    evidence: measured.evidence.filter(({ kind }) => publicEvidence.has(kind)),
    beside: measured.beside.filter(({ id }) => !id.startsWith(alertFigurePrefix)),
  };
}
