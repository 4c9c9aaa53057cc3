// What may be said aloud: on a public repository only KPIs that give nothing away to an attacker.
import type { KpiResult, Scorecard } from "./scorecard.ts";

/** The KPIs that any text made from this scorecard may speak of. */
export function speakableKpis({ repository, kpis }: Scorecard): readonly KpiResult[] {
  return repository.visibility === "public" ? kpis.filter(({ publicSafe }) => publicSafe) : kpis;
}
