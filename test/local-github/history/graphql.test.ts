// GraphQL is as strict as GitHub's, and tells the same as REST of the demo's twelve weeks.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pluck, type Shown } from "../local-client.ts";
import { openPlayedStory, type PlayedStory } from "./played-story.ts";

let story: PlayedStory;
const place = "/repos/kestrel-works/payments-api";
const inRepository = (fields: string) =>
  `{ repository(owner: "kestrel-works", name: "payments-api") { ${fields} } }`;
const list = (items: unknown) => items as readonly Shown[];

beforeAll(async () => {
  story = await openPlayedStory({ pointsPerHour: 1_000_000 });
}, 60_000);
afterAll(() => story.github.stop());

describe("pull requests", () => {
  const fields = `
    number databaseId fullDatabaseId isDraft state headRefOid headRefName headRepository { databaseId } baseRefName
    baseRefOid merged mergedAt mergeCommit { oid } createdAt closedAt updatedAt
    author { login __typename ... on User { databaseId } ... on Bot { databaseId } }
    labels(first: 20) { nodes { name } }
    commits(last: 100) { totalCount nodes { commit { oid committedDate } } }
    reviews(first: 50) { nodes { fullDatabaseId state submittedAt author { login } commit { oid } } }
    timelineItems(first: 100, itemTypes: [READY_FOR_REVIEW_EVENT, CONVERT_TO_DRAFT_EVENT, CLOSED_EVENT, REOPENED_EVENT,
      MERGED_EVENT, HEAD_REF_FORCE_PUSHED_EVENT]) {
      nodes { __typename
        ... on ReadyForReviewEvent { createdAt } ... on ClosedEvent { createdAt } ... on MergedEvent { createdAt }
        ... on HeadRefForcePushedEvent { createdAt beforeCommit { oid } afterCommit { oid } }
      }
    }`;

  async function all(): Promise<Shown[]> {
    const found: Shown[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const text = `query ($after: String) ${inRepository(`pullRequests(first: 9, after: $after,
        orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { ${fields} } pageInfo { hasNextPage endCursor } }`)}`;
      const { data, errors } = await story.query(text, { after });
      expect(errors).toBeUndefined();
      const page = data.repository!.pullRequests!;
      found.push(...list(page.nodes));
      after = String(page.pageInfo!.endCursor);
      more = Boolean(page.pageInfo!.hasNextPage as unknown);
    }
    return found;
  }

  test("are told as REST tells them, in the same order, over pages", async () => {
    const told = await all();
    const rest = await story.all(`${place}/pulls?state=all&sort=updated&direction=desc&per_page=100`);
    const brief = told.map((one) => ({
      number: one.number,
      id: one.databaseId,
      draft: one.isDraft,
      head: [one.headRefOid, one.headRefName, one.headRepository!.databaseId],
      base: [one.baseRefName, one.baseRefOid],
      closed: one.closedAt,
      merged: one.mergedAt,
      updated: one.updatedAt,
      labels: pluck(one.labels!.nodes!, "name"),
      author: one.author!.databaseId,
    }));
    expect(brief).toEqual(
      rest.map(({ number, id, draft, head, base, closed_at, merged_at, updated_at, labels, user }) => ({
        number,
        id,
        draft,
        head: [head!.sha, head!.ref, head!.repo!.id],
        base: [base!.ref, base!.sha],
        closed: closed_at,
        merged: merged_at,
        updated: updated_at,
        labels: pluck(labels!, "name"),
        author: user!.id,
      })),
    );
    const bot = told.find(({ author }) => String(author!.__typename) === "Bot");
    expect(String(bot!.author!.login)).toBe("dependabot");
  });

  test("have the commits, reviews and events that REST has", async () => {
    const names: Record<string, string> = {
      ready_for_review: "ReadyForReviewEvent",
      closed: "ClosedEvent",
      merged: "MergedEvent",
      head_ref_force_pushed: "HeadRefForcePushedEvent",
    };
    for (const one of (await all()).slice(0, 30)) {
      const commits = await story.all(`${place}/pulls/${one.number}/commits?per_page=100`);
      expect(list(one.commits!.nodes).map(({ commit }) => commit!.oid)).toEqual(
        commits.map(({ sha }) => sha),
      );
      const reviews = await story.all(`${place}/pulls/${one.number}/reviews`);
      expect(pluck(one.reviews!.nodes!, "fullDatabaseId")).toEqual(reviews.map(({ id }) => String(id)));
      const timeline = await story.all(`${place}/issues/${one.number}/timeline?per_page=100`);
      const events = timeline.flatMap(({ event, created_at }) => {
        const name = names[String(event)];
        return name === undefined ? [] : [[name, created_at]];
      });
      expect(
        list(one.timelineItems!.nodes).map(({ __typename, createdAt }) => [__typename, createdAt]),
      ).toEqual(events);
    }
  });

  test("name both commits of a force-push, which REST does not", async () => {
    const forced = (await all()).flatMap(({ timelineItems }) =>
      list(timelineItems!.nodes).filter(({ beforeCommit }) => beforeCommit !== undefined),
    );
    expect(forced.length).toBeGreaterThan(0);
    const pushed = await story.all(`${place}/activity?activity_type=force_push&per_page=100`);
    const heads = pushed.map(({ before, after }) => `${before}..${after}`);
    for (const { beforeCommit, afterCommit } of forced) {
      expect(heads).toContain(`${beforeCommit!.oid}..${afterCommit!.oid}`);
    }
  });
});

test("checks of a commit are told as REST tells them, and the latest unless all are asked for", async () => {
  const rerun = story.deliveries.find(
    ({ event, payload }) =>
      event === "workflow_run" &&
      ((payload as unknown as Shown).workflow_run!.run_attempt as unknown as number) > 1 &&
      (payload.repository as { name: string }).name === "payments-api",
  );
  const sha = (rerun!.payload as unknown as Shown).workflow_run!.head_sha;
  const text = inRepository(`object(oid: "${sha}") { ... on Commit { oid status { contexts { context } }
    checkSuites(first: 20) { totalCount nodes { databaseId status conclusion updatedAt branch { name } app { slug databaseId }
      checkRuns(first: 50, filterBy: { checkType: ALL }) { totalCount nodes { databaseId name status conclusion startedAt
        completedAt permalink detailsUrl } } } } } }`);
  const { data, errors } = await story.query(text);
  expect(errors).toBeUndefined();
  const suites = list(data.repository!.object!.checkSuites!.nodes);
  const rest = (await story.get(`${place}/commits/${sha}/check-suites?per_page=100`)).body.check_suites;
  expect(suites.map(({ databaseId, updatedAt, branch }) => [databaseId, updatedAt, branch!.name])).toEqual(
    list(rest).map(({ id, updated_at, head_branch }) => [id, updated_at, head_branch]),
  );
  const runs = suites.flatMap(({ checkRuns }) => list(checkRuns!.nodes));
  const every = (await story.get(`${place}/commits/${sha}/check-runs?filter=all&per_page=100`)).body
    .check_runs;
  const brief = (id: unknown, conclusion: unknown, done: unknown) =>
    `${id} ${String(conclusion).toLowerCase()} ${done}`;
  expect(runs.map((run) => brief(run.databaseId, run.conclusion, run.completedAt)).toSorted()).toEqual(
    list(every)
      .map((run) => brief(run.id, run.conclusion, run.completed_at))
      .toSorted(),
  );
});

test("repositories are found by node id", async () => {
  const { body } = await story.get("/installation/repositories?per_page=100");
  const ids = [...pluck(body.repositories!, "node_id"), "nothing"];
  const text = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Repository { databaseId
    pullRequests(first: 1, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { updatedAt } } } }
    rateLimit { cost remaining } }`;
  const { data, errors } = await story.query(text, { ids });
  expect(
    list(data.nodes)
      .slice(0, -1)
      .map(({ databaseId }) => databaseId),
  ).toEqual(pluck(body.repositories!, "id"));
  expect(list(data.nodes).at(-1)).toBeNull();
  expect(errors).toEqual([expect.objectContaining({ type: "NOT_FOUND", path: ["nodes", ids.length - 1] })]);
});

describe("a query is refused", () => {
  test.each([
    [
      "that asks for a field that GitHub does not have",
      "nonsense",
      { extensions: { code: "undefinedField" } },
    ],
    [
      "that asks for more than a hundred at once",
      "pullRequests(first: 101) { totalCount }",
      { type: "EXCESSIVE_PAGINATION" },
    ],
    ["that does not say how many", "pullRequests { totalCount }", { type: "MISSING_PAGINATION_BOUNDARIES" }],
    [
      "with a cursor that is none",
      'pullRequests(first: 1, after: "x") { totalCount }',
      { type: "INVALID_CURSOR_ARGUMENTS" },
    ],
    [
      "that may find more than 500,000 nodes",
      "pullRequests(first: 100) { nodes { commits(first: 100) { nodes { commit { parents(first: 100) { totalCount } } } } } }",
      { type: "MAX_NODE_LIMIT_EXCEEDED" },
    ],
  ])("%s", async (_what, fields, expected) => {
    const { errors } = await story.query(inRepository(fields));
    expect(errors).toEqual([expect.objectContaining(expected)]);
  });

  test("for a repository that the installation does not see", async () => {
    const { data, errors } = await story.query('{ repository(owner: "heron-labs", name: "x") { name } }');
    expect([data, errors]).toEqual([{ repository: null }, [expect.objectContaining({ type: "NOT_FOUND" })]]);
  });

  test("loudly where the local GitHub has no answer", async () => {
    const before = story.github.unexpectedRequests.length;
    const { errors } = await story.query(inRepository("stargazerCount"));
    expect(String(errors?.[0]?.message)).toMatch(/no resolver for Repository.stargazerCount/);
    expect(story.github.unexpectedRequests.slice(before)).toEqual([
      { method: "QUERY", path: "Repository.stargazerCount" },
    ]);
  });
});
