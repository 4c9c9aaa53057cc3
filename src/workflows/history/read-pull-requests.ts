// A step of a reading: one page of pull requests, last updated first, with the heads they had, what ran on these, and their reviews.

import { factsOfKind } from "../../core/facts/fact.ts";
import type { PullRequestFact } from "../../core/facts/pull-request.ts";
import { factsOfChecks } from "../../core/listed-history/check-facts.ts";
import {
  commitsToCheck,
  type HeadEvidenceListed,
  headsOf,
  needsOwnActivity,
} from "../../core/listed-history/heads.ts";
import { knownHeads } from "../../core/listed-history/known-heads.ts";
import type { ListedActivity, ListedPullRequest } from "../../core/listed-history/listed.ts";
import { branchRef } from "../../core/listed-history/place.ts";
import { factsOfPullRequest, factsOfReviews } from "../../core/listed-history/pull-request-facts.ts";
import type { Reading } from "../../records/store.ts";
import { readChecks } from "./read-checks.ts";
import { activitySince, pullRequestsNeededSince, refuse, turnPage } from "./reading.ts";
import { type HistoryVisit, nothingTold, type Step } from "./visit.ts";

/** Pages of the changes of one branch: a hundred each. */
const mostBranchPages = 5;

export async function readPullRequests(visit: HistoryVisit, before: Reading): Promise<Step> {
  const sight = await visit.github.listPullRequests(visit.address, before.pullRequests.cursor);
  if ("unseen" in sight) return nothingTold(refuse(before, "pullRequests", ["pull-requests"], sight.unseen));
  const { items: listed, next } = sight.seen;
  const oldestAt = listed.length === 0 ? null : Math.min(...listed.map(({ updatedAt }) => updatedAt));
  const items = listed.filter(({ updatedAt }) => updatedAt >= pullRequestsNeededSince(before));
  const pullRequests = turnPage(before.pullRequests, next, oldestAt);
  const evidence = new Map<number, Omit<HeadEvidenceListed, "checks">>();
  const known = new Map<number, readonly PullRequestFact[]>();
  for (const item of items) {
    evidence.set(item.number, await findEvidence(visit, before, item));
    known.set(item.number, await listKnown(visit, item));
  }
  const headsWith = (item: ListedPullRequest, checks: HeadEvidenceListed["checks"]) =>
    headsOf(visit.place, item, { activity: null, activitySince: 0, ...evidence.get(item.number), checks });
  const shas = items.flatMap((item) => [
    ...commitsToCheck(item, headsWith(item, new Map())),
    ...knownHeads(known.get(item.number) ?? []),
  ]);
  const { checks, reading } = await readChecks(visit, { ...before, pullRequests }, [...new Set(shas)]);
  const told = items.flatMap((item) => [
    ...factsOfPullRequest(visit.place, item, headsWith(item, checks), known.get(item.number)),
    ...factsOfReviews(visit.place, item),
  ]);
  const listedPullRequests = [...reading.listedPullRequests, ...items.map(withoutEvents)];
  return {
    told: [...told, ...factsOfChecks(visit.place, [...checks.values()])],
    reading: { ...reading, listedPullRequests },
    jobs: [],
  };
}

/** What the ledger has of it. */
async function listKnown(
  { store, place: { accountId, repositoryId } }: HistoryVisit,
  { number }: ListedPullRequest,
): Promise<readonly PullRequestFact[]> {
  return factsOfKind(
    await store.facts.listByPullRequest({ accountId, repositoryId, number }),
    "pull-request",
  );
}

/** The changes of its branch: those in hand, or where they do not reach back to its beginning all that GitHub lists. */
async function findEvidence(
  { github, address, place }: HistoryVisit,
  reading: Reading,
  pullRequest: ListedPullRequest,
): Promise<Omit<HeadEvidenceListed, "checks">> {
  // At the end of a backfill nothing is in hand any more.
  const since = reading.step === "settle" ? reading.slice.to : activitySince(reading);
  if (since === null) return { activity: null, activitySince: 0 };
  if (!needsOwnActivity(place, pullRequest, since))
    return { activity: reading.listedActivity, activitySince: since };
  const ref = branchRef(pullRequest.headRef);
  const query = { ref, since: pullRequest.createdAt };
  const activity: ListedActivity[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostBranchPages; page++) {
    const sight = await github.listActivity(address, query, cursor);
    if ("unseen" in sight) return { activity: null, activitySince: 0 };
    activity.push(...sight.seen.items);
    cursor = sight.seen.next;
    if (cursor === null) return { activity, activitySince: query.since };
  }
  return { activity, activitySince: Math.min(...activity.map(({ at }) => at)) + 1 };
}

/** What the changes of refs are told from; the rest has been made facts. */
function withoutEvents(pullRequest: ListedPullRequest): ListedPullRequest {
  return { ...pullRequest, events: [], reviews: [], labels: [] };
}
