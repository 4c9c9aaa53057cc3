// The rules that are for a repository, or may be: a changed rule that is certainly not for it changes nothing there.
import type { TemplateRule } from "../config/config.ts";
import { decideApplicability } from "../paved-road/applicability.ts";
import { findMembership } from "../paved-road/membership.ts";
import { findRoad } from "../paved-road/road.ts";
import type { ScorecardInput } from "../scorecard/build.ts";

/** In their order. All of them while nothing was observed of the repository. */
export function concernedRules({ repository, facts, config, window }: ScorecardInput): TemplateRule[] {
  const { rules } = config.templates;
  const road = findRoad(facts, window.to)?.road;
  if (road === undefined) return [...rules];
  const membership = findMembership(config, facts, repository.repositoryId, window.to);
  return rules.filter(
    ({ appliesTo }) => decideApplicability(appliesTo, repository, road, membership).applies !== "no",
  );
}
