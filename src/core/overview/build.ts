// Puts the repositories of an account together to their overview.
import { compareText } from "../adoption/order.ts";
import { membersOf, summariseGroups } from "../adoption/summarise-groups.ts";
import type { Group } from "../config/config.ts";
import { kpiIdentifiers } from "../kpis/measurement.ts";
import type { Status } from "../scorecard/scorecard.ts";
import { compareWeeks } from "./compare-weeks.ts";
import type { RepositoryDigest } from "./digest.ts";
import { listMustAct } from "./must-act.ts";
import {
  type BrokenFile,
  type GroupOverview,
  type KpiTally,
  OVERVIEW_SCHEMA_VERSION,
  type Overview,
  type UnseenByPermission,
} from "./overview.ts";
import { partsOf, poolRate, poolShare } from "./pool.ts";

export interface OverviewInput extends Pick<Overview, "account" | "isoWeek" | "generatedAt" | "onlyGroup"> {
  /** Those that were asked for, each once, in any order. */
  readonly digests: readonly RepositoryDigest[];
  /** Groups of the account to tell of, each once. */
  readonly groups: readonly Group[];
  readonly broken: readonly BrokenFile[];
}

/** Pure; the order of what is given cannot be seen. */
export function buildOverview(input: OverviewInput): Overview {
  const { account, isoWeek, generatedAt, onlyGroup } = input;
  const { digests } = input;
  return {
    schemaVersion: OVERVIEW_SCHEMA_VERSION,
    account,
    isoWeek,
    generatedAt,
    windowDays: [...new Set(digests.map(({ windowDays }) => windowDays))].sort((a, b) => a - b),
    onlyGroup,
    repositories: digests.length,
    changes: compareWeeks(digests),
    broken: input.broken.toSorted((a, b) => a.since - b.since || compareText(a.where, b.where)),
    mustAct: listMustAct(digests),
    groups: overviewGroups(digests, input.groups, onlyGroup === null),
    unseen: listUnseen(digests),
  };
}

function overviewGroups(
  digests: readonly RepositoryDigest[],
  groups: readonly Group[],
  withAll: boolean,
): GroupOverview[] {
  return summariseGroups(digests, groups).flatMap(
    ({ group, repositories, undecided, standings, share, target }) => {
      if (group === null && !withAll) return [];
      const members = group === null ? digests : membersOf(digests, group.id);
      const kpis = members.map((member) => member.kpis);
      return {
        group,
        repositories,
        undecided,
        adoption: { standings, share, target },
        firstPassRate: poolShare(partsOf(kpis, "first-pass-rate")),
        secretExposure: poolRate(partsOf(kpis, "secret-exposure")),
        kpis: tallyKpis(members),
      };
    },
  );
}

function tallyKpis(members: readonly RepositoryDigest[]): KpiTally[] {
  return kpiIdentifiers.flatMap((id) => {
    const own = members.flatMap(({ kpis }) => kpis.find((kpi) => kpi.id === id) ?? []);
    const [first] = own;
    if (first === undefined) return [];
    const counts: Record<Status, number> = {
      "on-target": 0,
      near: 0,
      "off-target": 0,
      "low-sample": 0,
      "no-target": 0,
      "not-applicable": 0,
      "not-measured": 0,
    };
    for (const { status } of own) counts[status] += 1;
    return { kpi: id, title: first.title, counts };
  });
}

/** What blinds most repositories first. */
function listUnseen(digests: readonly RepositoryDigest[]): UnseenByPermission[] {
  const lacking = digests.flatMap((digest) =>
    digest.lacking.map(({ permission, kpis }) => ({ permission, kpis, fullName: digest.fullName })),
  );
  return [...Map.groupBy(lacking, ({ permission }) => permission)]
    .map(([permission, of]) => ({
      permission,
      kpis: kpiIdentifiers.filter((id) => of.some(({ kpis }) => kpis.includes(id))),
      repositories: [...new Set(of.map(({ fullName }) => fullName))].sort(compareText),
    }))
    .sort((a, b) => b.repositories.length - a.repositories.length || compareText(a.permission, b.permission));
}
