// A weekly issue that was posted, made again from the ledger: the facts of its cut, and the basis that was kept with it.
import type { KpiDefinition } from "../core/kpis/definition.ts";
import { chooseUsed } from "../core/scorecard/basis.ts";
import { type Reproduction, reproduce } from "../core/scorecard/reproduce.ts";
import type { PostedWeeklyIssue, Store } from "../store/store.ts";
import { loadSettledFacts, loadUnsettledFacts } from "./load-facts.ts";

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
  const settled = await loadSettledFacts(store, week, basis.cut);
  const facts = chooseUsed(basis, { settled, unsettled: await loadUnsettledFacts(store, week, basis.cut) });
  return { issue, ...reproduce(issue, facts, definitions) };
}
