// A weekly issue that was posted, made again from the ledger: the facts of its cut, and the basis that was kept with it.
import type { KpiDefinition } from "../core/kpis/definition.ts";
import { chooseUsed, type ScorecardBasis } from "../core/scorecard/basis.ts";
import { completeConfig } from "../core/scorecard/complete-config.ts";
import { type Reproduction, reproduce } from "../core/scorecard/reproduce.ts";
import type { PostedWeeklyIssue, Store } from "../records/store.ts";
import { type FactsPlace, loadSettledFacts, loadUnsettledFacts } from "./load-facts.ts";

export interface LoadedReproduction extends Reproduction {
  readonly issue: PostedWeeklyIssue;
}

/** Null when no issue of that week was posted. */
export async function loadReproduction(
  store: Store,
  week: { readonly accountId: number; readonly repositoryId: number; readonly isoWeek: string },
  definitions?: readonly KpiDefinition[],
): Promise<LoadedReproduction | null> {
  const { accountId, repositoryId, isoWeek } = week;
  const issue = await store.weeklyIssues.find(accountId, repositoryId, isoWeek);
  if (issue === null || issue.issueNumber === null) return null;
  const { basis } = issue;
  const place = placeOfBasis(basis);
  const settled = await loadSettledFacts(store, place, basis.cut);
  const facts = chooseUsed(basis, { settled, unsettled: await loadUnsettledFacts(store, place, basis.cut) });
  return { issue, ...reproduce(issue, facts, definitions) };
}

/** By what was kept: neither a new name of the owner nor a changed rule may choose other facts than those of then. */
function placeOfBasis({ repository, config }: ScorecardBasis): FactsPlace {
  return { repository, rules: completeConfig(config).config.templates.rules };
}
