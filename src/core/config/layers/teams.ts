// Teams of the organisation, as far as configurations name them: which they are, and which of them may write to a repository.
import type { TeamRepositoriesFact } from "../../facts/account.ts";
import { type Fact, factsOfKind } from "../../facts/fact.ts";
import { isLaterFact } from "../../facts/latest-fact.ts";
import type { ConfigFile } from "../problem.ts";
import { readConfigFileOnce } from "../read-config-file.ts";
import type { WrittenLayer } from "../schema/config-schema.ts";
import type { RepositoryTraits } from "./layers.ts";

/** Slugs in lower case, sorted and unique: of groups and of rules, wherever in the files they stand. */
export function listNamedTeams(files: readonly ConfigFile[]): string[] {
  const named = new Set<string>();
  for (const file of files) {
    // Most files name none, and reading thousands takes its time. An escape may spell the word another way.
    if (!file.text.includes("teams") && !file.text.includes("\\")) continue;
    const { written } = readConfigFileOnce(file);
    if (written === null) continue;
    const groups = written.groups ?? [];
    const selectors = [
      ...groups.map(({ match }) => match),
      ...[written, ...groups.map(({ settings }) => settings ?? {})].flatMap(listSelectors),
    ];
    for (const { teams } of selectors) for (const team of teams ?? []) named.add(team.toLowerCase());
  }
  return [...named].sort();
}

function listSelectors(layer: WrittenLayer) {
  return (layer.templates?.rules ?? []).flatMap(({ applies_to: appliesTo }) => appliesTo ?? []);
}

/** What is known of each team, by slug in lower case. */
export type KnownTeams = ReadonlyMap<string, KnownTeam>;

export interface KnownTeam {
  /** The last word on it. */
  readonly fact: TeamRepositoriesFact;
  /** Ids of the repositories that it may write to; null: that could not be seen. */
  readonly repositories: ReadonlySet<number> | null;
}

/** By the facts of an account, in any order. */
export function foldTeams(facts: readonly Fact[]): KnownTeams {
  const latest = new Map<string, TeamRepositoriesFact>();
  for (const fact of factsOfKind(facts, "team-repositories")) {
    const team = fact.data.team.toLowerCase();
    const last = latest.get(team);
    if (last === undefined || isLaterFact(fact, last)) latest.set(team, fact);
  }
  return new Map(
    [...latest].map(([team, fact]) => {
      const { repositories } = fact.data;
      return [team, { fact, repositories: "seen" in repositories ? new Set(repositories.seen) : null }];
    }),
  );
}

/** Teams of which it is known whether they may write to the repository; one that could not be seen is in neither list. */
export function teamsOfRepository(teams: KnownTeams, repositoryId: number): RepositoryTraits["teams"] {
  const memberOf: string[] = [];
  const notMemberOf: string[] = [];
  for (const [team, { repositories }] of teams)
    if (repositories !== null) (repositories.has(repositoryId) ? memberOf : notMemberOf).push(team);
  return { memberOf: memberOf.sort(), notMemberOf: notMemberOf.sort() };
}
