// Who has adopted what in an account, from the store: one repository after another, so that of each only what is told is held.
import { openAccountRoads } from "../../core/adoption/account-roads.ts";
import type { Adoption, RepositoryAdoption } from "../../core/adoption/adoption.ts";
import { buildAdoption } from "../../core/adoption/build.ts";
import { foldRepository, type RepositoryInput } from "../../core/adoption/fold-repository.ts";
import { type HistoryTally, tallyHistory } from "../../core/adoption/history.ts";
import type { Group } from "../../core/config/config.ts";
import { defaultConfig } from "../../core/config/defaults.ts";
import { matchesPathGlob } from "../../core/config/glob.ts";
import { accountFactKinds } from "../../core/facts/account.ts";
import type { Fact, FactKind } from "../../core/facts/fact.ts";
import { findMembership } from "../../core/paved-road/membership.ts";
import { isoWeekOf, previousIsoWeek } from "../../core/scorecard/iso-week.ts";
import type { KnownRepository, Store } from "../../records/store.ts";
import { openConfigurations } from "../configuration/account-configurations.ts";
import { letOthersRun } from "../let-others-run.ts";
import { groupTargetsOf } from "./group-targets.ts";

const dayMillis = 24 * 60 * 60 * 1000;

/** Observations of a repository, and readings that tell whether its contents may be read. */
const observedKinds: readonly FactKind[] = ["paved-road", "controls", "code-owners", "release-evidence"];

export interface AdoptionQuery {
  readonly account: { readonly id: number; readonly login: string };
  /** Milliseconds UTC up to which facts count. */
  readonly at: number;
  /** Only what had been recorded by `at`, rules included; else all that is recorded now, by today's rules. */
  readonly asOf: boolean;
  readonly group: string | null;
  readonly rule: string | null;
  /** Glob over `owner/name`. */
  readonly repository: string | null;
  /** How many past weeks to count; null: none. */
  readonly historyWeeks: number | null;
}

export interface LoadedAdoption {
  readonly adoption: Adoption;
  /** Ids of all groups of the account's configurations, and of all rules of the repositories that were looked at; sorted. */
  readonly known: { readonly groups: readonly string[]; readonly rules: readonly string[] };
  /** Why texts of configurations are not in force, each once. */
  readonly problems: readonly string[];
}

/** Archived repositories, and those that Firstpass is not installed on any more, are left out. */
export async function loadAdoption(store: Store, query: AdoptionQuery): Promise<LoadedAdoption> {
  const { account, at, group, rule, repository } = query;
  const known = { recordedBefore: query.asOf ? at : (await store.now()) + 1 };
  const configurations = await openConfigurations(store, account.id, known);
  const shared = await store.facts.listOfAccount({
    accountId: account.id,
    kinds: accountFactKinds,
    ...known,
  });
  const roads = openAccountRoads(shared);
  const installation = await store.installations.find(account.id);
  const window = { from: at - defaultConfig.windowDays * dayMillis, to: at };
  const history = openHistory(query);
  const repositories: RepositoryAdoption[] = [];
  const groups = new Map<string, Group>();
  const rules = new Set<string>();
  const problems = new Set<string>();
  for (const one of await store.repositories.list(account.id)) {
    await letOthersRun();
    if (!isAskedFor(one, repository)) continue;
    const configuration = await configurations.of(one);
    const { config, told, groups: matches } = configuration;
    for (const match of matches) groups.set(match.group.id, match.group);
    if (group !== null && !config.groups.some(({ id }) => id === group)) continue;
    for (const problem of told) problems.add(problem);
    for (const { id } of config.templates.rules) rules.add(id);
    const input: RepositoryInput = {
      repository: one.state,
      facts: await loadOwnFacts(store, one, window, known.recordedBefore),
      config,
      undecidedGroups: matches
        .filter(({ match }) => match.matches === "unknown")
        .map((match) => match.group.id),
      groupTargets: await groupTargetsOf(configurations, one, configuration),
      membership: findMembership(config, shared, one.state.repositoryId, at),
      permissions: installation?.permissions ?? null,
      account: roads,
      at,
      window,
    };
    repositories.push(foldRepository(input));
    history?.add(input);
  }
  const shownGroups = [...groups.values()].filter(({ id }) => group === null || id === group);
  return {
    adoption: buildAdoption({
      account,
      at,
      rulesAsOf: query.asOf ? "then" : "today",
      window,
      filter: { group, rule, repository },
      repositories,
      groups: shownGroups,
      history: history?.rows() ?? null,
    }),
    known: { groups: [...groups.keys()].sort(), rules: [...rules].sort() },
    problems: [...problems],
  };
}

function isAskedFor({ state, active }: KnownRepository, glob: string | null): boolean {
  if (!active || state.archived) return false;
  return glob === null || matchesPathGlob(glob, `${state.ownerLogin}/${state.name}`, { ignoreCase: true });
}

/** The weeks that had ended by then. */
function openHistory({ at, historyWeeks, rule }: AdoptionQuery): HistoryTally | null {
  return historyWeeks === null ? null : tallyHistory(previousIsoWeek(isoWeekOf(at)), historyWeeks, rule);
}

async function loadOwnFacts(
  store: Store,
  { state }: KnownRepository,
  window: { readonly from: number; readonly to: number },
  recordedBefore: number,
): Promise<Fact[]> {
  const place = { accountId: state.accountId, repositoryId: state.repositoryId, recordedBefore };
  return [
    ...(await store.facts.list({ ...place, kinds: observedKinds, to: window.to })),
    ...(await store.facts.list({ ...place, kinds: ["workflow-run"], ...window })),
  ];
}
