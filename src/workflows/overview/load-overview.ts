// The overview of an account, from the store: the scorecard of one repository after another at one time, so that of each only what
// is told is held; and of past weeks what was posted, so that posted numbers stay as posted.
import type { GroupTargets } from "../../core/adoption/group-targets.ts";
import type { Group } from "../../core/config/config.ts";
import { buildOverview } from "../../core/overview/build.ts";
import { digestRepository, type RepositoryDigest } from "../../core/overview/digest.ts";
import { listLacking } from "../../core/overview/lacking.ts";
import type { Overview } from "../../core/overview/overview.ts";
import { buildScorecard } from "../../core/scorecard/build.ts";
import { weeklyWindow } from "../../core/scorecard/iso-week.ts";
import type { Scorecard } from "../../core/scorecard/scorecard.ts";
import type { KnownRepository, Store } from "../../records/store.ts";
import { type LoadedConfiguration, openConfigurations } from "../configuration/account-configurations.ts";
import { listBrokenFiles } from "../configuration/list-broken-files.ts";
import { letOthersRun } from "../let-others-run.ts";
import { cutFor } from "../load-facts.ts";
import { loadInput } from "../load-scorecard.ts";
import { groupTargetsOf } from "./group-targets.ts";

const dayMillis = 24 * 60 * 60 * 1000;

/** Newest issues that are looked at for one of an earlier week. */
const issuesLookedAt = 3;

export interface OverviewQuery {
  readonly account: { readonly id: number; readonly login: string };
  /** Milliseconds UTC at which all scorecards speak. */
  readonly now: number;
  /** Windows end with this week; null: with `now`. */
  readonly isoWeek: string | null;
  readonly group: string | null;
  /** Called before each repository; what it throws ends the work. Absent: nothing is asked. */
  readonly goOn?: () => Promise<void>;
}

export interface LoadedOverview {
  readonly overview: Overview;
  /** Ids of all groups of the account's configurations, sorted. */
  readonly knownGroups: readonly string[];
}

/** Archived repositories, and those that Firstpass is not installed on any more, are left out. */
export async function loadOverview(store: Store, query: OverviewQuery): Promise<LoadedOverview> {
  const { account, now, isoWeek, group } = query;
  const recordedBefore = (await store.now()) + 1;
  const configurations = await openConfigurations(store, account.id, { recordedBefore });
  const groups = new Map<string, Group>();
  const asked: KnownRepository[] = [];
  const digests: RepositoryDigest[] = [];
  for (const known of await store.repositories.list(account.id)) {
    await letOthersRun();
    await query.goOn?.();
    if (!known.active || known.state.archived) continue;
    const configuration = await configurations.of(known);
    for (const match of configuration.groups) groups.set(match.group.id, match.group);
    if (group !== null && !configuration.config.groups.some(({ id }) => id === group)) continue;
    asked.push(known);
    const groupTargets = await groupTargetsOf(configurations, known, configuration);
    digests.push(
      await digest(store, known, { ...configuration, groupTargets }, { now, isoWeek, recordedBefore }),
    );
  }
  const shownGroups = [...groups.values()].filter(({ id }) => group === null || id === group);
  const overview = buildOverview({
    account,
    isoWeek,
    generatedAt: now,
    onlyGroup: group,
    digests,
    groups: shownGroups,
    broken: await listBrokenFiles(store, account.id, asked),
  });
  return { overview, knownGroups: [...groups.keys()].sort() };
}

async function digest(
  store: Store,
  known: KnownRepository,
  { config, groups, groupTargets }: LoadedConfiguration & { readonly groupTargets: GroupTargets },
  asked: Pick<OverviewQuery, "now" | "isoWeek"> & { readonly recordedBefore: number },
): Promise<RepositoryDigest> {
  const { now, isoWeek, recordedBefore } = asked;
  const window =
    isoWeek === null
      ? { from: now - config.windowDays * dayMillis, to: now }
      : weeklyWindow(isoWeek, config.windowDays);
  const input = await loadInput(store, known, {
    config,
    window,
    now,
    cut: cutFor(window, recordedBefore, 0),
  });
  await letOthersRun();
  return digestRepository(buildScorecard(input), config, {
    posted: await findPosted(store, known, isoWeek),
    lacking: listLacking(input),
    groupTargets,
    undecidedGroups: groups.filter(({ match }) => match.matches === "unknown").map(({ group }) => group.id),
  });
}

/** The newest scorecard that was posted for a week before; null where there is none. */
async function findPosted(
  store: Store,
  { state }: KnownRepository,
  isoWeek: string | null,
): Promise<Scorecard | null> {
  const issues = await store.weeklyIssues.list(state.accountId, state.repositoryId, issuesLookedAt);
  const past = issues.find(
    (issue) => issue.issueNumber !== null && (isoWeek === null || issue.isoWeek < isoWeek),
  );
  return past?.scorecard ?? null;
}
