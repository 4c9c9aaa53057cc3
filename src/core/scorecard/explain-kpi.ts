// One number with everything that made it: its definition, window, configuration, evidence, and whether the ledger still gives it.
import type { Config } from "../config/config.ts";
import type { KpiDefinition } from "../kpis/definition.ts";
import type { KpiId, Window } from "../kpis/measurement.ts";
import { permissionsFor } from "../kpis/permissions.ts";
import { kpiDefinitions } from "../kpis/registry.ts";
import type { Difference } from "./compare-scorecards.ts";
import { type Setting, settingsOf } from "./kpi-settings.ts";
import type { Reproduction } from "./reproduce.ts";
import type { KpiResult, Scorecard } from "./scorecard.ts";

export const EXPLANATION_SCHEMA_VERSION = 1;

/** How a posted week compares with what the ledger gives today. */
export interface ReproductionReport {
  /** `2026-W47`. */
  readonly isoWeek: string;
  readonly issueNumber: number;
  readonly exact: boolean;
  readonly kpis: number;
  readonly evidenceRows: number;
  readonly configHash: string;
  /** KPI → version of the definition that it was posted with. */
  readonly definitions: Readonly<Partial<Record<KpiId, number>>>;
  readonly differences: readonly Difference[];
  readonly causes: readonly string[];
}

export interface Explanation {
  readonly schemaVersion: typeof EXPLANATION_SCHEMA_VERSION;
  readonly repository: Scorecard["repository"];
  readonly window: Window & { readonly days: number };
  readonly generatedAt: number;
  /** What was recorded before this time is in the number; null: all that is recorded. */
  readonly recordedBefore: number | null;
  readonly coveredFrom: number | null;
  readonly definition: Pick<
    KpiDefinition,
    | "id"
    | "version"
    | "title"
    | "roles"
    | "direction"
    | "statistic"
    | "unit"
    | "minimumSample"
    | "documentation"
  > & { readonly permissions: readonly string[] };
  readonly configuration: { readonly hash: string; readonly settings: readonly Setting[] };
  readonly kpi: KpiResult;
  /** Null: no posted week was asked for. */
  readonly reproduction: ReproductionReport | null;
}

const dayMillis = 24 * 60 * 60 * 1000;

/** Null when the scorecard has no such KPI. */
export function explainKpi(
  id: KpiId,
  made: {
    readonly scorecard: Scorecard;
    readonly config: Config;
    readonly recordedBefore: number | null;
    readonly reproduction?: ReproductionReport;
  },
  definitions: readonly KpiDefinition[] = kpiDefinitions,
): Explanation | null {
  const { scorecard, config, recordedBefore, reproduction = null } = made;
  const definition = definitions.find((one) => one.id === id);
  const kpi = scorecard.kpis.find((one) => one.id === id);
  if (definition === undefined || kpi === undefined) return null;
  const { version, title, roles, direction, statistic, unit, minimumSample, documentation } = definition;
  const { from, to } = scorecard.window;
  return {
    schemaVersion: EXPLANATION_SCHEMA_VERSION,
    repository: scorecard.repository,
    window: { from, to, days: (to - from) / dayMillis },
    generatedAt: scorecard.generatedAt,
    recordedBefore,
    coveredFrom: scorecard.coveredFrom,
    definition: {
      ...{ id, version, title, roles, direction, statistic, unit, minimumSample, documentation },
      permissions: permissionsFor(id, config).map(
        ({ permission, access = "read" }) => `${permission}: ${access}`,
      ),
    },
    configuration: { hash: scorecard.configHash, settings: settingsOf(id, config) },
    kpi,
    reproduction,
  };
}

export function reportReproduction(
  { exact, posted, differences, causes }: Reproduction,
  issue: { readonly isoWeek: string; readonly issueNumber: number },
): ReproductionReport {
  const { isoWeek, issueNumber } = issue;
  return {
    isoWeek,
    issueNumber,
    exact,
    kpis: posted.kpis.length,
    evidenceRows: posted.kpis.reduce((rows, { evidence }) => rows + evidence.length, 0),
    configHash: posted.configHash,
    definitions: Object.fromEntries(posted.kpis.map(({ id, definitionVersion }) => [id, definitionVersion])),
    differences,
    causes,
  };
}
