// The weekly issue of one repository and ISO week: load, compute, render, and write it once; the issue of the week before
// is closed with a link onwards.

import type { DataSource } from "../../core/kpis/data-source.ts";
import type { KpiId } from "../../core/kpis/measurement.ts";
import type { IssueContent } from "../../core/publication/content.ts";
import { chooseActions } from "../../core/scorecard/actions.ts";
import { chooseForWeekly } from "../../core/scorecard/choose-weekly.ts";
import { type HistoryWeek, historyWeeks } from "../../core/scorecard/history.ts";
import { isoWeekEnd, weeklyWindow } from "../../core/scorecard/iso-week.ts";
import { narrate } from "../../core/scorecard/narrative.ts";
import type { Scorecard } from "../../core/scorecard/scorecard.ts";
import type { PublishWeeklyJob } from "../../core/work/job.ts";
import { Refused } from "../../github/errors.ts";
import type { RepositoryAddress } from "../../github/gateway.ts";
import type { PostedWeeklyIssue } from "../../records/store.ts";
import { renderWeeklyIssue } from "../../render/weekly/weekly-issue.ts";
import { findPlace } from "../find-place.ts";
import { describeHistory } from "../history/describe-history.ts";
import { type JobOutcome, skipped } from "../job-outcome.ts";
import { letOthersRun } from "../let-others-run.ts";
import { type LoadedScorecard, loadScorecard, type ScorecardQuery } from "../load-scorecard.ts";
import type { JobServices } from "../services.ts";
import { closePastWeeks } from "./close-past-weeks.ts";
import { postWeeklyIssue } from "./post-weekly-issue.ts";
import type { WeeklyOnGitHub } from "./weekly-on-github.ts";
import { appPoster, type WeeklyPoster } from "./weekly-poster.ts";

const weeksShown = 12;

/** Weeks that are looked back for an issue that is still open. */
const pastIssues = 60;

export type WeeklyRequest = Pick<PublishWeeklyJob, "accountId" | "repositoryId" | "isoWeek"> &
  Pick<ScorecardQuery, "policyUnseen">;

export interface PreparedWeekly {
  readonly content: IssueContent;
  readonly loaded: LoadedScorecard;
  /** The issue of this week, where there is one already. */
  readonly posted: PostedWeeklyIssue | null;
  /** Issues of earlier weeks, newest first. */
  readonly past: readonly PostedWeeklyIssue[];
}

export interface PublishWeeklyOptions {
  /** A person asked for it: then an idle repository gets its issue, too. */
  readonly asked: boolean;
  /** Absent: the App. A workflow or a command names itself, and leaves alone what the App has posted. */
  readonly poster?: WeeklyPoster;
}

/**
 * Posts the week's issue, or brings it up to date; closes those of past weeks.
 * Returns `skipped` with its reason where there is nothing to post, or where the App has posted it and a token asks.
 */
export async function publishWeekly(
  services: JobServices,
  job: WeeklyRequest,
  options: PublishWeeklyOptions = { asked: false },
): Promise<JobOutcome> {
  const { accountId, repositoryId, isoWeek } = job;
  if (isoWeekEnd(isoWeek) > services.now()) return skipped(`${isoWeek} has not ended yet, in UTC.`);
  const place = await findPlace(services.store, accountId, repositoryId);
  if ("unreachable" in place) return skipped(place.unreachable);
  if (place.known.state.archived) return skipped("The repository is archived: GitHub takes no issues.");

  // By a token the past was read once; the App has been told of it.
  const source = options.poster?.kind === "token" ? "api" : "app";
  const prepared = await prepareWeekly(services, { ...job, source });
  if (!options.asked && prepared.posted === null && isIdle(prepared))
    return skipped("Nothing happened in the window: the last issue stands.");
  try {
    const { number, outcome, seen } = await postWeeklyIssue(services, {
      ...job,
      ...prepared,
      address: place.address,
      poster: options.poster ?? appPoster,
    });
    // Left to the App: the weeks before, too.
    if (outcome.did === "skipped") return outcome;
    const past = { posted: prepared.past, seen: seen.filter((one) => one.isoWeek < isoWeek) };
    await closePastWeeks(services, place.address, past, { number, isoWeek });
    await closeBehindNewer(services, job, place.address, seen);
    return outcome;
  } catch (error) {
    // Issues are disabled, or the repository was archived meanwhile.
    if (error instanceof Refused && [403, 410].includes(error.status)) return skipped(error.message);
    throw error;
  }
}

/** A week that is published late, after a newer one, is a past week at once. */
async function closeBehindNewer(
  services: JobServices,
  { accountId, repositoryId, isoWeek }: WeeklyRequest,
  address: RepositoryAddress,
  seen: readonly WeeklyOnGitHub[],
): Promise<void> {
  const issues = await services.store.weeklyIssues.list(accountId, repositoryId, pastIssues);
  const known = issues.map(({ isoWeek, issueNumber }) => ({ isoWeek, number: issueNumber }));
  const [newer] = [...known, ...seen]
    .filter((issue) => issue.isoWeek > isoWeek && issue.number !== null)
    .sort((one, other) => (one.isoWeek < other.isoWeek ? -1 : 1));
  if (newer === undefined || newer.number === null) return;
  const posted = issues.filter((issue) => issue.isoWeek === isoWeek);
  const next = { number: newer.number, isoWeek: newer.isoWeek };
  // Read again: what was seen is from before it was changed.
  await closePastWeeks(services, address, { posted, seen: [] }, next);
}

/** Everything that is posted, without posting it. */
export async function prepareWeekly(
  { store, now }: Pick<JobServices, "store" | "now">,
  {
    accountId,
    repositoryId,
    isoWeek,
    source = "app",
    policyUnseen = null,
  }: WeeklyRequest & { readonly source?: DataSource },
): Promise<PreparedWeekly> {
  const loaded = await loadScorecard(store, {
    accountId,
    repositoryId,
    now: now(),
    source,
    policyUnseen,
    windowOf: (config) => weeklyWindow(isoWeek, config.windowDays),
    historyWeeks: weeksShown,
  });
  const { scorecard, config, configProblems } = loaded;
  const issues = await store.weeklyIssues.list(accountId, repositoryId, pastIssues);
  const past = issues.filter((issue) => issue.isoWeek < isoWeek);
  const previous = past.find(({ issueNumber }) => issueNumber !== null);
  const actions = chooseActions(scorecard, config);
  const kpis = chooseForWeekly(scorecard.kpis, config).shown.map(({ id }) => id);
  const history: HistoryWeek[] = [];
  for (const week of historyWeeks({ ...loaded, weeks: weeksShown, untilIsoWeek: isoWeek, kpis })) {
    history.unshift(week);
    await letOthersRun();
  }
  const content = renderWeeklyIssue({
    scorecard,
    isoWeek,
    history,
    narrative: narrate(scorecard, actions),
    actions,
    config,
    configProblems,
    past: describeHistory(await store.histories.find(accountId, repositoryId)),
    previous: previous?.issueNumber ? { number: previous.issueNumber, isoWeek: previous.isoWeek } : null,
  });
  const posted = issues.find((issue) => issue.isoWeek === isoWeek) ?? null;
  return { content, loaded, posted, past };
}

/**
 * No fact in the window, and an issue that says so already: one more would be noise. Not where time alone has brought a KPI off
 * target since: an SLA runs out and an exception expires without any event.
 */
function isIdle({ loaded, past }: PreparedWeekly): boolean {
  const { from, to } = loaded.scorecard.window;
  const happened = loaded.facts.filter(({ kind }) => kind !== "history-read" && kind !== "deliveries-missed");
  if (happened.some(({ occurredAt }) => occurredAt >= from && occurredAt < to)) return false;
  const last = past.find(({ issueNumber }) => issueNumber !== null)?.scorecard;
  return last !== undefined && offTarget(loaded.scorecard).every((id) => offTarget(last).includes(id));
}

function offTarget({ kpis }: Scorecard): KpiId[] {
  return kpis.filter(({ status }) => status === "off-target").map(({ id }) => id);
}
