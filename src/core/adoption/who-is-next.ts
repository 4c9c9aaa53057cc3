// Which repositories are not there yet, in the order in which to go about it, each with its smallest step.
import type { NextStep, RepositoryAdoption, RuleState } from "./adoption.ts";
import { compareText, compareTiers } from "./order.ts";
import { unmetStatuses } from "./standing.ts";

/**
 * By tier, then by how little is missing, then by name. Repositories of which nothing unmet could be seen are not in it. Of a
 * repository's rules the smallest step goes first: a ref to raise before a file to bring back before something to take up.
 */
export function whoIsNext(repositories: readonly RepositoryAdoption[]): NextStep[] {
  return repositories
    .flatMap((repository) => stepOf(repository) ?? [])
    .sort(
      (a, b) =>
        compareTiers(a.tier, b.tier) ||
        a.unmet - b.unmet ||
        compareText(a.fullName, b.fullName) ||
        a.repositoryId - b.repositoryId,
    );
}

function stepOf(repository: RepositoryAdoption): NextStep | null {
  const { repositoryId, fullName, url, owner, tier } = repository;
  const unmet = repository.rules.filter(({ status }) => unmetStatuses.includes(status));
  const [first] = unmet.toSorted(
    (a, b) => effortOf(a) - effortOf(b) || compareText(a.title, b.title) || compareText(a.ruleId, b.ruleId),
  );
  if (first === undefined) return null;
  const measured = repository.rules.filter(
    ({ status }) => status === "adopted" || unmetStatuses.includes(status),
  ).length;
  return {
    repositoryId,
    fullName,
    url,
    owner,
    tier,
    unmet: unmet.length,
    measured,
    ruleId: first.ruleId,
    text: `${first.title} (${first.status}): ${first.note} Asked for: ${first.allowed}.`,
    place: first.place,
  };
}

function effortOf({ status }: RuleState): number {
  return unmetStatuses.indexOf(status);
}
