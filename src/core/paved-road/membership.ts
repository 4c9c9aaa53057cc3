// Where a repository belongs: groups and tier as its configuration says, teams as they were read from GitHub.
import type { Config } from "../config/config.ts";
import { type Fact, factsOfKind } from "../facts/fact.ts";
import { latestBySubject } from "../facts/latest-fact.ts";
import type { Membership } from "./applicability.ts";

/**
 * @param facts With those of the account: a team of which none tells is in neither list of teams, and leaves a rule for it open.
 * @param to Milliseconds UTC, exclusive.
 */
export function findMembership(
  config: Pick<Config, "groups" | "tier" | "open">,
  facts: readonly Fact[],
  repositoryId: number,
  to: number,
): Membership {
  const seen = latestBySubject(factsOfKind(facts, "team-repositories"), to).flatMap(({ data }) =>
    "seen" in data.repositories ? [{ team: data.team, ids: data.repositories.seen }] : [],
  );
  const mayWrite = (wanted: boolean) =>
    seen.filter(({ ids }) => ids.includes(repositoryId) === wanted).map(({ team }) => team);
  return {
    groups: config.groups.map(({ id }) => id),
    tier: config.tier,
    ...(config.open === undefined ? {} : { open: config.open }),
    teams: { memberOf: mayWrite(true), notMemberOf: mayWrite(false) },
  };
}
