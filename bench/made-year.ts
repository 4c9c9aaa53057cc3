// A made year of repositories, for benchmarks: pull requests with their checks and reviews, merges, alerts of three kinds.
import type { Fact } from "../src/core/facts/fact.ts";
import type { ServerStore } from "../src/records/store.ts";
import { codeLife, dependabotLife, secretLife } from "../test/support/alert-lives.ts";
import {
  checkRunFact,
  checkSuiteFact,
  defaultAccountId,
  pullRequestFact,
  pullRequestReviewFact,
  pushFact,
  repositoryState,
} from "../test/support/facts.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** When the year ends: a Monday morning. Milliseconds UTC. */
export const yearEnd = Date.UTC(2026, 10, 16, 10);
const yearBegin = yearEnd - 365 * day;

/** The ISO week that ended last. */
export const lastWeek = "2026-W46";

export const madeInstallationId = 77;

/** Puts an account of so many repositories into the store, each with so many changes in the year (eight facts each) and 20 alerts. */
export async function makeYear(store: ServerStore, repositories: number, changesEach: number): Promise<void> {
  await store.installations.save({
    installationId: madeInstallationId,
    accountId: defaultAccountId,
    accountLogin: "acme",
    accountType: "Organization",
    suspended: false,
    deleted: false,
    permissions: null,
    updatedAt: yearBegin,
  });
  for (let index = 0; index < repositories; index++) await makeRepositoryYear(store, index, changesEach);
}

/** The repository of the index `index`; the same for the same numbers. */
export async function makeRepositoryYear(
  store: ServerStore,
  index: number,
  changes: number,
): Promise<number> {
  const repositoryId = 10_000 + index;
  const state = repositoryState({ repositoryId, name: `r-${index}` });
  await store.repositories.observe(state, {
    observedAt: yearBegin,
    installationId: madeInstallationId,
  });
  await store.repositories.setCoveredFrom(state.accountId, repositoryId, yearBegin);
  await store.facts.append(yearOf(repositoryId, changes), "made");
  return repositoryId;
}

function yearOf(repositoryId: number, changes: number): Fact[] {
  const span = yearEnd - yearBegin;
  const all = Array.from({ length: changes }, (_, n) =>
    changeOf(repositoryId, n + 1, yearBegin + Math.floor(((n + 0.5) * span) / changes)),
  ).flat();
  return [...all, ...alertsOf(repositoryId)];
}

/** Opened, three checks in a suite, reviewed, closed, and the push of its merge. One in seven fails on the first try. */
function changeOf(repositoryId: number, number: number, at: number): Fact[] {
  const headSha = `${repositoryId}${number}`.padStart(40, "a");
  const mergeCommitSha = `${repositoryId}${number}`.padStart(40, "b");
  const first = repositoryId * 10_000 + number * 4;
  const opened = { repositoryId, number, headSha, createdAt: at };
  const check = { repositoryId, headSha, checkSuiteId: first };
  const conclusion = (number * 5 + repositoryId) % 7 === 0 ? "failure" : "success";
  const mergedAt = at + 6 * hour;
  return [
    pullRequestFact({ ...opened, at }),
    checkRunFact({ ...check, checkRunId: first, conclusion, at: at + 10 * minute }),
    checkRunFact({
      ...check,
      checkRunId: first + 1,
      name: "build",
      appSlug: "github-actions",
      at: at + 5 * minute,
    }),
    checkRunFact({
      ...check,
      checkRunId: first + 2,
      name: "trivy",
      appSlug: "github-actions",
      at: at + 7 * minute,
    }),
    checkSuiteFact({ ...check, at: at + 11 * minute }),
    pullRequestReviewFact({
      repositoryId,
      pullRequestNumber: number,
      reviewId: first,
      commitSha: headSha,
      at: at + 3 * hour,
    }),
    pullRequestFact({
      ...opened,
      action: "closed",
      state: "closed",
      merged: true,
      mergeCommitSha,
      at: mergedAt,
    }),
    pushFact({
      repositoryId,
      before: `${number}`.padStart(40, "c"),
      after: mergeCommitSha,
      commits: 2,
      at: mergedAt,
    }),
  ];
}

function alertsOf(repositoryId: number): Fact[] {
  const at = (n: number) => yearBegin + n * 17 * day;
  const lives = Array.from({ length: 10 }, (_, n) => [
    ...codeLife(n + 1, at(n), n % 3 ? [["fixed", at(n) + 9 * day]] : []),
    ...dependabotLife(n + 1, at(n) + day, n % 4 ? [["fixed", at(n) + 12 * day]] : []),
    ...(n % 5 === 0 ? secretLife(n + 1, at(n) + 2 * day, [["resolved", at(n) + 3 * day]]) : []),
  ]);
  return lives.flat().map((fact): Fact => ({ ...fact, repositoryId }));
}
