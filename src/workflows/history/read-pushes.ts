// Steps of a reading: the changes of all refs, page by page; and, once the pull requests are known that commits came from, the pushes
// that these changes were.

import type { PushFact } from "../../core/facts/push.ts";
import type { ListedCommit } from "../../core/listed-history/listed.ts";
import { branchRef } from "../../core/listed-history/place.ts";
import { factsOfPushes } from "../../core/listed-history/push-facts.ts";
import type { CompletePushJob } from "../../core/work/job.ts";
import type { Reading } from "../../records/store.ts";
import { loadConfiguration } from "../configuration/load-configuration.ts";
import { refuse, withActivity } from "./reading.ts";
import { requestOf } from "./requested.ts";
import { type HistoryVisit, nothingTold, type Step } from "./visit.ts";

/** A commit may be older than the push that brought it. */
const commitLookbackMillis = 3 * 24 * 60 * 60 * 1000;

/** Pages of a hundred commits; a push that they do not reach is completed from the compare API. */
const mostCommitPages = 20;

export async function readActivity({ github, address }: HistoryVisit, reading: Reading): Promise<Step> {
  const query = { ref: null, since: reading.from };
  const sight = await github.listActivity(address, query, reading.activity.cursor);
  if ("unseen" in sight) return nothingTold(refuse(reading, "activity", ["pushes"], sight.unseen));
  return nothingTold(withActivity(reading, sight.seen.items, sight.seen.next));
}

export async function readPushes(visit: HistoryVisit, reading: Reading): Promise<Step> {
  const { place, store } = visit;
  const kept: Reading = { ...reading, pushesKept: true };
  const { slice, listedActivity, listedPullRequests } = reading;
  const inSlice = listedActivity.filter(({ at }) => at >= slice.from && at < slice.to);
  if (inSlice.length === 0) return nothingTold(kept);
  const toDefault = inSlice.some(({ ref }) => ref === branchRef(place.defaultBranch));
  const { facts, toComplete } = factsOfPushes(place, {
    activity: listedActivity,
    commits: toDefault ? await listCommits(visit, reading) : [],
    pullRequests: listedPullRequests,
    span: slice,
  });
  const { config } = await loadConfiguration(store, place.accountId, place.repositoryId);
  const counted = toComplete.filter(({ data }) => data.toDefaultBranch || config.secrets.branches === "all");
  return { told: facts, reading: kept, jobs: counted.map((push) => requestOf(completionOf(push))) };
}

async function listCommits(
  { github, address, place }: HistoryVisit,
  { slice }: Reading,
): Promise<ListedCommit[]> {
  const query = {
    branch: place.defaultBranch,
    since: slice.from - commitLookbackMillis,
    until: slice.to,
  };
  const commits: ListedCommit[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostCommitPages; page++) {
    const sight = await github.listCommits(address, query, cursor);
    // Their count is asked for, push by push; where that is refused as well, the pushes stay without one.
    if ("unseen" in sight) return [];
    commits.push(...sight.seen.items);
    cursor = sight.seen.next;
    if (cursor === null) break;
  }
  return commits;
}

function completionOf({ accountId, repositoryId, subject, occurredAt, data }: PushFact): CompletePushJob {
  const { ref, before, after } = data;
  return {
    kind: "complete-push",
    accountId,
    repositoryId,
    ref,
    before,
    after,
    pushSubject: subject,
    pushedAt: occurredAt,
  };
}
