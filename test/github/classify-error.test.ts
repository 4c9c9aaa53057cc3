// Every way in which GitHub says no, through the real Octokit.
import { describe, expect, it } from "vitest";
import { remedyOf } from "../../src/github/access.ts";
import { NotFound, PermissionError, RateLimited, Refused, Transient } from "../../src/github/errors.ts";
import { answerOnlyByNock, api, gatewayNow, repository, testGateway } from "../support/octokit.ts";

const comparePath = "/repos/acme/shop/compare/a...b?per_page=1";
const count = (gateway = testGateway()) => gateway.countCommits(repository, "a", "b");

function answer(status: number, body: object, headers: Record<string, string> = {}) {
  api().get(comparePath).reply(status, body, headers);
}

describe("GitHub's refusals", () => {
  answerOnlyByNock();

  it("fault 18: renews a refused token once, and asks again with it", async () => {
    api()
      .get(comparePath)
      .matchHeader("authorization", "token old-token")
      .reply(401, { message: "Bad credentials" });
    api()
      .post("/app/installations/77/access_tokens")
      .reply(201, {
        token: "new-token",
        expires_at: "2026-11-16T13:00:00Z",
        permissions: { checks: "write" },
      });
    api().get(comparePath).matchHeader("authorization", "token new-token").reply(200, { total_commits: 3 });
    expect(await count()).toBe(3);
  });

  it("fault 18: gives up with the reason when the App's own key is refused", async () => {
    answer(401, { message: "Bad credentials" });
    api()
      .post("/app/installations/77/access_tokens")
      .reply(401, { message: "A JSON web token could not be decoded" });
    await expect(count()).rejects.toThrow(/check APP_ID and PRIVATE_KEY/);
  });

  it("fault 19: names the missing permission", async () => {
    answer(
      403,
      { message: "Resource not accessible by integration" },
      {
        "x-accepted-github-permissions": "contents=read",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": "1",
      },
    );
    const error = await count().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PermissionError);
    expect(error).toMatchObject({
      permission: "contents=read",
      message: expect.stringContaining("Grant the App contents: read"),
    });
  });

  it.each([
    ["issues=read; pull_requests=read", '"issues: read" or "pull-requests: read" under'],
    ["contents=read,actions=read", '"contents: read" and "actions: read" under'],
    ["administration=read; contents=read", 'Add "contents: read" under'],
    ["administration=read", "The GITHUB_TOKEN of a workflow may not do it"],
    [null, 'Check what "permissions:" of the workflow gives it'],
  ])("fault 19: tells a workflow how to come by %s", (permission, words) => {
    expect(remedyOf(permission, "workflow-token")).toContain(words);
  });

  it("fault 19: tells a suspended installation by its token request", async () => {
    api()
      .post("/app/installations/77/access_tokens")
      .reply(403, { message: "This installation has been suspended" });
    const error = await count(testGateway({ cachedToken: false })).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PermissionError);
    expect(error).toMatchObject({ message: expect.stringMatching(/suspended/) });
  });

  it("says that the App is not installed any more when its token request is not found", async () => {
    api().post("/app/installations/77/access_tokens").reply(404, { message: "Not Found" });
    await expect(count(testGateway({ cachedToken: false }))).rejects.toThrow(/install it again/);
  });

  const reset = gatewayNow + 600_000;
  it.each([
    [
      "a primary limit until its reset",
      403,
      "API rate limit exceeded",
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset / 1000) },
      reset,
    ],
    [
      "a secondary limit for as long as GitHub asks",
      403,
      "You have exceeded a secondary rate limit",
      { "retry-after": "37" },
      gatewayNow + 37_000,
    ],
    [
      "a secondary limit without a time for a minute",
      403,
      "You have exceeded a secondary rate limit",
      {},
      gatewayNow + 60_000,
    ],
    [
      "429 with a time for as long as GitHub asks",
      429,
      "Too many requests",
      { "retry-after": "5" },
      gatewayNow + 5000,
    ],
    [
      "429 with a date until then",
      429,
      "Too many requests",
      { "retry-after": new Date(reset).toUTCString() },
      reset,
    ],
    ["429 without a time for a minute", 429, "Too many requests", {}, gatewayNow + 60_000],
    [
      "a limit whose reset has passed for a second",
      403,
      "API rate limit exceeded",
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "5" },
      gatewayNow + 1000,
    ],
  ])("faults 19 and 22: holds %s", async (_, status, message, headers, until) => {
    answer(status, { message }, headers as Record<string, string>);
    const error = await count().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RateLimited);
    expect(error).toMatchObject({ until });
  });

  it.each([
    [404, "Not Found", NotFound],
    [409, "Git Repository is empty.", Refused],
    [410, "Issues are disabled for this repo", Refused],
    [422, "Validation Failed", Refused],
    [403, "Repository was archived so is read-only.", Refused],
    [403, "Must have admin rights to Repository.", PermissionError],
    [408, "Request Timeout", Transient],
    [500, "Server Error", Transient],
    [502, "Bad Gateway", Transient],
    [503, "Unavailable", Transient],
  ])("faults 20 and 21: takes %i “%s” for what it is", async (status, message, kind) => {
    answer(status, { message });
    await expect(count()).rejects.toBeInstanceOf(kind);
  });

  it("takes a cut connection for transient", async () => {
    api().get(comparePath).replyWithError("socket hang up");
    await expect(count()).rejects.toBeInstanceOf(Transient);
  });

  it.each([
    [403, '{"message":"Resource not acc', "application/json; charset=utf-8"],
    [404, "", "application/json; charset=utf-8"],
    [403, "<html>Access denied</html>", "text/html"],
    [404, "", "application/octet-stream"],
  ])("takes %i without GitHub's words for transient: %j as %s", async (status, body, type) => {
    api().get(comparePath).reply(status, body, { "content-type": type });
    const error = await count().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Transient);
    expect(String(error)).not.toContain("denied");
  });

  it("holds a limit although its words were cut off", async () => {
    api().get(comparePath).reply(403, "", { "content-type": "application/json", "retry-after": "5" });
    await expect(count()).rejects.toBeInstanceOf(RateLimited);
  });

  it("takes an answer that does not come in time for transient", async () => {
    const neverAnswers: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      });
    const gateway = testGateway({ timeoutMillis: 1, fetch: neverAnswers });
    await expect(count(gateway)).rejects.toBeInstanceOf(Transient);
  });

  it("does not guess at an answer that is not GitHub's", async () => {
    api().get(comparePath).reply(200, "<html>Sign in</html>", { "content-type": "text/html" });
    await expect(count()).rejects.toThrow(/cannot be used/);
  });

  it("does not turn a redirected write into a read", async () => {
    api()
      .patch("/repos/acme/shop/issues/4")
      .reply(301, {}, { location: "https://ghe.example/api/v3/repositories/2001/issues/4" });
    await expect(testGateway().updateIssue(repository, 4, { state: "closed" })).rejects.toBeInstanceOf(
      NotFound,
    );
  });
});
