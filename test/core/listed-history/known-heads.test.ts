// Where the lists do not name a head any more, what the ledger knows of it tells: only if no push can lie between.
import { describe, expect, it } from "vitest";
import type { PullRequestFact } from "../../../src/core/facts/pull-request.ts";
import { headsOf } from "../../../src/core/listed-history/heads.ts";
import { headBetween, knownHeads } from "../../../src/core/listed-history/known-heads.ts";
import type { ListedPullRequest, ListedPullRequestEvent } from "../../../src/core/listed-history/listed.ts";
import { factsOfPullRequest } from "../../../src/core/listed-history/pull-request-facts.ts";
import {
  defaultAccountId,
  defaultAt,
  defaultRepositoryId,
  pullRequestFact,
  sha,
} from "../../support/facts.ts";

const minute = 60_000;
const at = (minutes: number) => defaultAt + minutes * minute;
const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId, defaultBranch: "main" };
const [first, second] = [sha("a1"), sha("b2")];
const opened = pullRequestFact({ action: "opened", headSha: first, at: at(0) });
const pushed = pullRequestFact({
  action: "synchronize",
  headSha: second,
  previousHeadSha: first,
  at: at(60),
});

/** From a fork, force-pushed: which heads it had no list tells. */
function forcedFork(events: readonly ListedPullRequestEvent[], draft = false): ListedPullRequest {
  const { action: _, previousHeadSha: __, previousBaseRef: ___, ...lasting } = opened.data;
  return {
    ...lasting,
    headRepositoryId: place.repositoryId + 1,
    headSha: second,
    draft,
    createdAt: at(0),
    closedAt: null,
    updatedAt: at(60),
    events: [...events, { kind: "force_pushed", at: at(60), before: first, after: second }],
    reviews: [],
    commits: [{ sha: second, committedAt: at(59) }],
    complete: true,
  };
}

function actionsOf(pullRequest: ListedPullRequest, known: readonly PullRequestFact[]) {
  const heads = headsOf(place, pullRequest, { activity: null, activitySince: 0, checks: new Map() });
  return factsOfPullRequest(place, pullRequest, heads, known).map(({ data }) => [data.action, data.headSha]);
}

describe("headBetween", () => {
  it.each<[string, readonly PullRequestFact[], number, string | null]>([
    ["nothing was told before", [pushed], 30, null],
    ["the next push replaced the head that was told last", [opened, pushed], 30, first],
    [
      "the next push replaced another head",
      [pullRequestFact({ headSha: sha("c3"), at: at(0) }), pushed],
      30,
      null,
    ],
    ["nothing came after it, and it is the head of today", [opened, pushed], 90, second],
    ["nothing came after it, and today's is another", [opened], 90, null],
    ["it happened in the second of a push", [opened, pushed], 60, null],
  ])("%s", (_, known, minutes, expected) => {
    expect(headBetween({ headSha: second }, known, at(minutes))).toBe(expected);
    expect(headBetween({ headSha: second }, known.toReversed(), at(minutes))).toBe(expected);
  });
});

describe("a fork that was force-pushed", () => {
  const toDraft = { kind: "converted_to_draft", at: at(30) } as const;
  const ready = { kind: "ready_for_review", at: at(40) } as const;

  it("becomes a draft again in the ledger that missed it", () => {
    expect(actionsOf(forcedFork([toDraft], true), [opened, pushed])).toContainEqual([
      "converted_to_draft",
      first,
    ]);
  });

  it("becomes ready again only where it is known how it was opened", () => {
    const pullRequest = forcedFork([toDraft, ready]);
    expect(actionsOf(pullRequest, [opened, pushed])).toContainEqual(["ready_for_review", first]);
    const labeled = pullRequestFact({ action: "labeled", headSha: first, at: at(10) });
    expect(actionsOf(pullRequest, [labeled, pushed])).not.toContainEqual(["ready_for_review", first]);
  });

  it("claims nothing of which nobody told", () => {
    expect(actionsOf(forcedFork([toDraft, ready]), [])).toEqual([["edited", second]]);
  });

  it("has its earlier heads looked at as well", () => {
    expect(knownHeads([pushed, opened, opened])).toEqual([second, first]);
    expect(knownHeads([pullRequestFact({ action: "labeled", headSha: second })])).toEqual([]);
  });
});
