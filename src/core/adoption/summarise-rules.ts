// What became of each rule over all repositories that were looked at.
import type { RepositoryAdoption, RuleState, RuleSummary } from "./adoption.ts";
import { compareText } from "./order.ts";
import { countStatuses, shareOf, shareOfStatuses } from "./standing.ts";

/** By rule id. Repositories may ask for different things under one id: titles and requirements of most of them go first. */
export function summariseRules(repositories: readonly RepositoryAdoption[]): RuleSummary[] {
  const byRule = Map.groupBy(
    repositories.flatMap(({ rules }) => rules),
    ({ ruleId }) => ruleId,
  );
  return [...byRule]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([ruleId, states]) => {
      const [title] = mostCommon(states.map((state) => state.title));
      const [kind] = mostCommon(states.map((state) => state.kind));
      if (title === undefined || kind === undefined) return [];
      const counts = countStatuses(states);
      return {
        ruleId,
        title,
        kind,
        allowed: mostCommon(states.map(({ allowed }) => allowed).filter((allowed) => allowed !== "")),
        repositories: states.length,
        counts,
        share: shareOfStatuses(counts),
        running: runningOf(states),
      };
    });
}

function runningOf(states: readonly RuleState[]): RuleSummary["running"] {
  const told = states.flatMap(({ runs }) => runs ?? []);
  return told.length === 0 ? null : shareOf(told.filter((runs) => runs > 0).length, told.length);
}

/** Each text once, the most common first; level ones by name. */
function mostCommon<Text extends string>(texts: readonly Text[]): Text[] {
  const counts = new Map<Text, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || compareText(a, b)).map(([text]) => text);
}
