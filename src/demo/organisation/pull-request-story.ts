// One pull request from its first head to its merge, with what can happen on the way: drafts, failures, force-pushes,
// re-runs, superseded runs, forks, the merge queue.
import { addCommit, addPullRequest } from "../../local-github/repository.ts";
import type { PullRequest } from "../../local-github/state.ts";
import { type PullRequestView, pullRequestPayload } from "../payloads/pull-requests.ts";
import { pushPayload } from "../payloads/pushes.ts";
import { fixCodeFinding, openCodeFinding } from "./finding-story.ts";
import { finish } from "./merge-story.ts";
import { HOUR, MINUTE, type Place, tipOf } from "./place.ts";
import { type RanChecks, runChecks } from "./run-checks.ts";
import { changedFiles, type PullRequestPlan, type Story } from "./story.ts";

const SECOND = 1000;

const conclusionsOf = (names: readonly string[], conclusion: string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, conclusion]));

/** A new head: on the one before, or (force-push) beside it. */
function pushHead(story: Story, message: string, at: number, forced: boolean): void {
  const { place, plan, local } = story;
  const { world, scene, repository } = place;
  const before = story.view.headSha;
  const parent = forced ? story.view.baseSha : before;
  const files = changedFiles(plan, story.view.number, message);
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
  // GitHub notes on the pull request a moment later now and then.
  const notedAt = at + (story.view.number % 3) * SECOND;
  world.emit("pull_request", pullRequestPayload(scene, "synchronize", story.view, notedAt, before));
}

const refOf = ({ view }: Story): string => `refs/pull/${view.number}/merge`;

/** A failing CodeQL has found something, unless a re-run alone makes it pass. */
function findWhatFailed(story: Story, at: number): void {
  const { place, plan } = story;
  const rule = place.codeRules[story.view.number % Math.max(1, place.codeRules.length)];
  if (rule === undefined || plan.mended === "rerun" || !plan.failing.includes("CodeQL")) return;
  place.world.schedule(at, (foundAt) => {
    story.finding = openCodeFinding(place, rule, refOf(story), story.view.headSha, foundAt);
  });
}

function mend(story: Story, ran: RanChecks): void {
  const { place, plan } = story;
  const failedAt = ran.endedAt;
  findWhatFailed(story, failedAt);
  if (plan.mergedAnyway !== undefined) {
    finish(story, failedAt);
    return;
  }
  const head = () => ({
    headSha: story.view.headSha,
    headBranch: plan.fork === true ? null : story.view.headRef,
    event: "pull_request",
  });
  if (plan.mended === "rerun") {
    place.world.schedule(failedAt + 20 * MINUTE, (at) => {
      const conclusions = conclusionsOf(plan.failing, "success");
      finish(story, runChecks(place, { ...head(), conclusions, again: ran }, at).endedAt);
    });
    return;
  }
  place.world.schedule(failedAt + HOUR + Math.floor(place.world.random() * 2 * HOUR), (at) => {
    pushHead(story, `Mend: ${plan.title}`, at, plan.mended === "force-push");
    const done = runChecks(place, { ...head(), conclusions: {} }, at).endedAt;
    place.world.schedule(done, (fixedAt) => {
      const { finding, view } = story;
      if (finding !== null) fixCodeFinding(place, finding, refOf(story), view.headSha, fixedAt);
    });
    finish(story, done);
  });
}

function evaluate(story: Story, at: number): void {
  const { place, plan } = story;
  const headBranch = plan.fork === true ? null : story.view.headRef;
  const run = (conclusions: Record<string, string>, from: number) =>
    runChecks(place, { headSha: story.view.headSha, headBranch, conclusions, event: "pull_request" }, from);
  const outcomes = conclusionsOf(plan.failing, "failure");
  const end = (ran: RanChecks) => {
    if (plan.failing.length > 0) mend(story, ran);
    else finish(story, ran.endedAt);
  };
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
      end(run(outcomes, next));
    });
    return;
  }
  end(run(outcomes, at));
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
    const files = changedFiles(plan, number, `${plan.title}, first try`);
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
      labels: plan.labels ?? [],
    };
    const story: Story = { place, plan, local, view, readyAt: at, finding: null };
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
      story.readyAt = readyAt;
      world.emit("pull_request", pullRequestPayload(scene, "ready_for_review", story.view, readyAt));
      evaluate(story, readyAt);
    });
  });
}
