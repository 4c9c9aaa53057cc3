// GraphQL answers 200 whatever it refuses. What each refusal means, and when REST is asked in its place.
import nock from "nock";
import { describe, expect, it } from "vitest";
import { RateLimited, Transient } from "../../../../src/github/errors.ts";
import {
  answerOnlyByNock,
  api,
  apiOrigin,
  gatewayNow,
  repository,
  testGateway,
} from "../../../support/octokit.ts";
import { serveGraphql } from "./made-by-graphql.ts";
import { servePullsByRest } from "./made-by-rest.ts";
import { madePull, madePulls, shaOf } from "./made-past.ts";

const errors = (...listed: object[]) => ({
  // A part of an answer is not the whole.
  data: { repository: { pullRequests: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } } },
  errors: listed,
});
const answering = (status: number, body: object, headers: Record<string, string> = {}) =>
  nock(apiOrigin).post("/api/graphql").reply(status, body, headers);
const one = [madePull({ number: 7 })];
const found = { seen: { items: [expect.objectContaining({ number: 7 })], next: null } };

describe("refusals of GraphQL", () => {
  answerOnlyByNock();

  it.each([
    ["FORBIDDEN", { type: "FORBIDDEN", message: "Resource not accessible by integration" }],
    ["INSUFFICIENT_SCOPES", { type: "INSUFFICIENT_SCOPES", message: "Your token has not been granted" }],
    ["NOT_FOUND", { type: "NOT_FOUND", message: "Could not resolve to a Repository" }],
  ])("%s lets REST be asked, and GraphQL again the next time", async (_, error) => {
    const gateway = testGateway();
    answering(200, errors(error));
    servePullsByRest(one);
    expect(await gateway.listPullRequests(repository, null)).toEqual(found);
    serveGraphql({ pulls: one });
    expect(await gateway.listPullRequests(repository, null)).toEqual(found);
  });

  it.each([404, 405, 501])(
    "a server that answers %i has no GraphQL, and is asked again only after an hour",
    async (status) => {
      const clock = { now: gatewayNow };
      const gateway = testGateway({ now: () => clock.now });
      answering(status, { message: "no" });
      const asked = serveGraphql({ pulls: one });
      for (const _ of ["first", "second"]) {
        servePullsByRest(one);
        expect(await gateway.listPullRequests(repository, null)).toEqual(found);
        expect(asked).toEqual([]);
        clock.now += 59 * 60_000;
      }
      clock.now += 60_000;
      expect(await gateway.listPullRequests(repository, null)).toEqual(found);
    },
  );

  it("a field that the server's schema does not have is no GraphQL for us", async () => {
    answering(200, {
      errors: [{ message: "Field 'x' doesn't exist", extensions: { code: "undefinedField" } }],
    });
    servePullsByRest(one);
    expect(await testGateway().listPullRequests(repository, null)).toEqual(found);
  });

  it("tells by REST's words what to grant", async () => {
    answering(200, errors({ type: "FORBIDDEN", message: "Resource not accessible by integration" }));
    api()
      .get("/repos/acme/shop/pulls")
      .query(true)
      .reply(403, { message: "Resource not accessible by integration" });
    expect(await testGateway().listPullRequests(repository, null)).toMatchObject({
      unseen: { why: "permission-missing", permission: "pull_requests: read" },
    });
  });

  it("a limit is one, whatever else is told beside it, and REST is not asked", async () => {
    const reset = String(gatewayNow / 1000 + 1200);
    const headers = {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": reset,
      "x-ratelimit-resource": "graphql",
    };
    answering(
      200,
      errors(
        { type: "FORBIDDEN", message: "no" },
        { type: "RATE_LIMITED", message: "API rate limit exceeded" },
      ),
      headers,
    );
    const refused = testGateway().listPullRequests(repository, null);
    await expect(refused).rejects.toThrow(RateLimited);
    await expect(refused).rejects.toMatchObject({ until: gatewayNow + 1_200_000 });
  });

  it("a secondary limit without a type is one too", async () => {
    answering(200, errors({ message: "You have exceeded a secondary rate limit." }));
    await expect(testGateway().listPullRequests(repository, null)).rejects.toThrow(RateLimited);
  });

  it("an error that nobody can read is an outage, not an empty list", async () => {
    nock(apiOrigin)
      .post("/api/graphql")
      .times(5)
      .reply(200, errors("gone wrong" as unknown as object));
    await expect(testGateway().listPullRequests(repository, null)).rejects.toThrow(Transient);
  });

  it("asks for half as much while it takes too long, goes on so, and more again later", async () => {
    const pulls = Array.from({ length: 30 }, (_, index) => madePull({ number: index + 1 }));
    const gateway = testGateway();
    nock(apiOrigin).post("/api/graphql").times(2).reply(502, "<html>");
    const asked = serveGraphql({ pulls }, 3);
    const first = await gateway.listPullRequests(repository, null);
    if ("unseen" in first) throw new Error(first.unseen.text);
    expect([first.seen.items.length, first.seen.next]).toEqual([6, "graphql:6:6"]);
    const second = await gateway.listPullRequests(repository, first.seen.next);
    if ("unseen" in second) throw new Error(second.unseen.text);
    const third = await gateway.listPullRequests(repository, second.seen.next);
    expect(asked.map(({ first, after }) => [first, after])).toEqual([
      [6, null],
      [12, "6"],
      [24, "18"],
    ]);
    expect(third).toMatchObject({ seen: { next: null } });
  });

  it("is an outage where even one is too much", async () => {
    nock(apiOrigin).post("/api/graphql").times(5).reply(504, { message: "timeout" });
    await expect(testGateway().listPullRequests(repository, null)).rejects.toThrow(Transient);
  });

  it("is an outage at once where nobody answers", async () => {
    nock(apiOrigin).post("/api/graphql").replyWithError("connection refused");
    await expect(testGateway().listPullRequests(repository, null)).rejects.toThrow(Transient);
  });

  it("ends a list by REST that REST began, and begins one anew that GraphQL began", async () => {
    const next = { link: '<https://ghe.example/x?page=2>; rel="next"' };
    const gateway = testGateway();
    answering(404, { message: "Not Found" });
    api()
      .get("/repos/acme/shop/pulls")
      .query({ state: "all", sort: "updated", direction: "desc", per_page: 10, page: 1 })
      .reply(200, [], next);
    expect(await gateway.listPullRequests(repository, "graphql:25:abc")).toEqual({
      seen: { items: [], next: "rest:2" },
    });
    api()
      .get("/repos/acme/shop/pulls")
      .query({ state: "all", sort: "updated", direction: "desc", per_page: 10, page: 2 })
      .reply(200, []);
    expect(await testGateway().listPullRequests(repository, "rest:2")).toEqual({
      seen: { items: [], next: null },
    });
  });

  it("reads on in a pull request that has more than a page of anything", async () => {
    const [many] = madePulls;
    const commits = Array.from({ length: 260 }, (_, index) => ({
      sha: String(index).padStart(40, "0"),
      at: "2026-11-01T00:00:00Z",
    }));
    const reviews = Array.from({ length: 60 }, (_, index) => ({
      id: index + 1,
      by: null,
      state: "COMMENTED" as const,
      at: "2026-11-01T00:00:00Z",
      commit: shaOf("a"),
    }));
    const asked = serveGraphql(
      { pulls: [madePull({ number: 5, commits, reviews, events: many?.events ?? [] })] },
      3,
    );
    const sight = await testGateway().listPullRequests(repository, null);
    if ("unseen" in sight) throw new Error(sight.unseen.text);
    const [pull] = sight.seen.items;
    expect(pull).toMatchObject({ commitCount: 260, complete: false });
    expect(pull?.commits.map(({ sha }) => sha)).toEqual(commits.slice(10).map(({ sha }) => sha));
    expect(pull?.reviews).toHaveLength(60);
    expect(asked.slice(1)).toMatchObject([
      { moreReviews: true, reviews: "50", moreCommits: true, commits: "160", moreEvents: false },
      { moreReviews: false, moreCommits: true, commits: "60" },
    ]);
  });
});
