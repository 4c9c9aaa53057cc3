// Which KPIs a change of the configuration or of the exceptions can alter: all others are the same by construction, and are not
// worked out at all.
import { canonicalJson } from "../canonical-json.ts";
import type { ExceptionsFileVersion } from "../exceptions/exception.ts";
import { type KpiId, kpiIdentifiers } from "../kpis/measurement.ts";
import type { ScorecardInput } from "../scorecard/build.ts";
import { settingsOf } from "../scorecard/kpi-settings.ts";

/** KPIs that look at exceptions. */
const exceptionKpis: ReadonlySet<KpiId> = new Set<KpiId>([
  "remediation-within-sla",
  "risk-debt",
  "exceptions-overdue",
  "exception-governance",
]);

type Compared = Pick<ScorecardInput, "config" | "exceptionFiles">;

/** In the order in which KPIs are shown; empty where nothing that makes a number differs. */
export function changedKpis(before: Compared, after: Compared): KpiId[] {
  const excepted = !sameFiles(before.exceptionFiles ?? [], after.exceptionFiles ?? []);
  return kpiIdentifiers.filter(
    (id) =>
      (excepted && exceptionKpis.has(id)) ||
      canonicalJson(settingsOf(id, before.config)) !== canonicalJson(settingsOf(id, after.config)),
  );
}

function sameFiles(a: readonly ExceptionsFileVersion[], b: readonly ExceptionsFileVersion[]): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}
