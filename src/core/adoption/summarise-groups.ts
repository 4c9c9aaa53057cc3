// The share of a group's repositories that satisfy all of their rules, held against the target.
import type { Group } from "../config/config.ts";
import type { Target } from "../kpis/target.ts";
import { templateAdoption } from "../kpis/template-adoption/definition.ts";
import type { CountedShare, GroupAdoption, GroupTarget, RepositoryAdoption } from "./adoption.ts";
import { compareText, compareTiers, isFirstTier } from "./order.ts";
import { countStandings, shareOfStandings } from "./standing.ts";

type Member = Pick<RepositoryAdoption, "groups" | "undecidedGroups" | "standing" | "tier" | "groupTargets">;

/** @param groups those of the account, each once. They come by tier and title; all repositories together last (group null). */
export function summariseGroups(repositories: readonly Member[], groups: readonly Group[]): GroupAdoption[] {
  return [
    ...orderGroups(groups).map((group) => ({
      ...summarise(group, membersOf(repositories, group.id)),
      undecided: repositories.filter(({ undecidedGroups }) => undecidedGroups.includes(group.id)).length,
    })),
    { ...summarise(null, repositories), undecided: 0 },
  ];
}

/** What matters more first. */
export function orderGroups(groups: readonly Group[]): Group[] {
  return groups.toSorted(
    (a, b) =>
      compareTiers(a.tier, b.tier) ||
      compareText(a.title.toLowerCase(), b.title.toLowerCase()) ||
      compareText(a.id, b.id),
  );
}

export function membersOf<Kind extends Pick<RepositoryAdoption, "groups">>(
  repositories: readonly Kind[],
  groupId: string,
): Kind[] {
  return repositories.filter(({ groups }) => groups.some(({ id }) => id === groupId));
}

function summarise(group: Group | null, members: readonly Member[]): Omit<GroupAdoption, "undecided"> {
  const standings = countStandings(members.map(({ standing }) => standing));
  return {
    group,
    repositories: members.length,
    standings,
    share: shareOfStandings(standings),
    target: holdAgainstTarget(members, targetOf(group, members)),
  };
}

/** What was written for a group is the same for all of its members. */
function targetOf(group: Group | null, [member]: readonly Member[]): Target | null {
  if (member === undefined) return null;
  const { all, byGroup } = member.groupTargets;
  return group === null ? all : (byGroup[group.id] ?? null);
}

/** A target that somebody wrote is held against all members. The default one is for repositories of tier 1 alone. */
function holdAgainstTarget(members: readonly Member[], configured: Target | null): GroupTarget {
  const target = configured ?? templateAdoption.defaultTarget;
  if (target === null) return notJudged("There is no target.");
  const held = configured === null ? members.filter(({ tier }) => isFirstTier(tier)) : members;
  if (held.length === 0)
    return notJudged("The default target is for repositories of tier 1, and no repository here is.");
  const share = shareOfStandings(countStandings(held.map(({ standing }) => standing)));
  if (share.percent === null) return notJudged("None of the repositories it is for could be judged.");
  const of = configured === null ? "tier-1 repositories" : "all repositories";
  return { outcome: "judged", target, of, share, status: judge(share, target) };
}

function judge({ percent }: CountedShare, target: Target): "on-target" | "near" | "off-target" {
  const value = percent ?? 0;
  const missedBy = target.op === ">=" ? target.value - value : value - target.value;
  if (missedBy <= 1e-9) return "on-target";
  return missedBy <= target.tolerance + 1e-9 ? "near" : "off-target";
}

function notJudged(reason: string): GroupTarget {
  return { outcome: "not-judged", reason };
}
