// GraphQL and REST tell the same past in the same words, but for what one of them does not know.
import nock from "nock";
import { describe, expect, it } from "vitest";
import type { ListedPullRequest } from "../../../../src/core/listed-history/listed.ts";
import { answerOnlyByNock, apiOrigin, repository, testGateway } from "../../../support/octokit.ts";
import { serveGraphql } from "./made-by-graphql.ts";
import { serveChecksByRest, serveNoCommit, servePullsByRest, serveStatusesByRest } from "./made-by-rest.ts";
import { madeCommits, madePulls, shaOf } from "./made-past.ts";

const noGraphql = () => nock(apiOrigin).post("/api/graphql").reply(404, { message: "Not Found" });

/** REST names neither the head before a forced push nor the branches of a changed base. */
function asRestKnows(pull: ListedPullRequest): ListedPullRequest {
  const events = pull.events.map((event) => {
    if (event.kind === "force_pushed") return { ...event, before: null };
    return event.kind === "base_changed" ? { ...event, from: null, to: null } : event;
  });
  return { ...pull, events };
}

describe("the past by GraphQL and by REST", () => {
  answerOnlyByNock();

  it("has the same pull requests", async () => {
    const asked = serveGraphql({ pulls: madePulls });
    const byGraphql = await testGateway().listPullRequests(repository, null);
    expect(asked).toEqual([{ owner: "acme", name: "shop", first: 25, after: null }]);
    noGraphql();
    servePullsByRest(madePulls);
    const byRest = await testGateway().listPullRequests(repository, null);
    if ("unseen" in byGraphql) throw new Error(byGraphql.unseen.text);
    expect(byRest).toEqual({ seen: { next: null, items: byGraphql.seen.items.map(asRestKnows) } });
    expect(byGraphql.seen.items).toMatchInlineSnapshot(`
      [
        {
          "authorId": 1,
          "authorLogin": "mona",
          "authorType": "User",
          "baseRef": "main",
          "baseSha": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
          "closedAt": 1794214800000,
          "commitCount": 2,
          "commits": [
            {
              "committedAt": 1793523605000,
              "sha": "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
            },
            {
              "committedAt": 1793696400000,
              "sha": "dddddddddddddddddddddddddddddddddddddddd",
            },
          ],
          "complete": true,
          "createdAt": 1793523600000,
          "draft": false,
          "events": [
            {
              "at": 1793610000000,
              "kind": "ready_for_review",
            },
            {
              "at": 1793610030000,
              "kind": "converted_to_draft",
            },
            {
              "at": 1793696400000,
              "kind": "ready_for_review",
            },
            {
              "after": "dddddddddddddddddddddddddddddddddddddddd",
              "at": 1793696401000,
              "before": "8888888888888888888888888888888888888888",
              "kind": "force_pushed",
            },
            {
              "at": 1793782800000,
              "from": "main",
              "kind": "base_changed",
              "to": "next",
            },
            {
              "at": 1793782807000,
              "from": "next",
              "kind": "base_changed",
              "to": "main",
            },
            {
              "at": 1793869200000,
              "kind": "closed",
            },
            {
              "at": 1793869200000,
              "kind": "reopened",
            },
            {
              "at": 1794042000000,
              "kind": "review_dismissed",
              "reviewId": 501,
              "was": "changes_requested",
            },
            {
              "at": 1794128400000,
              "kind": "enqueued",
            },
            {
              "at": 1794214800000,
              "kind": "closed",
            },
            {
              "at": 1794214800000,
              "kind": "dequeued",
            },
          ],
          "headRef": "feature",
          "headRepositoryId": 2001,
          "headSha": "dddddddddddddddddddddddddddddddddddddddd",
          "labels": [
            "Zebra",
            "api",
            "security",
          ],
          "mergeCommitSha": "cccccccccccccccccccccccccccccccccccccccc",
          "merged": true,
          "number": 12,
          "reviews": [
            {
              "commitSha": "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
              "reviewId": 501,
              "reviewerId": 3,
              "reviewerLogin": "moved-here",
              "reviewerType": "Mannequin",
              "state": "dismissed",
              "submittedAt": 1793955600000,
            },
            {
              "commitSha": "dddddddddddddddddddddddddddddddddddddddd",
              "reviewId": 502,
              "reviewerId": null,
              "reviewerLogin": null,
              "reviewerType": null,
              "state": "commented",
              "submittedAt": 1793955600000,
            },
            {
              "commitSha": "dddddddddddddddddddddddddddddddddddddddd",
              "reviewId": 503,
              "reviewerId": 1,
              "reviewerLogin": "mona",
              "reviewerType": "User",
              "state": "approved",
              "submittedAt": 1794128400000,
            },
          ],
          "state": "closed",
          "updatedAt": 1794214800000,
        },
        {
          "authorId": 2,
          "authorLogin": "dependabot[bot]",
          "authorType": "Bot",
          "baseRef": "main",
          "baseSha": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
          "closedAt": null,
          "commitCount": 1,
          "commits": [
            {
              "committedAt": 1793523600000,
              "sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            },
          ],
          "complete": true,
          "createdAt": 1793523600000,
          "draft": true,
          "events": [],
          "headRef": "feature",
          "headRepositoryId": 9,
          "headSha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "labels": [],
          "mergeCommitSha": null,
          "merged": false,
          "number": 11,
          "reviews": [],
          "state": "open",
          "updatedAt": 1794128400000,
        },
        {
          "authorId": null,
          "authorLogin": null,
          "authorType": null,
          "baseRef": "main",
          "baseSha": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
          "closedAt": 1794042000000,
          "commitCount": 1,
          "commits": [
            {
              "committedAt": 1793523600000,
              "sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            },
          ],
          "complete": true,
          "createdAt": 1793523600000,
          "draft": false,
          "events": [
            {
              "at": 1794042000000,
              "kind": "closed",
            },
          ],
          "headRef": "feature",
          "headRepositoryId": null,
          "headSha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "labels": [],
          "mergeCommitSha": null,
          "merged": false,
          "number": 10,
          "reviews": [],
          "state": "closed",
          "updatedAt": 1794042000000,
        },
      ]
    `);
  });

  it("has the same checks", async () => {
    const shas = [shaOf("a"), shaOf("d"), shaOf("f"), shaOf("a")];
    const asked = serveGraphql({ commits: madeCommits });
    serveStatusesByRest(new Map([...madeCommits].filter(([, { statuses }]) => statuses.length > 0)));
    const byGraphql = await testGateway().listChecks(repository, shas);
    expect(asked).toEqual([{ owner: "acme", name: "shop", c0: shaOf("a"), c1: shaOf("d"), c2: shaOf("f") }]);
    noGraphql();
    serveChecksByRest(madeCommits);
    serveStatusesByRest(madeCommits);
    serveNoCommit(shaOf("f"));
    expect(await testGateway().listChecks(repository, shas)).toEqual(byGraphql);
    expect(byGraphql).toMatchInlineSnapshot(`
      {
        "seen": [
          {
            "checkRuns": [
              {
                "appId": 29110,
                "appSlug": "dependabot",
                "checkRunId": 61,
                "checkSuiteId": 6,
                "completedAt": null,
                "conclusion": null,
                "headBranch": null,
                "headSha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "name": "scan",
                "startedAt": 1793696400000,
                "status": "in_progress",
                "url": "https://ghe.example/acme/shop/runs/61",
              },
              {
                "appId": 29110,
                "appSlug": "dependabot",
                "checkRunId": 62,
                "checkSuiteId": 6,
                "completedAt": null,
                "conclusion": null,
                "headBranch": null,
                "headSha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "name": "wait",
                "startedAt": null,
                "status": "queued",
                "url": "https://ghe.example/acme/shop/runs/62",
              },
              {
                "appId": 15368,
                "appSlug": "github-actions",
                "checkRunId": 71,
                "checkSuiteId": 7,
                "completedAt": 1793696440000,
                "conclusion": "timed_out",
                "headBranch": "feature",
                "headSha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "name": "codeql",
                "startedAt": 1793696400000,
                "status": "completed",
                "url": "https://ghe.example/acme/shop/runs/71",
              },
              {
                "appId": 15368,
                "appSlug": "github-actions",
                "checkRunId": 72,
                "checkSuiteId": 7,
                "completedAt": 1793782809000,
                "conclusion": "success",
                "headBranch": "feature",
                "headSha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "name": "codeql",
                "startedAt": 1793782800000,
                "status": "completed",
                "url": "https://ghe.example/acme/shop/runs/72",
              },
            ],
            "checkSuites": [
              {
                "appSlug": "dependabot",
                "checkRunCount": 2,
                "checkSuiteId": 6,
                "conclusion": null,
                "headBranch": null,
                "headSha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "status": "in_progress",
                "updatedAt": 1793696450000,
              },
              {
                "appSlug": "github-actions",
                "checkRunCount": 1,
                "checkSuiteId": 7,
                "conclusion": "success",
                "headBranch": "feature",
                "headSha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "status": "completed",
                "updatedAt": 1793696450000,
              },
            ],
            "complete": true,
            "sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "statuses": [
              {
                "at": 1793696401000,
                "context": "scan/licences",
                "sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "state": "pending",
                "statusId": 91,
                "url": null,
              },
              {
                "at": 1793696403000,
                "context": "scan/licences",
                "sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "state": "success",
                "statusId": 92,
                "url": "https://scan.example/2",
              },
            ],
          },
          {
            "checkRuns": [],
            "checkSuites": [],
            "complete": true,
            "sha": "dddddddddddddddddddddddddddddddddddddddd",
            "statuses": [],
          },
        ],
      }
    `);
  });
});
