// Answers with numbers and dates that nothing can be made of: what is left out is said to be, and no id is taken for another.
import nock from "nock";
import { describe, expect, it } from "vitest";
import type { ResponseMemory } from "../../../../src/github/response-memory.ts";
import { answerOnlyByNock, api, apiOrigin, repository, testGateway } from "../../../support/octokit.ts";
import { openapiExample } from "../../../support/openapi-example.ts";
import { commitsOf, listOf } from "./made-by-rest.ts";
import { at, madePull, shaOf } from "./made-past.ts";

const shop = "/repos/acme/shop";
const json = { "content-type": "application/json; charset=utf-8" };

describe("answers of the past that cannot be read in part", () => {
  answerOnlyByNock();

  it.each([
    ["without who committed it", { committer: null }],
    ["of a date that is none", { committer: { date: "292277026596-12-04T15:30:07Z" } }],
  ])("leave out a commit %s, and keep the others", async (_, given) => {
    const commit = (letter: string, commit: object) =>
      openapiExample("commit", {
        sha: shaOf(letter),
        commit,
        parents: [{ sha: shaOf("e"), url: "https://x.example/" }],
      });
    const query = { branch: "main", since: Date.parse(at(2)), until: Date.parse(at(4)) };
    const odd = { ...commit("b", {}), commit: given };
    api()
      .get(`${shop}/commits`)
      .query(true)
      .reply(200, [odd, commit("a", { committer: { date: at(3) } })]);
    expect(await testGateway().listCommits(repository, query, null)).toEqual({
      seen: {
        items: [{ sha: shaOf("a"), committedAt: Date.parse(at(3)), parents: [shaOf("e")] }],
        next: null,
      },
    });
  });

  it("tell a pull request with such a commit, and that not all of it was told", async () => {
    const pull = madePull({ number: 1 });
    nock(apiOrigin).post("/api/graphql").reply(404, { message: "Not Found" });
    api()
      .get(`${shop}/pulls`)
      .query(true)
      .reply(200, listOf([pull]));
    api().get(`${shop}/issues/1/timeline`).query(true).reply(200, []);
    const commits = commitsOf(pull) as { sha: string; commit: object }[];
    const [first, ...others] = commits;
    const odd = { ...first, commit: { ...first?.commit, committer: null } };
    api()
      .get(`${shop}/pulls/1/commits`)
      .query(true)
      .reply(200, [odd, ...others]);
    expect(await testGateway().listPullRequests(repository, null)).toMatchObject({
      seen: { items: [{ number: 1, complete: false, commitCount: commits.length }], next: null },
    });
  });

  it("take no id that a number does not hold for the one beside it", async () => {
    const run = (id: number) =>
      openapiExample("workflow-run", {
        id,
        run_attempt: 1,
        head_sha: shaOf("a"),
        status: "completed",
        conclusion: "success",
        created_at: at(3),
        updated_at: at(3),
      });
    const listed = JSON.stringify({ total_count: 3, workflow_runs: [run(111), run(222), run(333)] });
    const large = listed
      .replace('"id":111,', '"id":9007199254740992,')
      .replace('"id":222,', '"id":9007199254740993,');
    expect(large).toContain("9007199254740993");
    api().get(`${shop}/actions/runs`).query(true).reply(200, large, json);
    const query = { since: Date.parse(at(2)), until: Date.parse(at(4)) };
    expect(await testGateway().listWorkflowRuns(repository, query, null)).toMatchObject({
      seen: { items: [{ runId: 333 }] },
    });
  });

  it("are kept all the same where a number is too large", async () => {
    const kept: string[] = [];
    const memory: ResponseMemory = {
      find: async () => null,
      keep: async (_, __, { body }) => void kept.push(body),
    };
    const tags = `[{"name":"v1","commit":{"sha":"${shaOf("c")}"},"zip":9007199254740993}]`;
    api()
      .get(`${shop}/tags`)
      .query(true)
      .reply(200, tags, { ...json, etag: '"one"' });
    expect(await testGateway({ memory }).listTags(repository)).toMatchObject({ seen: { complete: true } });
    expect(kept).toHaveLength(1);
  });
});
