// What the routes of history answer, after the demo's twelve weeks, is held against GitHub's description and against the deliveries.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pluck, type Shown } from "../local-client.ts";
import { openPlayedStory, type PlayedStory } from "./played-story.ts";

let story: PlayedStory;
const place = "/repos/kestrel-works/payments-api";

beforeAll(async () => {
  story = await openPlayedStory();
}, 60_000);
afterAll(async () => {
  expect(story.github.requests.flatMap(({ answerProblems }) => answerProblems)).toEqual([]);
  expect(story.github.requests.flatMap(({ unknownNames }) => unknownNames)).toEqual([]);
  expect(story.github.unexpectedRequests).toEqual([]);
  await story.github.stop();
});

const sent = (event: string, action?: string): Shown[] =>
  story.deliveries
    .filter((one) => one.event === event && (action === undefined || one.payload.action === action))
    .map(({ payload }) => payload as unknown as Shown)
    .filter((payload) => payload.repository?.name === ("payments-api" as unknown));

describe("pull requests", () => {
  test("are all listed, last updated first, each as its last delivery showed it", async () => {
    const listed = await story.all(`${place}/pulls?state=all&sort=updated&direction=desc&per_page=7`);
    const opened = sent("pull_request", "opened");
    expect(pluck(listed as unknown as Shown, "number").toSorted()).toEqual(
      opened.map(({ number }) => number).toSorted(),
    );
    const updated = listed.map(({ updated_at }) => String(updated_at));
    expect(updated).toEqual(updated.toSorted().toReversed());
    for (const closed of sent("pull_request", "closed")) {
      const found = listed.find(({ number }) => number === closed.number);
      expect(found).toMatchObject({
        state: "closed",
        merged_at: closed.pull_request!.merged_at,
        merge_commit_sha: closed.pull_request!.merge_commit_sha,
        head: { sha: closed.pull_request!.head!.sha, repo: { id: closed.pull_request!.head!.repo!.id } },
      });
    }
  });

  test("are listed open, by base and by head, created last first", async () => {
    const open = await story.all(`${place}/pulls`);
    expect(open.every(({ state }) => String(state) === "open")).toBe(true);
    const created = open.map(({ created_at }) => String(created_at));
    expect(created).toEqual(created.toSorted().toReversed());
    expect(await story.all(`${place}/pulls?base=other&state=all`)).toEqual([]);
    const one = (await story.all(`${place}/pulls?state=all&head=kestrel-works:change-1`))[0];
    expect(one?.head).toMatchObject({ ref: "change-1" });
  });

  test("tell their commits, reviews and events", async () => {
    const closed = sent("pull_request", "closed").map(({ number }) => Number(number));
    const forced: unknown[] = [];
    for (const number of closed.slice(0, 25)) {
      const { body } = await story.get(`${place}/pulls/${number}`);
      const commits = await story.all(`${place}/pulls/${number}/commits`);
      expect(commits.length).toBe(Number(body.commits));
      expect(commits.at(-1)?.sha).toBe(body.head!.sha);
      const reviews = await story.all(`${place}/pulls/${number}/reviews`);
      const told = sent("pull_request_review").filter((one) => Number(one.pull_request!.number) === number);
      expect(reviews.map(({ id }) => id)).toEqual(told.map(({ review }) => review!.id));
      const timeline = await story.all(`${place}/issues/${number}/timeline`);
      const events = timeline.map(({ event }) => String(event));
      expect(events.filter((name) => name === "merged")).toHaveLength(1);
      expect(events.filter((name) => name === "closed")).toHaveLength(1);
      expect(events.filter((name) => name === "reviewed")).toHaveLength(reviews.length);
      const ready = sent("pull_request", "ready_for_review").filter((one) => Number(one.number) === number);
      expect(events.filter((name) => name === "ready_for_review")).toHaveLength(ready.length);
      forced.push(...timeline.filter(({ event }) => String(event) === "head_ref_force_pushed"));
    }
    expect(forced.length).toBeGreaterThan(0);
    expect((await story.get(`${place}/pulls/99999`)).status).toBe(404);
  });
});

describe("branches", () => {
  test("tell each push once, newest first, over pages", async () => {
    const listed = await story.all(`${place}/activity?per_page=10`);
    const told = sent("push").filter(({ ref }) => String(ref).startsWith("refs/heads/"));
    expect(listed.map(({ before, after }) => `${before}..${after}`).toSorted()).toEqual(
      told.map(({ before, after }) => `${before}..${after}`).toSorted(),
    );
    const times = listed.map(({ timestamp }) => String(timestamp));
    expect(times).toEqual(times.toSorted().toReversed());
    const kinds = new Set(pluck(listed as unknown as Shown, "activity_type"));
    expect([...kinds].toSorted()).toEqual(["branch_creation", "force_push", "pr_merge", "push"]);
  });

  test("are asked for alone, and for a period", async () => {
    const main = await story.all(`${place}/activity?ref=refs/heads/main&time_period=week`);
    expect(main.length).toBeGreaterThan(0);
    for (const { ref, timestamp } of main) {
      expect(String(ref)).toBe("refs/heads/main");
      expect(Date.parse(String(timestamp))).toBeGreaterThan(story.endsAt - 8 * 86_400_000);
    }
    expect(await story.all(`${place}/activity?ref=main&time_period=week`)).toEqual(main);
  });

  test("list commits within a time, newest first", async () => {
    const since = "2026-11-01T00:00:00Z";
    const commits = await story.all(`${place}/commits?sha=main&since=${since}&per_page=20`);
    expect(commits.length).toBeGreaterThan(5);
    const times = commits.map(({ commit }) => String(commit!.committer!.date));
    expect(times).toEqual(times.toSorted().toReversed());
    expect(times.every((at) => at >= since)).toBe(true);
    expect((await story.get(`${place}/commits?sha=nowhere`)).status).toBe(404);
  });
});

describe("checks", () => {
  test("tell every run of a commit, and the last of each name", async () => {
    const rerun = sent("workflow_run").find(({ workflow_run }) => Number(workflow_run!.run_attempt) > 1);
    const sha = String(rerun!.workflow_run!.head_sha);
    const told = sent("check_run", "completed").filter((one) => String(one.check_run!.head_sha) === sha);
    const every = (await story.get(`${place}/commits/${sha}/check-runs?filter=all&per_page=100`)).body;
    const ids = told.map(({ check_run }) => Number(check_run!.id)).toSorted();
    expect(pluck(every.check_runs!, "id").toSorted()).toEqual(ids);
    const latest = (await story.get(`${place}/commits/${sha}/check-runs`)).body;
    const names = pluck(latest.check_runs!, "name");
    expect(new Set(names).size).toBe(names.length);
    expect(Number(latest.total_count)).toBeLessThan(Number(every.total_count));
    expect(pluck(latest.check_runs!, "conclusion")).not.toContain("failure");

    const { body } = await story.get(`${place}/commits/${sha}/check-suites`);
    const suites = sent("check_suite").filter((one) => String(one.check_suite!.head_sha) === sha);
    // A re-run goes on in the suite that was there.
    const suiteIds = suites.map(({ check_suite }) => Number(check_suite!.id));
    expect(new Set(suiteIds).size).toBeLessThan(suiteIds.length);
    expect(pluck(body.check_suites!, "id").toSorted()).toEqual([...new Set(suiteIds)].toSorted());
    expect(new Set(pluck(body.check_suites!, "status"))).toEqual(new Set(["completed"]));
  });

  test("tell the statuses of a commit", async () => {
    const [status] = sent("status");
    const listed = await story.all(`${place}/commits/${status?.sha}/statuses`);
    expect(listed[0]).toMatchObject({ id: status?.id, context: status?.context, state: status?.state });
  });

  test("tell workflow runs of a span, and each attempt", async () => {
    const day = "2026-11-04T00:00:00Z..2026-11-10T23:59:59Z";
    const { body } = await story.get(`${place}/actions/runs?created=${day}&per_page=100`);
    const told = sent("workflow_run").filter(({ workflow_run }) => {
      const at = String(workflow_run!.created_at);
      return at >= "2026-11-04" && at < "2026-11-11";
    });
    expect(pluck(body.workflow_runs!, "id").toSorted()).toEqual(
      [...new Set(told.map(({ workflow_run }) => Number(workflow_run!.id)))].toSorted(),
    );
    const [run] = told;
    const { id, run_attempt } = run!.workflow_run!;
    const attempt = await story.get(`${place}/actions/runs/${id}/attempts/${run_attempt}`);
    expect(attempt.body).toMatchObject({ id, head_sha: run!.workflow_run!.head_sha });
    expect((await story.get(`${place}/actions/runs/${id}/attempts/9`)).status).toBe(404);

    const again = sent("workflow_run").find(({ workflow_run }) => Number(workflow_run!.run_attempt) === 2)!;
    const run2 = `${place}/actions/runs/${again.workflow_run!.id}`;
    expect((await story.get(run2)).body).toMatchObject({ run_attempt: 2, conclusion: "success" });
    const first = await story.get(`${run2}/attempts/1`);
    expect(first.body).toMatchObject({ run_attempt: 1, conclusion: "failure" });
  });
});

test("an installation's repositories are those it was given", async () => {
  const { body } = await story.get("/installation/repositories?per_page=100");
  expect(pluck(body.repositories!, "id").toSorted()).toEqual(
    story.repositories.map(({ id }) => id).toSorted(),
  );
});
