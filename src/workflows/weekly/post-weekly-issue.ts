// Writes a week's issue: made once, changed only when it would say something else. Before one is made, GitHub is asked for one
// with the same marker: after a lost answer it may be there, and a workflow or the App may have posted it.
import type { IssueContent } from "../../core/publication/content.ts";
import { basisOf } from "../../core/scorecard/basis.ts";
import type { RepositoryAddress } from "../../github/gateway.ts";
import type { PostedWeeklyIssue } from "../../records/store.ts";
import { renderDuplicateNote } from "../../render/weekly/weekly-issue.ts";
import { hashContent } from "../hash-content.ts";
import { JobLeaseLost, type JobOutcome, skipped } from "../job-outcome.ts";
import { loadUnsettledFacts } from "../load-facts.ts";
import type { LoadedScorecard } from "../load-scorecard.ts";
import { requireSameVisibility } from "../same-visibility.ts";
import type { JobServices } from "../services.ts";
import { closeWithNote } from "./close-issue.ts";
import { listWeeklyOnGitHub, type WeeklyOnGitHub } from "./weekly-on-github.ts";
import { mayChange, type WeeklyPoster } from "./weekly-poster.ts";

export interface WeeklyIssueToPost {
  readonly accountId: number;
  readonly repositoryId: number;
  readonly isoWeek: string;
  readonly address: RepositoryAddress;
  readonly content: IssueContent;
  readonly loaded: LoadedScorecard;
  readonly posted: PostedWeeklyIssue | null;
  /** Weeks that the store knows of. */
  readonly past: readonly PostedWeeklyIssue[];
  readonly poster: WeeklyPoster;
}

export interface PostedNow {
  /** Of the week's issue. */
  readonly number: number;
  readonly outcome: JobOutcome;
  /** All weekly issues that GitHub has; empty where it was not asked. */
  readonly seen: readonly WeeklyOnGitHub[];
}

/** Makes the week's issue, changes the one that is there, whoever posted it, or leaves alone what belongs to the App. */
export async function postWeeklyIssue(services: JobServices, issue: WeeklyIssueToPost): Promise<PostedNow> {
  const { store, github } = services;
  const { isoWeek, address, content, posted, poster } = issue;
  const contentHash = hashContent(content);
  if (posted?.issueNumber != null && posted.contentHash === contentHash)
    return { number: posted.issueNumber, outcome: { did: "unchanged", reason: null }, seen: [] };
  if (!(await services.holdsLease())) throw new JobLeaseLost("Another worker publishes this week now.");
  await requireSameVisibility(store, issue.loaded.repository);
  const save = await prepareSave(services, issue, contentHash);
  if (posted?.issueNumber != null) {
    const number = posted.issueNumber;
    await github.updateIssue(address, number, { title: content.title, body: content.body });
    await save(number);
    return { number, outcome: { did: "updated", reason: null }, seen: [] };
  }

  // Where the store knows no week yet, or does not outlive the run, one may be there whose label a person removed.
  const unlabelled = posted !== null || poster.kind === "token" || issue.past.length === 0;
  const before = await listWeeklyOnGitHub(github, address, { isoWeek, unlabelled });
  const existing = before.find((one) => one.isoWeek === isoWeek);
  if (existing !== undefined) {
    await closeDuplicates(services, issue, existing, before);
    return {
      number: existing.number,
      outcome: await bringUpToDate(services, issue, existing, save),
      seen: before,
    };
  }
  await save(null);
  const number = await github.createIssue(address, content);
  await save(number);
  // Another may have looked when neither was there: the older one counts, for both.
  const after = await listWeeklyOnGitHub(github, address, { isoWeek, unlabelled: false });
  const oldest = after.find((one) => one.isoWeek === isoWeek);
  if (oldest === undefined || oldest.number >= number)
    return { number, outcome: { did: "created", reason: null }, seen: after };
  await closeWithNote(github, address, { number, body: content.body }, renderDuplicateNote(oldest.number));
  return { number: oldest.number, outcome: await bringUpToDate(services, issue, oldest, save), seen: after };
}

type Save = (issueNumber: number | null) => Promise<void>;

async function prepareSave(
  { store, now }: JobServices,
  { accountId, repositoryId, isoWeek, loaded }: WeeklyIssueToPost,
  contentHash: string,
): Promise<Save> {
  const place = { repository: loaded.repository, rules: loaded.config.templates.rules };
  const basis = basisOf(loaded, loaded.cut, await loadUnsettledFacts(store, place, loaded.cut));
  return (issueNumber) =>
    store.weeklyIssues.save({
      accountId,
      repositoryId,
      isoWeek,
      issueNumber,
      contentHash,
      scorecard: loaded.scorecard,
      basis,
      postedAt: now(),
      // What closing put into the issue is gone with the new text: it is closed again afterwards.
      closed: false,
    });
}

async function bringUpToDate(
  { github }: JobServices,
  { isoWeek, address, content, poster }: WeeklyIssueToPost,
  existing: WeeklyOnGitHub,
  save: Save,
): Promise<JobOutcome> {
  if (!mayChange(poster, existing))
    return skipped(
      `${existing.author.login} has posted #${existing.number} for ${isoWeek}: it is left as it is.`,
    );
  const changed = existing.body !== content.body;
  if (changed)
    await github.updateIssue(address, existing.number, { title: content.title, body: content.body });
  await save(existing.number);
  return { did: changed ? "updated" : "unchanged", reason: null };
}

/** Left by a run that ended between posting and looking again. */
async function closeDuplicates(
  { github }: JobServices,
  { address, poster }: WeeklyIssueToPost,
  oldest: WeeklyOnGitHub,
  seen: readonly WeeklyOnGitHub[],
): Promise<void> {
  for (const one of seen) {
    if (one.isoWeek !== oldest.isoWeek || one.number === oldest.number || one.state === "closed") continue;
    if (mayChange(poster, one)) await closeWithNote(github, address, one, renderDuplicateNote(oldest.number));
  }
}
