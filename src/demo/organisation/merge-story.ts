// How a pull request ends: reviewed by somebody else, then merged, through the queue, or against the rules.
import { addCommit, commitTo } from "../../local-github/repository.ts";
import { mergeGroupPayload } from "../payloads/checks.ts";
import { pullRequestPayload, reviewPayload } from "../payloads/pull-requests.ts";
import { pushPayload } from "../payloads/pushes.ts";
import { bringToMain, letCodeFindingLive } from "./finding-story.ts";
import { recordBypass } from "./governance-story.ts";
import { analyseMain, HOUR, MINUTE, people, staff, tipOf } from "./place.ts";
import { runChecks } from "./run-checks.ts";
import { changedFiles, type Story } from "./story.ts";

function merge(story: Story, at: number): void {
  const { place, plan, view } = story;
  const { world, scene, repository } = place;
  const before = tipOf(place);
  const message = `${plan.title} (#${view.number})`;
  const files = changedFiles(plan, view.number, plan.title);
  const commit = commitTo(repository, "main", { message, committedAt: at, files });
  const squashed = { sha: commit.sha, message, committedAt: at, distinct: true, paths: Object.keys(files) };
  const closed = { ...view, closedAt: at, mergeCommitSha: commit.sha };
  world.emit("pull_request", pullRequestPayload(scene, "closed", closed, at));
  const push = {
    ref: "refs/heads/main",
    before,
    after: commit.sha,
    forced: false,
    pusher: plan.author,
    commits: [squashed],
  };
  world.emit("push", pushPayload(scene, push, at));
  analyseMain(place, at);
  if (plan.mergedAnyway === undefined) return;
  recordBypass(place, { before, after: commit.sha, actor: plan.author }, at);
  const { finding } = story;
  if (finding === null) return;
  world.schedule(at + 10 * MINUTE, (analysedAt) => {
    bringToMain(place, finding, commit.sha, analysedAt);
    const { fixedAfter } = plan.mergedAnyway ?? { fixedAfter: null };
    letCodeFindingLive(place, finding, fixedAfter === null ? {} : { fixedAfter }, analysedAt);
  });
}

function enqueue(story: Story, at: number): void {
  const { place, plan, view } = story;
  const { world, scene, repository } = place;
  const baseSha = tipOf(place);
  const commit = addCommit(repository, {
    parent: baseSha,
    message: `Merge #${view.number}`,
    committedAt: at,
  });
  const headBranch = `gh-readonly-queue/main/pr-${view.number}-${baseSha}`;
  const group = { headSha: commit.sha, headRef: `refs/heads/${headBranch}`, baseSha, sender: plan.author };
  world.emit("merge_group", mergeGroupPayload(scene, group, at));
  const checks = { headSha: commit.sha, headBranch, conclusions: {}, event: "merge_group", attempt: 1 };
  const done = runChecks(place, checks, at);
  world.schedule(done + MINUTE, (mergedAt) => merge(story, mergedAt));
}

/** Somebody else reviews it, then it is merged. `checkedAt`: when its checks are done. */
export function finish(story: Story, checkedAt: number): void {
  const { place, plan } = story;
  const { world, scene } = place;
  const reviewer = staff.find(({ id }) => id !== plan.author.id) ?? people.mira;
  const [least, most] = place.reviewHours;
  const reviewAt = story.readyAt + Math.floor((least + world.random() * (most - least)) * HOUR);
  world.schedule(reviewAt, (at) => {
    const review = { id: world.nextId(), reviewer, state: "approved" as const };
    world.emit("pull_request_review", reviewPayload(scene, story.view, review, at));
  });
  if (plan.leftOpen === true) return;
  // Over midnight, so that a day's work sees the pull request open.
  const mergeAt = checkedAt + 18 * HOUR + Math.floor(world.random() * 4 * HOUR);
  world.schedule(Math.max(mergeAt, reviewAt + HOUR), (at) =>
    place.mergeQueue ? enqueue(story, at) : merge(story, at),
  );
}
