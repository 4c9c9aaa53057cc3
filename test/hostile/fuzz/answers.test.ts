// GitHub's answers, turned to nonsense: every method of the gateway gives what it promises or one of its own errors, in time, and no
// token of an answer gets into an error's words.
import { expect, test } from "vitest";
import { boundedFetch } from "../../../src/github/bounded-fetch.ts";
import type { GitHubGateway } from "../../../src/github/gateway.ts";
import { gatewayNow, repository, testGateway } from "../../support/octokit.ts";
import { type Chance, forEachSeed, mutateValue, PLANTED, runs } from "./mutate.ts";

const told = new Set(["PermissionError", "RateLimited", "Transient", "NotFound", "Refused"]);
const sha = "c".repeat(40);
const time = "2026-11-01T00:00:00Z";

/** As much of GitHub's shapes as any reader looks at, in one object: a list of it serves for lists. */
const anything = {
  id: 7,
  number: 7,
  node_id: "x",
  name: "a",
  login: "a",
  sha,
  oid: sha,
  ref: "refs/heads/main",
  before: sha,
  after: sha,
  state: "open",
  status: "completed",
  conclusion: "success",
  type: "file",
  encoding: "base64",
  content: "YQ==",
  size: 1,
  path: "a",
  truncated: false,
  total_count: 1,
  total_commits: 1,
  tree: [{ path: "a", type: "blob", sha, size: 1, mode: "1" }],
  commit: { sha, committer: { date: time }, author: { date: time }, tree: { sha } },
  parents: [{ sha }],
  user: { id: 1, login: "a", type: "User" },
  owner: { id: 1, login: "a" },
  full_name: "acme/shop",
  private: true,
  visibility: "private",
  archived: false,
  has_issues: true,
  default_branch: "main",
  topics: [],
  html_url: "https://github.com/acme/shop",
  url: "https://x",
  pushed_at: time,
  created_at: time,
  updated_at: time,
  submitted_at: time,
  timestamp: time,
  closed_at: null,
  merged_at: time,
  run_started_at: time,
  started_at: time,
  completed_at: time,
  published_at: time,
  fixed_at: null,
  dismissed_at: null,
  head: { sha, ref: "a", repo: { id: 2001 } },
  base: { sha, ref: "main" },
  head_sha: sha,
  head_branch: "a",
  run_attempt: 2,
  event: "push",
  activity_type: "push",
  external_id: "x",
  app: { id: 1, slug: "a" },
  rule: { id: "r", severity: "error", security_severity_level: "high" },
  tool: { name: "CodeQL" },
  most_recent_instance: { ref: "refs/heads/main", state: "open", location: { path: "a", start_line: 1 } },
  rules: [{ type: "deletion", parameters: { required_status_checks: [{ context: "a" }] } }],
  security_and_analysis: { secret_scanning: { status: "enabled" } },
  sbom: {
    packages: [{ name: "a", externalRefs: [{ referenceType: "purl", referenceLocator: "pkg:npm/a@1" }] }],
  },
  assets: [{ name: "a", digest: `sha256:${sha}` }],
  labels: [{ name: "firstpass" }],
  body: "<!-- m -->",
  check_runs: [
    {
      id: 1,
      name: "a",
      status: "completed",
      conclusion: "success",
      started_at: time,
      completed_at: time,
      app: { id: 1, slug: "a" },
      external_id: "x",
      head_sha: sha,
    },
  ],
  check_suites: [
    { id: 1, status: "completed", conclusion: "success", updated_at: time, app: { id: 1, slug: "a" } },
  ],
  workflow_runs: [
    {
      id: 1,
      name: "a",
      path: "a",
      head_sha: sha,
      head_branch: "a",
      event: "push",
      run_attempt: 1,
      status: "completed",
      conclusion: "success",
      created_at: time,
      updated_at: time,
      run_started_at: time,
    },
  ],
  repositories: [
    {
      id: 1,
      name: "a",
      owner: { id: 1, login: "a" },
      private: true,
      archived: false,
      default_branch: "main",
      html_url: "https://x",
      pushed_at: time,
    },
  ],
  data: {
    repository: {
      pullRequests: {
        nodes: [{ number: 1, state: "OPEN" }],
        pageInfo: { hasNextPage: false, endCursor: "x" },
      },
    },
    nodes: [],
    rateLimit: { cost: 1 },
  },
  errors: [{ type: "FORBIDDEN", message: "x", path: ["a"] }],
  pageInfo: { hasNextPage: true, endCursor: "x" },
  state_reason: null,
  secret_type: "x",
  secret: PLANTED,
  permission: "push",
  permissions: { push: true },
};

const callsOf = (github: GitHubGateway): readonly (() => Promise<unknown>)[] => {
  const branch = "main";
  const span = { since: gatewayNow - 86_400_000, until: gatewayNow };
  const content = {
    title: "t",
    summary: "s",
    text: "",
    status: "completed",
    conclusion: "neutral",
    detailsUrl: null,
    actions: [],
    annotations: [],
  } as const;
  return [
    () => github.readFile(repository, "a.yml", null),
    () => github.readTree(repository, "main"),
    () => github.readBlob(repository, sha),
    () => github.countCommits(repository, sha, sha),
    () => github.listPullRequestFiles(repository, 1),
    () => github.listTags(repository),
    () => github.findCheckRun(repository, sha, "x"),
    () => github.findIssue(repository, "firstpass", "<!-- m -->"),
    () => github.findRepository(77, 2001),
    () => github.readSecurityFeatures(repository),
    () => github.readDependabotSwitch(repository),
    () => github.readDefaultSetup(repository),
    () => github.readLastAnalysis(repository, branch),
    () => github.readBranchRules(repository, branch),
    () => github.readBranchProtection(repository, branch),
    () => github.listBypassedRuleSuites(repository, branch),
    () => github.readCodeOwnersFile(repository),
    () => github.readCustomProperties(repository),
    () => github.listReleases(repository),
    () => github.hasAttestation(repository, "sha256:1"),
    () => github.hasSbom(repository),
    () => github.readSbomPackages(repository, ["npm:a"]),
    () => github.readCommitTime(repository, sha),
    () => github.listCodeScanningAlerts(repository, branch),
    () => github.listDependabotAlerts(repository),
    () => github.listTeamRepositories(repository, "team"),
    () => github.listSecretAlerts(repository),
    () => github.listSecretLocations(repository, 1),
    () => github.listSecretScans(repository),
    () => github.createCheckRun(repository, { headSha: sha, externalId: "x", content: { ...content } }),
    () => github.createIssue(repository, { title: "t", body: "b", labels: ["firstpass"] }),
    () => github.updateIssue(repository, 1, { body: "b" }),
    () => github.listPullRequests(repository, null),
    () => github.listActivity(repository, { ref: null, since: span.since }, null),
    () => github.listCommits(repository, { branch, ...span }, null),
    () => github.listChecks(repository, [sha]),
    () => github.listWorkflowRuns(repository, span, null),
  ];
};

/** Without 401: Octokit itself waits some seconds of real time with a token as young as those of a test. */
function answerOf(chance: Chance): Response {
  const status = chance.pick([
    200, 200, 200, 200, 201, 204, 301, 304, 400, 403, 404, 409, 410, 422, 429, 500, 503,
  ]);
  const value = mutateValue(chance.below(2) === 0 ? [anything] : anything, chance);
  const message = chance.pick([
    "Not Found",
    "Resource not accessible by integration",
    `${PLANTED} is wrong`,
    "x".repeat(10_000),
  ]);
  const body =
    status >= 400
      ? JSON.stringify({ message, errors: [{ value: PLANTED }] })
      : (JSON.stringify(value) ?? "null");
  const headers = new Headers({
    "content-type": chance.pick([
      "application/json",
      "application/json",
      "application/json",
      "text/html",
      "application/octet-stream",
    ]),
  });
  if (chance.below(4) === 0)
    headers.set(
      "retry-after",
      chance.pick(["1", "-5", "1e300", "soon", "5, 5", "Thu, 01 Jan 2099 00:00:00 GMT"]),
    );
  if (chance.below(4) === 0) headers.set("x-ratelimit-remaining", chance.pick(["0", "-1", "x", "1e99"]));
  if (chance.below(4) === 0)
    headers.set("x-ratelimit-reset", chance.pick(["0", "1e300", "x", "-1", "99999999999999"]));
  if (chance.below(6) === 0)
    headers.set(
      "link",
      chance.pick(['<https://ghe.example/x?after=z>; rel="next"', '<no address>; rel="next"', 'rel="next"']),
    );
  const empty = [204, 205, 304].includes(status);
  return new Response(
    empty ? null : chance.below(8) === 0 ? body.slice(0, chance.below(body.length)) : body,
    { status, headers },
  );
}

test("fault 18, 19, 21, 22: nonsense from GitHub ends in an answer or in an error of ours, with a wait of a day at most", async () => {
  let answered = 0;
  let refused = 0;
  await forEachSeed(2_000, async (chance) => {
    let asked = 0;
    const fetchOnce: typeof fetch = async (input) => {
      asked += 1;
      if (asked > 60) throw new Error("It asks on and on.");
      const url = String(input instanceof Request ? input.url : input);
      if (url.endsWith("/access_tokens"))
        return Response.json(
          { token: "t", expires_at: "2026-11-16T13:00:00Z", permissions: {}, repository_selection: "all" },
          { status: 201 },
        );
      return answerOf(chance);
    };
    const call = chance.pick(
      callsOf(testGateway({ fetch: boundedFetch({ answerMillis: 5_000, send: fetchOnce }) })),
    );
    const startedAt = performance.now();
    try {
      await call();
      answered += 1;
    } catch (error) {
      if (!(error instanceof Error) || !told.has(error.name)) throw error;
      refused += 1;
      expect(error.message).not.toContain(PLANTED);
      expect(error.message.length).toBeLessThan(1_000);
      if ("until" in error) {
        expect(error.until).toBeGreaterThan(gatewayNow);
        expect(error.until).toBeLessThanOrEqual(gatewayNow + 86_400_000);
      }
    }
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
  expect(answered).toBeGreaterThan(runs(2_000) / 10);
  expect(refused).toBeGreaterThan(runs(2_000) / 10);
}, 240_000);
