// The recorder keeps what payloads tell, in any order and however often, of the demo's deliveries and of GitHub's published examples.
import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildOrganisation } from "../../../src/demo/organisation/build.ts";
import { checkRunsOn, checkSuitesOn, statusesOn } from "../../../src/local-github/history/checks-on.ts";
import { activityOf, commitsBetween } from "../../../src/local-github/history/commits.ts";
import { pullRequestNow } from "../../../src/local-github/history/pull-request-now.ts";
import { recordDelivery } from "../../../src/local-github/history/recorder.ts";
import { addRepository } from "../../../src/local-github/repository.ts";
import { type LocalState, makeState, type Repository } from "../../../src/local-github/state.ts";
import { NOW, organisation } from "../local-client.ts";

const stateAt = (): LocalState => makeState({ id: 11, slug: "x", name: "X" }, () => NOW);

/** All that can be asked of a repository's past. */
function everythingOf(state: LocalState, repository: Repository): unknown {
  const { history } = repository;
  const byId = <T extends { id: number }>(items: Iterable<T>) => [...items].sort((a, b) => a.id - b.id);
  return {
    pullRequests: byId(history.pullRequests.values()).map((one) => pullRequestNow(repository, one)),
    activity: activityOf(repository),
    checks: [...history.byCommit.keys()]
      .sort()
      .map((sha) => [
        checkRunsOn(state, repository, sha),
        checkSuitesOn(state, repository, sha),
        statusesOn(repository, sha),
      ]),
    runs: byId(
      [...history.workflowRuns.values()].flatMap((attempts) =>
        [...attempts.values()].sort((a, b) => a.attempt - b.attempt),
      ),
    ),
    commits: [...history.commits.values()].sort((a, b) => (a.sha < b.sha ? -1 : 1)),
  };
}

describe("the demo's deliveries", () => {
  const told = buildOrganisation(stateAt(), { endsAt: NOW, seed: 5 }).world.runUntil(NOW - 60 * 86_400_000);
  const ids = [...new Set(told.map(({ payload }) => (payload.repository as { id: number } | undefined)?.id))];

  /** Repositories of their own, whose commits nobody has made: all that is known is what payloads tell. */
  function record(deliveries: typeof told): unknown {
    const state = stateAt();
    const repositories = ids.flatMap((id) =>
      id === undefined
        ? []
        : addRepository(state, {
            id,
            owner: organisation,
            name: `r${id}`,
            visibility: "private",
            createdAt: 0,
          }),
    );
    for (const { event, payload } of deliveries) recordDelivery(state, event, payload);
    return repositories.map((repository) => everythingOf(state, repository));
  }

  test("tell the same in any order and when they come twice", () => {
    const expected = record(told);
    expect(JSON.stringify(expected).length).toBeGreaterThan(100_000);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(told, { minLength: told.length }),
        fc.subarray(told),
        (mixed, again) => {
          expect(record([...mixed, ...again])).toEqual(expected);
        },
      ),
      { numRuns: 5 },
    );
  });
});

test("published examples are read without harm, and tell pull requests, pushes and checks", () => {
  const events: { name: string; examples: Record<string, unknown>[] }[] = createRequire(import.meta.url)(
    "@octokit/webhooks-examples",
  );
  const state = stateAt();
  for (const { examples } of events) {
    for (const { repository } of examples) {
      const { id, name } = (repository ?? {}) as { id?: number; name?: string };
      if (id === undefined || name === undefined || state.repositories.has(id)) continue;
      addRepository(state, { id, owner: organisation, name, visibility: "private", createdAt: 0 });
    }
  }
  for (const { name, examples } of events) {
    for (const payload of examples) recordDelivery(state, name, payload);
  }
  const all = [...state.repositories.values()];
  const count = (of: (repository: Repository) => number) => all.reduce((sum, one) => sum + of(one), 0);
  expect(count(({ history }) => history.pullRequests.size)).toBeGreaterThan(0);
  expect(count(({ history }) => history.activity.size)).toBeGreaterThan(0);
  expect(count(({ history }) => history.checkRuns.size)).toBeGreaterThan(0);
  expect(count(({ history }) => history.statuses.size)).toBeGreaterThan(0);
  expect(count(({ history }) => history.workflowRuns.size)).toBeGreaterThan(0);
  expect(() => all.map((repository) => everythingOf(state, repository))).not.toThrow();
});

describe("a pull request that only payloads tell of", () => {
  const sha = (digit: string) => digit.repeat(40);
  const user = { id: 7, login: "mira", type: "User" };
  const at = (minute: number) => `2026-11-10T10:${String(minute).padStart(2, "0")}:00Z`;

  function open() {
    const state = stateAt();
    const made = {
      id: 41,
      owner: organisation,
      name: "billing",
      visibility: "private",
      createdAt: 0,
    } as const;
    return { state, repository: addRepository(state, made) };
  }
  const pullRequest = (head: string, minute: number, more: object = {}) => ({
    ...{ id: 900, number: 3, title: "t", state: "open", draft: false, user, labels: [], commits: 1 },
    created_at: at(0),
    updated_at: at(minute),
    head: { ref: "change", sha: sha(head), repo: { id: 41, name: "billing", owner: user } },
    base: { ref: "main", sha: sha("0b") },
    ...more,
  });
  const tell = (state: LocalState, action: string, shown: object, more: object = {}) =>
    recordDelivery(state, "pull_request", {
      action,
      pull_request: shown,
      repository: { id: 41 },
      sender: user,
      ...more,
    });

  test("was force-pushed where its head brought no commit more, or its branch says so", () => {
    const { state, repository } = open();
    tell(state, "opened", pullRequest("a", 0));
    tell(state, "synchronize", pullRequest("b", 1, { commits: 2 }), { before: sha("a"), after: sha("b") });
    tell(state, "synchronize", pullRequest("c", 2, { commits: 2 }), { before: sha("b"), after: sha("c") });
    tell(state, "synchronize", pullRequest("d", 3, { commits: 9 }), { before: sha("c"), after: sha("d") });
    const push = { ref: "refs/heads/change", before: sha("c"), after: sha("d"), forced: true, commits: [] };
    recordDelivery(state, "push", { ...push, repository: { id: 41, pushed_at: Date.parse(at(3)) / 1000 } });
    const now = pullRequestNow(repository, repository.history.pullRequests.get(3)!)!;
    expect(now.happenings).toMatchObject([
      { kind: "force_pushed", at: Date.parse(at(2)), before: sha("b"), after: sha("c") },
      { kind: "force_pushed", at: Date.parse(at(3)), before: sha("c"), after: sha("d") },
    ]);
    expect(now.headSha).toBe(sha("d"));
  });

  test("changed its base, waited in the queue, and was dismissed a review", () => {
    const { state, repository } = open();
    tell(state, "edited", pullRequest("a", 1), { changes: { base: { ref: { from: "next" } } } });
    tell(state, "edited", pullRequest("a", 2), { changes: { title: { from: "old" } } });
    tell(state, "enqueued", pullRequest("a", 3));
    tell(state, "dequeued", pullRequest("a", 4));
    const review = { id: 5, user, state: "dismissed", submitted_at: at(2), commit_id: sha("a") };
    const shown = { review, pull_request: pullRequest("a", 5), repository: { id: 41 }, sender: user };
    recordDelivery(state, "pull_request_review", { action: "dismissed", ...shown });
    const submitted = { ...shown, review: { ...review, state: "approved" } };
    recordDelivery(state, "pull_request_review", { action: "submitted", ...submitted });
    const now = pullRequestNow(repository, repository.history.pullRequests.get(3)!)!;
    expect(now.happenings).toMatchObject([
      { kind: "base_changed", from: "next", to: "main" },
      { kind: "enqueued", at: Date.parse(at(3)) },
      { kind: "dequeued" },
      { kind: "review_dismissed", at: Date.parse(at(5)), review: { submittedState: "approved" } },
    ]);
  });

  test("has the commits that its branch's pushes list, oldest first", () => {
    const { state, repository } = open();
    const commit = (digit: string, minute: number) => ({
      id: sha(digit),
      message: digit,
      timestamp: at(minute),
    });
    const push = (before: string, after: string, commits: object[], more: object = {}) =>
      recordDelivery(state, "push", {
        ...{ ref: "refs/heads/change", before: sha(before), after: sha(after), commits, ...more },
        repository: { id: 41, pushed_at: Date.parse(at(9)) / 1000 },
      });
    push("b", "d", [commit("c", 3), commit("d", 3)]);
    push("0", "b", [commit("a", 1), commit("b", 2)], { created: true });
    expect(commitsBetween(repository, sha("e"), sha("d")).map(({ message }) => message)).toEqual([
      "a",
      "b",
      "c",
      "d",
    ]);
    expect(commitsBetween(repository, sha("b"), sha("d")).map(({ message }) => message)).toEqual(["c", "d"]);
  });
});
