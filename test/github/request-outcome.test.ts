// What is told of each request, from GitHub's real answers: one call for each request made, whatever became of it.
import { ProbotOctokit } from "probot";
import { expect, it } from "vitest";
import { connectGitHub } from "../../src/github/connect.ts";
import type { AnsweredRequest } from "../../src/github/request-outcome.ts";

const NOW = Date.UTC(2026, 10, 16, 12);
const repository = { installationId: 77, repositoryId: 1, owner: "acme", name: "secret-name" };
const route = "GET /repos/{owner}/{repo}/commits/{ref}";

/** Asks for a commit's time, and gets these answers one after the other; null: the connection is cut. */
async function askWith(...answers: readonly (Response | null)[]): Promise<AnsweredRequest[]> {
  const told: AnsweredRequest[] = [];
  const left = [...answers];
  const octokit = new ProbotOctokit({
    retry: { enabled: false },
    throttle: { enabled: false },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    request: {
      fetch: async () => {
        const answer = left.shift();
        if (!answer) throw new TypeError("fetch failed");
        return answer;
      },
    },
  });
  const gateway = connectGitHub(async () => octokit, {
    now: () => NOW,
    onAnswered: (request) => told.push(request),
  });
  await gateway.readCommitTime(repository, "a".repeat(40)).catch(() => {});
  return told;
}

const json = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
const budget = {
  "x-ratelimit-remaining": "41",
  "x-ratelimit-reset": "1800000000",
  "x-ratelimit-resource": "core",
};

it("tells the template that was asked, never a name, and what is left", async () => {
  const [told, ...more] = await askWith(
    json(200, { commit: { committer: { date: "2026-01-01T00:00:00Z" } } }, budget),
  );
  expect(more).toEqual([]);
  expect(told).toEqual({
    installationId: 77,
    route,
    outcome: "ok",
    budget: { left: 41, resetAt: 1_800_000_000_000 },
  });
});

it.each<[string, Response | null]>([
  ["not-found", json(404, { message: "Not Found" })],
  ["forbidden", json(403, { message: "Resource not accessible by integration" })],
  [
    "rate-limited",
    json(403, { message: "API rate limit exceeded" }, { ...budget, "x-ratelimit-remaining": "0" }),
  ],
  ["rate-limited", json(429, { message: "Slow down" })],
  ["refused", json(422, { message: "Validation Failed" })],
  ["failed", json(502, { message: "Server Error" })],
  ["failed", new Response("<html>proxy</html>", { status: 403 })],
  ["failed", null],
])("tells %s", async (outcome, answer) => {
  expect((await askWith(answer)).map((told) => told.outcome)).toEqual([outcome]);
});

it("takes the budget of a search for no budget of the hour", async () => {
  const [told] = await askWith(
    json(404, { message: "Not Found" }, { ...budget, "x-ratelimit-resource": "search" }),
  );
  expect(told?.budget).toBeNull();
});
