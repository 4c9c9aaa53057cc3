// Which heads may get a check run because of what was read: the newest ones of open pull requests. What was superseded or closed before
// it was read is left as it is.
import { replayPullRequest } from "../../core/changes/pull-request-timeline.ts";
import { type Fact, factsOfKind } from "../../core/facts/fact.ts";
import type { JobRequest, Store } from "../../records/store.ts";
import { commitsOf, pullRequestsOf } from "./keep-step.ts";
import { requestOf } from "./requested.ts";

interface Place {
  readonly accountId: number;
  readonly repositoryId: number;
}

/** Of the pull requests that the facts tell of, by number or by a commit. */
export async function evaluateOpenHeads(
  store: Store,
  { accountId, repositoryId }: Place,
  facts: readonly Fact[],
): Promise<JobRequest[]> {
  const place = { accountId, repositoryId };
  const ofHeads = await store.facts.listByHeads({ ...place, headShas: commitsOf(facts) });
  const numbers = new Set([
    ...pullRequestsOf(facts),
    ...pullRequestsOf(factsOfKind(ofHeads, "pull-request")),
  ]);
  const requests: JobRequest[] = [];
  for (const number of numbers) {
    const own = factsOfKind(await store.facts.listByPullRequest({ ...place, number }), "pull-request");
    if (own.length === 0) continue;
    const { closedAt, headSha } = replayPullRequest(own);
    if (closedAt !== null) continue;
    requests.push(requestOf({ kind: "evaluate-head", ...place, headSha, force: false }));
  }
  return requests;
}
