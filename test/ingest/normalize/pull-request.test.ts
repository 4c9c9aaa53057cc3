import { describe, expect, test } from "vitest";
import { normalizeDelivery } from "../../../src/ingest/normalize.ts";
import type { NormalizedFacts } from "../../../src/ingest/normalized.ts";
import { sha } from "../../support/facts.ts";
import { pullRequestPayload, repositoryPayload } from "../../support/payloads.ts";

function factsOf(event: string, payload: unknown): NormalizedFacts {
  const normalized = normalizeDelivery(event, payload);
  if (normalized.outcome !== "facts") throw new Error(normalized.reason);
  return normalized;
}
const pull = (...given: Parameters<typeof pullRequestPayload>) =>
  factsOf("pull_request", pullRequestPayload(...given));
const at = (time: string) => Date.parse(`2026-11-09T${time}Z`);

describe("pull_request", () => {
  test.each([
    ["opened", at("10:00:00"), 1],
    ["reopened", at("10:05:00"), 1],
    ["ready_for_review", at("10:05:00"), 1],
    ["synchronize", at("10:05:00"), 1],
    ["converted_to_draft", at("10:05:00"), 0],
    ["closed", at("11:00:00"), 0],
    ["edited", at("10:05:00"), 0],
    ["labeled", at("10:05:00"), 0],
    ["enqueued", at("10:05:00"), 0],
    ["dequeued", at("10:05:00"), 0],
  ])("%s happens at GitHub's time of it and asks for %3$d evaluations", (action, occurredAt, evaluations) => {
    const { facts, jobs } = pull(action);
    expect(facts).toMatchObject([
      { subject: `pull-request:1:${action}:${sha("a1")}`, occurredAt, data: { action } },
    ]);
    expect(jobs).toHaveLength(evaluations);
  });

  test("asks for an evaluation of the head after the burst has passed", () => {
    expect(pull("opened").jobs).toEqual([
      {
        job: { kind: "evaluate-head", accountId: 1001, repositoryId: 2001, headSha: sha("a1"), force: false },
        afterMillis: 5000,
      },
    ]);
  });

  test("evaluates again when the base branch is another one", () => {
    const { facts, jobs } = pull("edited", {}, { changes: { base: { ref: { from: "develop" } } } });
    expect(facts[0]?.data).toMatchObject({ previousBaseRef: "develop" });
    expect(jobs).toHaveLength(1);
  });

  test("fault 27: a fork's pull request belongs to the repository that it is opened on", () => {
    const { facts, repositories } = pull("opened", {
      head: { sha: sha("f0"), ref: "main", repo: { id: 9999 } },
    });
    expect(facts).toMatchObject([
      { accountId: 1001, repositoryId: 2001, data: { headRepositoryId: 9999, headSha: sha("f0") } },
    ]);
    expect(repositories.map((seen) => seen.state.repositoryId)).toEqual([2001]);
  });

  test("a fork or an author that is gone is null", () => {
    const { facts } = pull("opened", { user: null, head: { sha: sha("f0"), ref: "x", repo: null } });
    expect(facts[0]?.data).toMatchObject({
      authorId: null,
      authorLogin: null,
      authorType: null,
      headRepositoryId: null,
    });
  });

  test("takes the merge commit only once merged, for before it is a trial merge", () => {
    expect(pull("opened").facts[0]?.data).toMatchObject({ merged: false, mergeCommitSha: null });
    expect(pull("closed", { merged: true }).facts[0]?.data).toMatchObject({
      merged: true,
      mergeCommitSha: sha("d0"),
    });
  });

  test("labels are a set: their order makes no second fact", () => {
    const withLabels = (...names: string[]) =>
      pull("labeled", { labels: names.map((name) => ({ name })) }).facts;
    expect(withLabels("b", "a")).toEqual(withLabels("a", "b"));
  });

  test("a payload from before drafts existed is of a ready pull request", () => {
    expect(pull("opened", { draft: undefined }).facts[0]?.data).toMatchObject({ draft: false });
  });

  test.each([
    ["closed", { closed_at: null }, "pull_request.closed_at"],
    ["synchronize", { updated_at: undefined }, "pull_request.updated_at"],
  ])("%s without its time is unusable, not dated by guess", (action, given, field) => {
    expect(normalizeDelivery("pull_request", pullRequestPayload(action, given))).toEqual({
      outcome: "unusable",
      reason: `GitHub's time of the event is missing: ${field}`,
    });
  });

  test("the repository is seen as new as the newest time in the payload", () => {
    const observed = (repository: object) =>
      pull("opened", {}, { repository: repositoryPayload({ ...repository }) }).repositories[0]?.observedAt;
    expect(observed({})).toBe(at("10:00:00"));
    expect(observed({ updated_at: "2026-11-09T12:00:00Z" })).toBe(at("12:00:00"));
  });

  test("a repository of an old shape is private or public by its flag, and the rest is not known", () => {
    const { repositories } = pull(
      "opened",
      {},
      { repository: repositoryPayload({ visibility: undefined, private: false, topics: undefined }) },
    );
    expect(repositories[0]?.state).toMatchObject({
      visibility: "public",
      topics: [],
      templateRepository: null,
      customProperties: null,
    });
  });
});

describe("pull_request_review", () => {
  const review = (action: string, given: object) => ({
    action,
    review: {
      id: 901,
      user: { id: 502, login: "grace", type: "User" },
      state: "approved",
      commit_id: sha("a1"),
      submitted_at: "2026-11-09T12:00:00Z",
      ...given,
    },
    pull_request: {
      number: 1,
      user: { id: 501, login: "ada", type: "User" },
      updated_at: "2026-11-09T13:00:00Z",
    },
    repository: repositoryPayload(),
  });

  test("happens when it was submitted", () => {
    expect(factsOf("pull_request_review", review("submitted", {})).facts).toMatchObject([
      { subject: "review:901:approved", occurredAt: at("12:00:00"), data: { pullRequestAuthorId: 501 } },
    ]);
  });

  test("is dismissed later than it was submitted", () => {
    const dismissed = (given: object) =>
      factsOf("pull_request_review", review("dismissed", { state: "dismissed", ...given })).facts;
    expect(dismissed({})).toMatchObject([{ subject: "review:901:dismissed", occurredAt: at("13:00:00") }]);
    expect(dismissed({ updated_at: "2026-11-09T12:30:00Z" })).toMatchObject([{ occurredAt: at("12:30:00") }]);
  });
});
