// What an overview keeps of one repository: small, so that thousands are held at once while their facts are not.
import type { Standing } from "../adoption/adoption.ts";
import type { GroupTargets } from "../adoption/group-targets.ts";
import type { Config, Group } from "../config/config.ts";
import type { KpiId } from "../kpis/measurement.ts";
import type { KpiResult, Scorecard } from "../scorecard/scorecard.ts";

export type DigestedKpi = Pick<
  KpiResult,
  | "id"
  | "definitionVersion"
  | "title"
  | "status"
  | "value"
  | "unit"
  | "numerator"
  | "denominator"
  | "target"
  | "offTargetWeeks"
  | "escalated"
>;

/** A permission that is known to be missing, and what cannot be measured without it. */
export interface Lacking {
  readonly permission: string;
  readonly kpis: readonly KpiId[];
}

export interface RepositoryDigest {
  readonly repositoryId: number;
  readonly fullName: string;
  readonly url: string;
  readonly owner: string | null;
  readonly tier: string | null;
  readonly groups: readonly Group[];
  /** Ids of groups of which it is not known whether the repository belongs to them. */
  readonly undecidedGroups: readonly string[];
  readonly windowDays: number;
  readonly standing: Standing;
  /** What its groups, and all repositories together, are held against. */
  readonly groupTargets: GroupTargets;
  readonly kpis: readonly DigestedKpi[];
  /** Of its last weekly scorecard, as it was posted; null: there is none of an earlier week. */
  readonly last: readonly DigestedKpi[] | null;
  readonly action: string | null;
  readonly lacking: readonly Lacking[];
}

const dayMillis = 24 * 60 * 60 * 1000;

/** @param posted the scorecard of an earlier week as it was posted. */
export function digestRepository(
  scorecard: Scorecard,
  config: Config,
  known: {
    readonly posted: Scorecard | null;
    readonly lacking: readonly Lacking[];
    readonly undecidedGroups: readonly string[];
    readonly groupTargets: GroupTargets;
  },
): RepositoryDigest {
  const { repository, window, kpis, actions } = scorecard;
  return {
    repositoryId: repository.id,
    fullName: repository.fullName,
    url: repository.url,
    owner: config.owner,
    tier: config.tier,
    groups: config.groups,
    undecidedGroups: known.undecidedGroups,
    windowDays: Math.round((window.to - window.from) / dayMillis),
    standing: standingOfKpi(kpis.find(({ id }) => id === "template-adoption")),
    groupTargets: known.groupTargets,
    kpis: kpis.map(digestKpi),
    last: known.posted?.kpis.map(digestKpi) ?? null,
    action: actions[0]?.text ?? null,
    lacking: known.lacking,
  };
}

function digestKpi(kpi: KpiResult): DigestedKpi {
  const { id, definitionVersion, title, status, value, unit, numerator, denominator, target } = kpi;
  const { offTargetWeeks, escalated } = kpi;
  return {
    id,
    definitionVersion,
    title,
    status,
    value,
    unit,
    numerator,
    denominator,
    target,
    offTargetWeeks,
    escalated,
  };
}

/** Rules that could not be seen leave open whether all are satisfied, unless one that was seen is not. */
function standingOfKpi(kpi: KpiResult | undefined): Standing {
  if (kpi === undefined || kpi.outcome !== "measured")
    return kpi?.outcome === "not-applicable" ? "not-applicable" : "not-measured";
  if (kpi.numerator !== kpi.denominator) return "not-all";
  return Object.hasOwn(kpi.excluded, "could not be evaluated") ? "not-measured" : "all";
}
