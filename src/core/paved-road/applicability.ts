// Is a rule for this repository? What is not known of the repository leaves that open: then nothing may be measured.
import type { AppliesTo, OpenGroups } from "../config/config.ts";
import type { RepositoryTraits } from "../config/layers/layers.ts";
import { matchSelector, type SelectorMatch } from "../config/layers/select-repository.ts";
import type { PavedRoadData } from "../facts/paved-road.ts";
import type { RepositoryState } from "../facts/repository.ts";
import { findHiddenDockerfile } from "./unreadable.ts";

/** Where the repository belongs, as its configuration and GitHub's teams say. */
export interface Membership {
  /** Ids of the groups that it belongs to. */
  readonly groups: readonly string[];
  readonly tier: string | null;
  /** Absent: it is known of every group whether it belongs to it. */
  readonly open?: OpenGroups;
  readonly teams: RepositoryTraits["teams"];
}

/** All conditions must hold. One that certainly does not hold settles it, whatever is unknown of the others. */
export type Applicability =
  | { readonly applies: "yes" }
  | { readonly applies: "no" | "unknown"; readonly why: string };

const yes: Applicability = { applies: "yes" };

/** @param membership Null: not known; a rule for groups, tiers or teams is then open. */
export function decideApplicability(
  appliesTo: AppliesTo,
  repository: RepositoryState,
  observed: PavedRoadData,
  membership: Membership | null,
): Applicability {
  const teams = membership?.teams ?? { memberOf: [], notMemberOf: [] };
  const conditions = [
    ofSelector(matchSelector(appliesTo, { state: repository, teams })),
    checkGroups(appliesTo, membership),
    checkTiers(appliesTo, membership),
    checkDockerfile(appliesTo, observed),
  ];
  return (
    conditions.find(({ applies }) => applies === "no") ??
    conditions.find(({ applies }) => applies === "unknown") ??
    yes
  );
}

function ofSelector(match: SelectorMatch): Applicability {
  return match.matches === "yes" ? yes : { applies: match.matches, why: match.why };
}

function checkGroups({ groups }: AppliesTo, membership: Membership | null): Applicability {
  if (groups === undefined) return yes;
  if (membership === null) return { applies: "unknown", why: "its groups are not known" };
  if (groups.some((id) => membership.groups.includes(id))) return yes;
  const open = membership.open?.groups.find(({ id }) => groups.includes(id));
  return open !== undefined
    ? { applies: "unknown", why: `it is open whether it belongs to the group ${open.id}: ${open.why}` }
    : { applies: "no", why: `it does not belong to the group ${groups.join(" or ")}` };
}

function checkTiers({ tiers }: AppliesTo, membership: Membership | null): Applicability {
  if (tiers === undefined) return yes;
  if (membership === null) return { applies: "unknown", why: "its tier is not known" };
  const { tier, open } = membership;
  const possible = open?.tiers ?? [tier];
  const fits = possible.filter((one) => one !== null && tiers.includes(one));
  if (fits.length > 0 && fits.length < possible.length) {
    const why = open?.groups[0]?.why ?? "";
    return { applies: "unknown", why: `its tier is not known, because one of its groups is not: ${why}` };
  }
  if (fits.length > 0) return yes;
  const own = tier === null ? "no group of it has a tier" : `its tier is ${tier}`;
  return { applies: "no", why: `${own}, and the rule is for ${tiers.join(" or ")}` };
}

function checkDockerfile({ hasDockerfile }: AppliesTo, observed: PavedRoadData): Applicability {
  if (hasDockerfile === undefined) return yes;
  const found = observed.dockerfiles.length > 0;
  const hidden = found ? null : findHiddenDockerfile(observed);
  if (hidden !== null) return { applies: "unknown", why: hidden };
  if (found === hasDockerfile) return yes;
  return {
    applies: "no",
    why: found ? "the repository has a Dockerfile" : "the repository has no Dockerfile",
  };
}
