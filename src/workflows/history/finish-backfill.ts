// What follows when a past is read: open pull requests that people work on now get their check run, and the weekly issue that was
// posted meanwhile says what is known today.
import { factsOfKind } from "../../core/facts/fact.ts";
import type { HistoryPlace } from "../../core/listed-history/place.ts";
import type { Store } from "../../records/store.ts";
import { evaluateOpenHeads } from "./open-heads.ts";
import { requestOf } from "./requested.ts";

const dayMillis = 24 * 60 * 60 * 1000;

/** `store` is the transaction's; `at` in milliseconds UTC. */
export async function finishBackfill(
  store: Store,
  { accountId, repositoryId }: HistoryPlace,
  at: number,
): Promise<void> {
  const place = { accountId, repositoryId };
  // A check run on a head that nobody has touched for days would be noise.
  const recent = await store.facts.list({ ...place, from: at - dayMillis, kinds: ["pull-request"] });
  await store.jobs.enqueue(await evaluateOpenHeads(store, place, factsOfKind(recent, "pull-request")));
  const [issue] = await store.weeklyIssues.list(accountId, repositoryId, 1);
  if (issue === undefined || issue.closed || issue.issueNumber === null) return;
  await store.jobs.enqueue([requestOf({ kind: "publish-weekly", ...place, isoWeek: issue.isoWeek })]);
}
