// How a pull request ends: reviewed by somebody else, then merged, through the queue, or against the rules.
import { addCommit, commitTo } from "../../local-github/repository.ts";
import { mergeGroupPayload } from "../payloads/checks.ts";
import { pullRequestPayload, reviewPayload } from "../payloads/pull-requests.ts";
import { pushPayload } from "../payloads/pushes.ts";
import { bringToMain, letCodeFindingLive } from "./finding-story.ts";
import { recordBypass } from "./governance-story.ts";
import { analyseMain, HOUR, MINUTE, type Place, people, staff, tipOf } from "./place.ts";
import { runChecks } from "./run-checks.ts";
import { changedFiles, type Story } from "./story.ts";

/** Its commit on the default branch, with the files that it brings. */
function mergeCommitOf({ plan, view }: Story, at: number) {
  const files = changedFiles(plan, view.number, plan.title);
  return { message: `${plan.title} (#${view.number})`, committedAt: at, files };
}

function merge(story: Story, at: number): void {
  const { repository } = story.place;
  const before = tipOf(story.place);
  const commit = mergeCommitOf(story, at);
  tellMerge(story, before, { ...commit, sha: commitTo(repository, "main", commit).sha }, at);
}

interface Merged {
  readonly sha: string;
  readonly message: string;
  readonly committedAt: number;
  readonly files: Readonly<Record<string, string>>;
}

/** The default branch has moved from `before` to the commit. */
function tellMerge(story: Story, before: string, commit: Merged, at: number): void {
  const { place, plan, view } = story;
  const { world, scene } = place;
  const { sha, message, committedAt, files } = commit;
  const squashed = { sha, message, committedAt, distinct: true, paths: Object.keys(files) };
  const closed = { ...view, closedAt: at, mergeCommitSha: sha };
  world.emit("pull_request", pullRequestPayload(scene, "closed", closed, at));
  const ref = "refs/heads/main";
  const push = { ref, before, after: sha, forced: false, pusher: plan.author, commits: [squashed] };
  world.emit("push", pushPayload(scene, push, at));
  analyseMain(place, at);
  if (plan.mergedAnyway === undefined) return;
  recordBypass(place, { before, after: sha, actor: plan.author }, at);
  const { finding } = story;
  if (finding === null) return;
  world.schedule(at + 10 * MINUTE, (analysedAt) => {
    bringToMain(place, finding, sha, analysedAt);
    const { fixedAfter } = plan.mergedAnyway ?? { fixedAfter: null };
    letCodeFindingLive(place, finding, fixedAfter === null ? {} : { fixedAfter }, analysedAt);
  });
}

function enqueue(story: Story, at: number): void {
  const { world, scene } = story.place;
  world.emit("pull_request", pullRequestPayload(scene, "enqueued", story.view, at));
  testGroup(story, at);
}

/** The queue tests what the default branch would become, anew whenever it has moved meanwhile, and then moves it there. */
function testGroup(story: Story, at: number): void {
  const { place, plan, view } = story;
  const { world, scene, repository } = place;
  const baseSha = tipOf(place);
  const made = mergeCommitOf(story, at);
  const commit = { ...made, sha: addCommit(repository, { ...made, parent: baseSha }).sha };
  const headBranch = `gh-readonly-queue/main/pr-${view.number}-${baseSha}`;
  const group = { headSha: commit.sha, headRef: `refs/heads/${headBranch}`, baseSha, sender: plan.author };
  world.emit("merge_group", mergeGroupPayload(scene, group, at));
  const checks = { headSha: commit.sha, headBranch, conclusions: {}, event: "merge_group" };
  const { endedAt } = runChecks(place, checks, at);
  world.schedule(endedAt + MINUTE, (testedAt) => {
    const stands = tipOf(place) === baseSha;
    const reason = stands ? "merged" : "invalidated";
    world.emit("merge_group", mergeGroupPayload(scene, group, testedAt, reason));
    if (!stands) {
      testGroup(story, testedAt);
      return;
    }
    moveMain(place, commit);
    world.emit("pull_request", pullRequestPayload(scene, "dequeued", view, testedAt));
    tellMerge(story, baseSha, commit, testedAt);
  });
}

function moveMain({ repository }: Place, { sha, committedAt }: Merged): void {
  repository.branches.set(repository.defaultBranch, sha);
  repository.pushedAt = Math.max(repository.pushedAt, committedAt);
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
