// The check run of one head: load what its security checks said, look at what it changes of the paved road, of the
// configuration and of the exceptions, render, write.

import type { ReviewableHead } from "../../core/changes/change.ts";
import { settlingMillis } from "../../core/changes/fold-changes.ts";
import { type EvaluateHeadJob, jobKey } from "../../core/work/job.ts";
import { renderCheckRun } from "../../render/check/check-run.ts";
import { loadConfiguration } from "../configuration/load-configuration.ts";
import { findPlace } from "../find-place.ts";
import { type JobOutcome, skipped } from "../job-outcome.ts";
import { loadScorecard } from "../load-scorecard.ts";
import type { JobServices } from "../services.ts";
import { askForSimulation } from "./ask-for-simulation.ts";
import { rememberChangedFiles } from "./changed-files.ts";
import { findChangedOwnFiles } from "./changed-own-files.ts";
import { findConfigurationNotes } from "./find-configuration-notes.ts";
import { findExceptionNotes } from "./find-exception-notes.ts";
import { findPavedRoadFindings } from "./find-paved-road-findings.ts";
import { isNewestHead, loadHead } from "./load-head.ts";
import { postCheckRun } from "./post-check-run.ts";

const superseded = "A newer head took its place: what it says stands as it was posted.";

export async function reportHead(services: JobServices, job: EvaluateHeadJob): Promise<JobOutcome> {
  const { store, now } = services;
  const { accountId, repositoryId, headSha } = job;
  const place = await findPlace(store, accountId, repositoryId);
  if ("unreachable" in place) return skipped(place.unreachable);
  if (place.known.state.archived) return skipped("The repository is archived: GitHub takes no check runs.");

  // The head first: most commits that checks run on are nobody's head, and a scorecard is dear.
  const { config } = await loadConfiguration(store, accountId, repositoryId);
  const query = { repository: place.known.state, headSha, config, now: now() };
  const head = await loadHead(store, query);
  if (head === null) return skipped("The commit is the head of no pull request and of no merge group.");
  const posted = await store.checkRuns.find(accountId, repositoryId, headSha);
  // What was merged while it waited is told how it ended.
  const unfinished = posted !== null && !posted.completed;
  if (!job.force && !head.open && !unfinished) return skipped("The pull request or merge group is closed.");
  if (!job.force && !head.newest && posted !== null) return skipped(superseded);

  const loaded = await loadScorecard(store, { accountId, repositoryId, now: now() });
  const { pullRequest } = head;
  const listFiles = rememberChangedFiles(services.github, place.address, pullRequest?.number ?? 0);
  const road = await findPavedRoadFindings(services, place.address, loaded, pullRequest, listFiles);
  const own = await findChangedOwnFiles(services, place.address, loaded, pullRequest, {
    headSha,
    listChangedFiles: listFiles,
  });
  const notes = await findConfigurationNotes(store, place.known, own.files);
  const asked = { repository: loaded.repository, pullRequest, files: own.files, notes };
  const simulation = await askForSimulation(services, job, asked);
  const problems = [road.problem, own.problem].filter((problem) => problem !== null);
  const content = renderCheckRun({
    repository: loaded.repository,
    headSha,
    change: head.change,
    head: head.head,
    mergeGroup: head.mergeGroup,
    findings: road.findings,
    exceptionNotes: findExceptionNotes(loaded, own.files, now()),
    configuration: { notes, simulation },
    scorecard: loaded.scorecard,
    config: loaded.config,
    configProblems: [...loaded.configProblems, ...problems],
    detailsUrl: null,
  });
  // A superseded head gets one last word at most; one that still waits would wait for ever.
  const stillNewest = await isNewestHead(store, query);
  if (!job.force && !stillNewest && (posted !== null || content.status !== "completed"))
    return skipped(superseded);
  const { force } = job;
  const { repository } = loaded;
  const post = { accountId, address: place.address, repository, headSha, content, posted, force };
  const outcome = await postCheckRun(services, post);
  if (content.status === "in_progress") await lookAgain(services, job, head.head);
  return outcome;
}

/** No event tells that no check is coming: a head without one is looked at again when it counts as having none. */
async function lookAgain(
  { store, now }: JobServices,
  job: EvaluateHeadJob,
  head: ReviewableHead | null,
): Promise<void> {
  if (head === null || head.checks.length > 0) return;
  const notBefore = head.since + settlingMillis;
  if (notBefore <= now()) return;
  const { kind, accountId } = job;
  await store.jobs.enqueue([
    { key: jobKey(job), kind, accountId, payload: { ...job, force: false }, notBefore },
  ]);
}
