// Writes a week's issue: made once, changed only when it would say something else. What is about to be made is stored
// first, so that after a lost answer the issue is looked for by its marker and not made twice.
import type { IssueContent } from "../../core/publication/content.ts";
import { basisOf } from "../../core/scorecard/basis.ts";
import type { RepositoryAddress } from "../../github/gateway.ts";
import type { PostedWeeklyIssue } from "../../records/store.ts";
import { weeklyLabel, weeklyMarker } from "../../render/weekly/weekly-issue.ts";
import { hashContent } from "../hash-content.ts";
import { JobLeaseLost, type JobOutcome } from "../job-outcome.ts";
import { loadUnsettledFacts } from "../load-facts.ts";
import type { LoadedScorecard } from "../load-scorecard.ts";
import { requireSameVisibility } from "../same-visibility.ts";
import type { JobServices } from "../services.ts";

export interface WeeklyIssueToPost {
  readonly accountId: number;
  readonly repositoryId: number;
  readonly isoWeek: string;
  readonly address: RepositoryAddress;
  readonly content: IssueContent;
  readonly loaded: LoadedScorecard;
  readonly posted: PostedWeeklyIssue | null;
}

/** The number of the week's issue, and what was done to it. */
export async function postWeeklyIssue(
  services: JobServices,
  issue: WeeklyIssueToPost,
): Promise<{ number: number; outcome: JobOutcome }> {
  const { store, github } = services;
  const { accountId, repositoryId, isoWeek, address, content, posted } = issue;
  const contentHash = hashContent(content);
  if (posted?.issueNumber != null && posted.contentHash === contentHash)
    return { number: posted.issueNumber, outcome: { did: "unchanged", reason: null } };
  if (!(await services.holdsLease())) throw new JobLeaseLost("Another worker publishes this week now.");
  await requireSameVisibility(store, issue.loaded.repository);

  const { loaded } = issue;
  const place = { repository: loaded.repository, rules: loaded.config.templates.rules };
  const basis = basisOf(loaded, loaded.cut, await loadUnsettledFacts(store, place, loaded.cut));
  const save = (issueNumber: number | null) =>
    store.weeklyIssues.save({
      accountId,
      repositoryId,
      isoWeek,
      issueNumber,
      contentHash,
      scorecard: loaded.scorecard,
      basis,
      postedAt: services.now(),
      // What closing put into the issue is gone with the new text: it is closed again afterwards.
      closed: false,
    });
  const marker = weeklyMarker(repositoryId, isoWeek);
  const existing =
    posted === null
      ? null
      : (posted.issueNumber ?? (await github.findIssue(address, weeklyLabel, marker))?.number ?? null);
  if (existing !== null) {
    await github.updateIssue(address, existing, { title: content.title, body: content.body });
    await save(existing);
    return { number: existing, outcome: { did: "updated", reason: null } };
  }
  await save(null);
  const number = await github.createIssue(address, content);
  await save(number);
  return { number, outcome: { did: "created", reason: null } };
}
