// The readers of the past over real HTTP, against the local GitHub after the demo's twelve weeks: GraphQL and REST tell the same
// repository the same, and GraphQL does it in fewer requests.
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sight } from "../../../../src/core/facts/observations.ts";
import type { ListedChecks, ListedPullRequest } from "../../../../src/core/listed-history/listed.ts";
import { connectGitHub } from "../../../../src/github/connect.ts";
import type { GitHubGateway, RepositoryAddress } from "../../../../src/github/gateway.ts";
import type { Page } from "../../../../src/github/history.ts";
import { createProbot } from "../../../../src/probot.ts";
import { openPlayedStory, type PlayedStory } from "../../../local-github/history/played-story.ts";
import { keys } from "../../../local-github/local-client.ts";

const absent = {
  status: 404,
  request: { method: "POST", url: "/graphql" },
  response: { headers: {}, data: { message: "Not Found" } },
};

let story: PlayedStory;
let byGraphql: GitHubGateway;
let byRest: GitHubGateway;
let address: RepositoryAddress;
let requests = { graphql: 0, rest: 0 };

beforeAll(async () => {
  story = await openPlayedStory({ pointsPerHour: 1_000_000 });
  const [installation] = story.github.state.installations.values();
  const repository = story.repositories.find(({ name }) => name === "payments-api");
  if (installation === undefined || repository === undefined) throw new Error("The demo has another story.");
  address = {
    installationId: installation.id,
    repositoryId: repository.id,
    owner: repository.owner.login,
    name: repository.name,
  };
  const urls = { webUrl: story.github.origin, apiUrl: `${story.github.origin}/api/v3` };
  const connect = (hasGraphql: boolean) => {
    const credentials = { appId: 11, privateKey: keys.privateKey, webhookSecrets: ["local secret"] };
    const probot = createProbot(credentials, urls, pino({ enabled: false }));
    return connectGitHub(
      async (installationId) => {
        const octokit = await probot.auth(installationId);
        if (!hasGraphql)
          octokit.hook.before("request", ({ url }) => {
            if (url.endsWith("/graphql")) throw Object.assign(new Error("Not Found"), absent);
          });
        return octokit;
      },
      { now: () => story.endsAt, onAnswered: () => requests[hasGraphql ? "graphql" : "rest"]++ },
    );
  };
  byGraphql = connect(true);
  byRest = connect(false);
}, 60_000);
afterAll(() => story.github.stop());

async function all<Item>(list: (cursor: string | null) => Promise<Sight<Page<Item>>>): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = null; ; ) {
    const sight = await list(cursor);
    if ("unseen" in sight) throw new Error(sight.unseen.text);
    items.push(...sight.seen.items);
    cursor = sight.seen.next;
    if (cursor === null) return items;
  }
}

/** What REST does not tell. */
const asRestKnows = (pull: ListedPullRequest) => ({
  ...pull,
  events: pull.events.map((event) => {
    if (event.kind === "force_pushed") return { ...event, before: null };
    return event.kind === "base_changed" ? { ...event, from: null, to: null } : event;
  }),
});

/** GraphQL does not tell the branch of a suite once the branch is gone. */
const withoutBranches = (checks: readonly ListedChecks[]) =>
  checks.map((one) => ({
    ...one,
    checkRuns: one.checkRuns.map((run) => ({ ...run, headBranch: null })),
    checkSuites: one.checkSuites.map((suite) => ({ ...suite, headBranch: null })),
  }));

describe("the past of a repository over HTTP", () => {
  it("has the same pull requests and the same checks by GraphQL and by REST, by GraphQL in fewer requests", async () => {
    requests = { graphql: 0, rest: 0 };
    const pulls = await all((cursor) => byGraphql.listPullRequests(address, cursor));
    expect(pulls.length).toBeGreaterThan(25);
    expect(pulls.some(({ events }) => events.length > 1)).toBe(true);
    expect(story.github.unexpectedRequests).toEqual([]);
    const restPulls = await all((cursor) => byRest.listPullRequests(address, cursor));
    const inOrder = (list: readonly ListedPullRequest[]) => list.toSorted((a, b) => a.number - b.number);
    expect(inOrder(restPulls)).toEqual(inOrder(pulls.map(asRestKnows)));
    expect(requests.graphql * 10).toBeLessThan(requests.rest);

    const heads = pulls.map(({ headSha }) => headSha).slice(0, 20);
    const [fromGraphql, fromRest] = [
      await byGraphql.listChecks(address, heads),
      await byRest.listChecks(address, heads),
    ];
    if ("unseen" in fromGraphql || "unseen" in fromRest) throw new Error("Checks are refused.");
    expect(fromGraphql.seen.flatMap(({ checkRuns }) => checkRuns).length).toBeGreaterThan(20);
    expect(withoutBranches(fromRest.seen)).toEqual(withoutBranches(fromGraphql.seen));
  }, 60_000);

  it("has pushes, commits and runs, and is surveyed", async () => {
    const since = story.endsAt - 30 * 86_400_000;
    const pushes = await all((cursor) =>
      byGraphql.listActivity(address, { ref: "refs/heads/main", since }, cursor),
    );
    expect(pushes.length).toBeGreaterThan(0);
    expect(pushes.every(({ at, ref }) => at >= since && ref === "refs/heads/main")).toBe(true);
    const until = story.endsAt;
    const commits = await all((cursor) =>
      byGraphql.listCommits(address, { branch: "main", since, until }, cursor),
    );
    expect(commits.length).toBeGreaterThan(0);
    const runs = await all((cursor) => byGraphql.listWorkflowRuns(address, { since, until }, cursor));
    expect(runs.length).toBeGreaterThan(0);
    const { items } = await byGraphql.surveyRepositories(address.installationId, null);
    const own = items.find(({ repositoryId }) => repositoryId === address.repositoryId);
    expect(own?.pullRequestsUpdatedAt).toBeGreaterThan(since);
    expect(own?.pushedAt).toBeGreaterThan(since);
    expect(story.github.unexpectedRequests).toEqual([]);
  }, 60_000);
});
