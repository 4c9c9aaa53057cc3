// One pull request from its first head to its merge, with what can happen on the way: drafts, failures, force-pushes,
// re-runs, superseded runs, forks, the merge queue.
import { addCommit, addPullRequest, commitTo } from "../../local-github/repository.ts";
import type { PullRequest } from "../../local-github/state.ts";
import { mergeGroupPayload } from "../payloads/checks.ts";
import { type PullRequestView, pullRequestPayload, reviewPayload } from "../payloads/pull-requests.ts";
import { pushPayload } from "../payloads/pushes.ts";
import type { Person } from "../payloads/scene.ts";
import { HOUR, MINUTE, type Place, people, staff, tipOf } from "./place.ts";
import { runChecks } from "./run-checks.ts";

export interface PullRequestPlan {
  readonly title: string;
  readonly author: Person;
  /** Security checks that fail on the first head. */
  readonly failing: readonly string[];
  /** What ends the failure: a further commit, a force-push, or only a re-run on the same commit. */
  readonly mended: "commit" | "force-push" | "rerun";
  readonly draft?: boolean;
  readonly fork?: boolean;
  /** The first head is superseded before its checks conclude. */
  readonly superseded?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  /** Still open at the end of the story. */
  readonly leftOpen?: boolean;
}

interface Story {
  readonly place: Place;
  readonly plan: PullRequestPlan;
  readonly local: PullRequest;
  view: PullRequestView;
}

const conclusionsOf = (names: readonly string[], conclusion: string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, conclusion]));

/** A new head: on the one before, or (force-push) beside it. */
function pushHead(story: Story, message: string, at: number, forced: boolean): void {
  const { place, plan, local } = story;
  const { world, scene, repository } = place;
  const before = story.view.headSha;
  const parent = forced ? story.view.baseSha : before;
  const files = { [`src/change-${story.view.number}.ts`]: `// ${message}\n`, ...plan.files };
  const commit = addCommit(repository, { parent, message, committedAt: at - MINUTE, files });
  repository.branches.set(story.view.headRef, commit.sha);
  local.headSha = commit.sha;
  story.view = { ...story.view, headSha: commit.sha, commits: forced ? 1 : story.view.commits + 1 };
  if (plan.fork !== true) {
    const ref = `refs/heads/${story.view.headRef}`;
    const pushed = {
      sha: commit.sha,
      message,
      committedAt: at - MINUTE,
      distinct: true,
      paths: Object.keys(files),
    };
    world.emit(
      "push",
      pushPayload(
        scene,
        { ref, before, after: commit.sha, forced, pusher: plan.author, commits: [pushed] },
        at,
      ),
    );
  }
  world.emit("pull_request", pullRequestPayload(scene, "synchronize", story.view, at, before));
}

function merge(story: Story, at: number): void {
  const { place, plan, view } = story;
  const { world, scene, repository } = place;
  const before = tipOf(place);
  const message = `${plan.title} (#${view.number})`;
  const files = { [`src/change-${view.number}.ts`]: `// ${plan.title}\n`, ...plan.files };
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

function finish(story: Story, readyAt: number): void {
  const { place, plan } = story;
  const { world, scene } = place;
  const reviewer = staff.find(({ id }) => id !== plan.author.id) ?? people.mira;
  world.schedule(readyAt + HOUR + Math.floor(world.random() * 3 * HOUR), (at) => {
    const review = { id: world.nextId(), reviewer, state: "approved" as const };
    world.emit("pull_request_review", reviewPayload(scene, story.view, review, at));
  });
  if (plan.leftOpen === true) return;
  // Over midnight, so that a day's work sees the pull request open.
  const mergeAt = readyAt + 18 * HOUR + Math.floor(world.random() * 4 * HOUR);
  world.schedule(mergeAt, (at) => (place.mergeQueue ? enqueue(story, at) : merge(story, at)));
}

function mend(story: Story, failedAt: number): void {
  const { place, plan } = story;
  const head = () => ({
    headSha: story.view.headSha,
    headBranch: plan.fork === true ? null : story.view.headRef,
    event: "pull_request",
  });
  if (plan.mended === "rerun") {
    place.world.schedule(failedAt + 20 * MINUTE, (at) => {
      const conclusions = conclusionsOf(plan.failing, "success");
      finish(story, runChecks(place, { ...head(), conclusions, attempt: 2 }, at));
    });
    return;
  }
  place.world.schedule(failedAt + HOUR + Math.floor(place.world.random() * 2 * HOUR), (at) => {
    pushHead(story, `Mend: ${plan.title}`, at, plan.mended === "force-push");
    finish(story, runChecks(place, { ...head(), conclusions: {}, attempt: 1 }, at));
  });
}

function evaluate(story: Story, at: number): void {
  const { place, plan } = story;
  const headBranch = plan.fork === true ? null : story.view.headRef;
  const run = (conclusions: Record<string, string>, from: number) =>
    runChecks(
      place,
      { headSha: story.view.headSha, headBranch, conclusions, event: "pull_request", attempt: 1 },
      from,
    );
  const outcomes = conclusionsOf(plan.failing, "failure");
  if (plan.superseded === true) {
    run(
      conclusionsOf(
        place.checks.map(({ name }) => name),
        "cancelled",
      ),
      at,
    );
    place.world.schedule(at + 5 * MINUTE, (next) => {
      pushHead(story, `More: ${plan.title}`, next, false);
      const done = run(outcomes, next);
      if (plan.failing.length > 0) mend(story, done);
      else finish(story, done);
    });
    return;
  }
  const done = run(outcomes, at);
  if (plan.failing.length > 0) mend(story, done);
  else finish(story, done);
}

/** Opens a pull request at `at` and lets it run its course. Returns nothing: everything happens in the world. */
export function schedulePullRequest(place: Place, plan: PullRequestPlan, at: number): void {
  const { world, scene, repository } = place;
  world.schedule(at, () => {
    const number = place.nextNumber;
    place.nextNumber += 1;
    const baseSha = tipOf(place);
    const headRef =
      plan.author.type === "Bot" ? `dependabot/npm_and_yarn/package-${number}` : `change-${number}`;
    const files = { [`src/change-${number}.ts`]: `// ${plan.title}, first try\n`, ...plan.files };
    const commit = addCommit(repository, {
      parent: baseSha,
      message: plan.title,
      committedAt: at - MINUTE,
      files,
    });
    const id = world.nextId();
    const local: PullRequest = { number, id, baseRef: "main", baseSha, headRef, headSha: commit.sha };
    addPullRequest(repository, local);
    const fork = plan.fork === true ? { id: repository.id + 5_000, owner: plan.author } : null;
    const view: PullRequestView = {
      number,
      id,
      title: plan.title,
      author: plan.author,
      headRef,
      headSha: commit.sha,
      baseSha,
      fork,
      draft: plan.draft === true,
      createdAt: at,
      closedAt: null,
      mergeCommitSha: null,
      commits: 1,
    };
    const story: Story = { place, plan, local, view };
    if (fork === null) {
      repository.branches.set(headRef, commit.sha);
      const pushed = {
        sha: commit.sha,
        message: plan.title,
        committedAt: at - MINUTE,
        distinct: true,
        paths: Object.keys(files),
      };
      const push = {
        ref: `refs/heads/${headRef}`,
        before: null,
        after: commit.sha,
        forced: false,
        pusher: plan.author,
        commits: [pushed],
      };
      world.emit("push", pushPayload(scene, push, at));
    }
    world.emit("pull_request", pullRequestPayload(scene, "opened", view, at));
    if (plan.draft !== true) {
      evaluate(story, at);
      return;
    }
    world.schedule(at + 40 * MINUTE, (readyAt) => {
      story.view = { ...story.view, draft: false };
      world.emit("pull_request", pullRequestPayload(scene, "ready_for_review", story.view, readyAt));
      evaluate(story, readyAt);
    });
  });
}
