// The readings of what webhooks cannot tell, through the real Octokit against the local GitHub: what is seen, what each
// refusal becomes, and that no secret is ever asked for.
import { ProbotOctokit } from "probot";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectGitHub } from "../../src/github/connect.ts";
import { NotFound, RateLimited, Transient } from "../../src/github/errors.ts";
import type { GitHubGateway } from "../../src/github/gateway.ts";
import { recordDelivery } from "../../src/local-github/history/recorder.ts";
import { commitTo } from "../../src/local-github/repository.ts";
import type { PermissionLevel } from "../../src/local-github/state.ts";
import {
  allPermissions,
  keys,
  type LocalClient,
  NOW,
  openLocalClient,
} from "../local-github/local-client.ts";
import {
  localCodeScanningAlert,
  localDependabotAlert,
  localSecretAlert,
} from "../local-github/local-security.ts";

const granted: Readonly<Record<string, PermissionLevel>> = {
  ...allPermissions,
  security_events: "read",
  secret_scanning_alerts: "read",
  vulnerability_alerts: "read",
  administration: "write",
  attestations: "read",
};
const address = { installationId: 5, repositoryId: 41, owner: "acme", name: "billing" };
const digest = `sha256:${"a".repeat(64)}`;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

let client: LocalClient;
let github: GitHubGateway;

/** A gateway whose token has what the installation has now. */
function connect(): GitHubGateway {
  const Octokit = ProbotOctokit.defaults({ retry: { enabled: false }, throttle: { enabled: false } });
  const octokit = new Octokit({
    auth: { appId: 11, privateKey: keys.privateKey, installationId: 5 },
    baseUrl: `${client.github.origin}/api/v3`,
    log: silent,
  });
  return connectGitHub(async () => octokit, { now: () => NOW });
}

beforeEach(async () => {
  client = await openLocalClient();
  client.installation.permissions = granted;
  github = connect();
});
afterEach(async () => {
  const { requests, unexpectedRequests } = client.github;
  await client.github.stop();
  expect(unexpectedRequests).toEqual([]);
  expect(requests.flatMap(({ unknownNames }) => unknownNames)).toEqual([]);
  expect(requests.flatMap(({ answerProblems }) => answerProblems)).toEqual([]);
});

describe("controls", () => {
  it("are read as they are", async () => {
    const { security } = client.repository;
    security.defaultSetup = true;
    security.analyses.set("refs/heads/main", NOW - 1000);
    security.rules = [
      { rulesetId: 1, rule: { type: "required_status_checks", contexts: ["CodeQL", "build"] } },
      { rulesetId: 1, rule: { type: "pull_request", approvals: 1 } },
      { rulesetId: 2, rule: { type: "pull_request", approvals: 2 } },
      {
        rulesetId: 2,
        rule: {
          type: "workflows",
          workflows: [{ repositoryId: 9, path: ".github/workflows/a.yml", ref: "main" }],
        },
      },
      { rulesetId: 3, rule: { type: "deletion" } },
    ];
    security.protection.set("main", { contexts: ["build"], approvals: null });
    expect(await github.readSecurityFeatures(address)).toMatchObject({
      defaultBranch: "main",
      features: { seen: { secret_scanning: true, dependabot_security_updates: false } },
    });
    expect(await github.readDependabotSwitch(address)).toEqual({ seen: true });
    expect(await github.readDefaultSetup(address)).toEqual({ seen: true });
    expect(await github.readLastAnalysis(address, "main")).toEqual({ seen: NOW - 1000 });
    expect(await github.readBranchRules(address, "main")).toEqual({
      seen: {
        requiredChecks: ["CodeQL", "build"],
        requiredApprovals: 2,
        requiredWorkflows: ["repositories/9/.github/workflows/a.yml@main"],
      },
    });
    expect(await github.readBranchProtection(address, "main")).toEqual({
      seen: { requiredChecks: ["build"], requiredApprovals: null, requiredWorkflows: [] },
    });
  });

  it("that are off are seen to be off", async () => {
    const { security } = client.repository;
    security.dependabotAlerts = false;
    expect(await github.readDependabotSwitch(address)).toEqual({ seen: false });
    expect(await github.readDefaultSetup(address)).toEqual({ seen: false });
    expect(await github.readLastAnalysis(address, "main")).toEqual({ seen: null });
    expect(await github.readBranchRules(address, "main")).toEqual({
      seen: { requiredChecks: [], requiredApprovals: null, requiredWorkflows: [] },
    });
    expect(await github.readBranchProtection(address, "main")).toEqual({ seen: null });
    expect(await github.readBranchProtection(address, "not-there-yet")).toEqual({ seen: null });
  });

  it("of a branch with a slash in its name", async () => {
    commitTo(client.repository, "release/1", { message: "m", committedAt: NOW, files: { a: "b" } });
    client.repository.security.protection.set("release/1", { contexts: null, approvals: 1 });
    expect(await github.readBranchProtection(address, "release/1")).toMatchObject({
      seen: { requiredApprovals: 1 },
    });
  });
});

/** What is read, which permission it needs, and the first words of what a person is told without it. */
const readings: [string, string, (github: GitHubGateway) => Promise<object>][] = [
  ["security_events: read", "code scanning alerts", (it) => it.listCodeScanningAlerts(address, "main")],
  ["security_events: read", "analyses of code scanning", (it) => it.readLastAnalysis(address, "main")],
  ["vulnerability_alerts: read", "Dependabot alerts", (it) => it.listDependabotAlerts(address)],
  ["secret_scanning_alerts: read", "secret scanning alerts", (it) => it.listSecretAlerts(address)],
  ["secret_scanning_alerts: read", "where secrets are", (it) => it.listSecretLocations(address, 1)],
  ["secret_scanning_alerts: read", "scans of secret scanning", (it) => it.listSecretScans(address)],
  [
    "administration: read",
    "security features",
    async (it) => (await it.readSecurityFeatures(address)).features,
  ],
  ["administration: read", "whether Dependabot alerts are on", (it) => it.readDependabotSwitch(address)],
  ["administration: read", "code scanning's default setup", (it) => it.readDefaultSetup(address)],
  ["administration: read", "branch protection", (it) => it.readBranchProtection(address, "main")],
  ["administration: write", "bypassed rules", (it) => it.listBypassedRuleSuites(address, "main")],
  ["contents: read", "the CODEOWNERS file", (it) => it.readCodeOwnersFile(address)],
  ["contents: read", "releases", (it) => it.listReleases(address)],
  ["contents: read", "the dependency graph", (it) => it.hasSbom(address)],
  ["contents: read", "commits", (it) => it.readCommitTime(address, client.headSha)],
  ["attestations: read", "attestations", (it) => it.hasAttestation(address, digest)],
];

describe("a permission that is missing", () => {
  it.each(readings)(
    "%s: %s cannot be seen, and the fact says what to grant",
    async (permission, what, read) => {
      const [name = ""] = permission.split(":");
      const { [name]: _taken, ...less } = granted;
      client.installation.permissions = less;
      expect(await read(connect())).toEqual({
        unseen: {
          why: "permission-missing",
          permission,
          text: `Firstpass may not read ${what}: grant its installation the permission "${permission}".`,
        },
      });
    },
  );

  it("to read the administration is not enough for bypassed rules", async () => {
    client.installation.permissions = { ...granted, administration: "read" };
    expect(await connect().listBypassedRuleSuites(address, "main")).toMatchObject({
      unseen: { permission: "administration: write" },
    });
  });
});

describe("a feature that is off", () => {
  const off = async (read: Promise<object>) => (await read) as { unseen: { why: string; text: string } };

  it.each([
    [
      "code scanning",
      () => {
        client.repository.security.codeScanning = false;
      },
      () => github.listCodeScanningAlerts(address, "main"),
      /set up code scanning/,
    ],
    [
      "code scanning that never ran",
      () => {},
      () => github.listCodeScanningAlerts(address, "main"),
      /set up code scanning.*no analysis found/,
    ],
    [
      "default setup without code scanning",
      () => {
        client.repository.security.codeScanning = false;
      },
      () => github.readDefaultSetup(address),
      /set up code scanning/,
    ],
    [
      "Dependabot",
      () => {
        client.repository.security.dependabotAlerts = false;
      },
      () => github.listDependabotAlerts(address),
      /turn on Dependabot alerts/,
    ],
    [
      "secret scanning",
      () => client.repository.security.features.set("secret_scanning", false),
      () => github.listSecretAlerts(address),
      /turn on secret scanning/,
    ],
  ] as const)("%s", async (_what, turnOff, read, text) => {
    turnOff();
    const { unseen } = await off(read());
    expect(unseen.why).toBe("feature-off");
    expect(unseen.text).toMatch(text);
  });

  it("for want of a plan: rules of a private repository", async () => {
    const message = "Upgrade to GitHub Pro or make this repository public to enable this feature.";
    client.github.failNext({ method: "GET", path: /rules\/branches/, answer: { status: 403, message } });
    const { unseen } = await off(github.readBranchRules(address, "main"));
    expect(unseen).toMatchObject({ why: "feature-off", text: expect.stringContaining("another plan") });
  });
});

describe("a server that does not have it", () => {
  it("answers 404, which proves nothing on an Enterprise Server", async () => {
    client.github.state.enterpriseVersion = "3.19.0";
    client.github.state.absentOperations.add("repos/list-attestations");
    client.github.state.absentOperations.add("repos/get-repo-rule-suites");
    expect(await github.hasAttestation(address, digest)).toMatchObject({ unseen: { why: "not-available" } });
    expect(await github.listBypassedRuleSuites(address, "main")).toMatchObject({
      unseen: { why: "not-available", permission: null },
    });
  });

  it("on github.com the same answer means that there is no attestation, and no dependency graph", async () => {
    client.repository.security.dependencyGraph = false;
    expect(await github.hasAttestation(address, digest)).toEqual({ seen: false });
    expect(await github.hasSbom(address)).toEqual({ seen: false });
  });
});

describe("what is no answer stays an error", () => {
  it.each([
    [
      "a limit",
      {
        status: 403,
        message: "API rate limit exceeded",
        headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "2000000000" },
      },
      RateLimited,
    ],
    ["a secondary limit", { status: 403, message: "You have exceeded a secondary rate limit." }, RateLimited],
    ["too many requests", { status: 429, headers: { "retry-after": "60" } }, RateLimited],
    ["an outage", { status: 502 }, Transient],
    ["503 of code scanning", { status: 503, message: "Service unavailable" }, Transient],
  ])("%s", async (_what, answer, kind) => {
    client.github.failNext({ method: "GET", path: /code-scanning\/alerts$/, answer });
    await expect(github.listCodeScanningAlerts(address, "main")).rejects.toThrow(kind);
  });

  it("a repository that is not there", async () => {
    await expect(github.readSecurityFeatures({ ...address, name: "moved" })).rejects.toThrow(NotFound);
  });
});

describe("lists of alerts", () => {
  it("of every state, with the times that GitHub gives", async () => {
    const { security } = client.repository;
    security.analyses.set("refs/heads/main", NOW);
    security.codeScanningAlerts.push(
      localCodeScanningAlert(1),
      localCodeScanningAlert(2, { state: "dismissed", dismissedAt: NOW, dismissedReason: "won't fix" }),
      localCodeScanningAlert(3, { refs: ["refs/pull/9/merge"] }),
    );
    const read = await github.listCodeScanningAlerts(address, "main");
    expect(read).toMatchObject({
      seen: {
        complete: true,
        alerts: [
          { number: 2, state: "dismissed", dismissedAt: NOW, dismissedReason: "won't fix" },
          { number: 1, state: "open", securitySeverity: "high", path: "web/page.ts", startLine: 12 },
        ],
      },
    });
  });

  it("of Dependabot are followed from cursor to cursor", async () => {
    for (let number = 1; number <= 250; number += 1)
      client.repository.security.dependabot.push(localDependabotAlert(number));
    const read = await github.listDependabotAlerts(address);
    expect(read).toMatchObject({ seen: { complete: true } });
    expect("seen" in read && new Set(read.seen.alerts.map(({ number }) => number)).size).toBe(250);
    expect(client.github.requests.filter(({ path }) => path.endsWith("/dependabot/alerts"))).toHaveLength(3);
  });

  it("are cut after two thousand, and say so", async () => {
    for (let number = 1; number <= 2001; number += 1)
      client.repository.security.secretAlerts.push(localSecretAlert(number));
    const read = await github.listSecretAlerts(address);
    expect("seen" in read && [read.seen.complete, read.seen.alerts.length]).toEqual([false, 2000]);
  });

  it("of secrets are never asked for without hiding the secrets, and hold none", async () => {
    client.repository.security.secretAlerts.push(localSecretAlert(1, { secret: "literal-of-a-secret" }));
    const read = await github.listSecretAlerts(address);
    const asked = client.github.requests.filter(({ path }) => path.endsWith("/secret-scanning/alerts"));
    expect(asked.map(({ query }) => query.hide_secret)).toEqual(["true"]);
    expect(JSON.stringify([read, asked])).not.toContain("literal-of-a-secret");
  });
});

describe("where secrets are", () => {
  const record = (event: string, payload: object) =>
    recordDelivery(client.github.state, event, { repository: { id: client.repository.id }, ...payload });
  const created_at = new Date(NOW).toISOString();
  const locate = (type: string, details: object) =>
    record("secret_scanning_alert_location", {
      alert: { number: 1, created_at },
      location: { type, details },
    });
  const inCommit = (commit: string) => ({
    path: "src/a.env",
    start_line: 1,
    end_line: 1,
    start_column: 1,
    end_column: 9,
    blob_sha: "b".repeat(40),
    commit_sha: commit,
  });

  it("is told as webhooks told it, each place once, and without the secret", async () => {
    client.repository.security.secretAlerts.push(localSecretAlert(1, { secret: "literal-of-a-secret" }));
    for (const commit of ["c", "c", "d"]) locate("commit", inCommit(commit.repeat(40)));
    locate("issue_title", { issue_title_url: "https://api.github.com/repos/acme/shop/issues/7" });
    const read = await github.listSecretLocations(address, 1);
    const place = { locationType: "commit", path: "src/a.env" };
    expect(read).toEqual({
      seen: {
        complete: true,
        locations: [
          { ...place, commitSha: "c".repeat(40), resource: expect.stringContaining("/git/commits/c") },
          { ...place, commitSha: "d".repeat(40), resource: expect.stringContaining("/git/commits/d") },
          {
            locationType: "issue_title",
            commitSha: null,
            path: null,
            resource: "https://api.github.com/repos/acme/shop/issues/7",
          },
        ],
      },
    });
    expect(JSON.stringify(read)).not.toContain("literal-of-a-secret");
    expect(client.github.requests.flatMap(({ answerProblems }) => answerProblems)).toEqual([]);
  });

  it("is followed from page to page, and cut after a thousand places", async () => {
    client.repository.security.secretAlerts.push(localSecretAlert(1));
    for (let number = 1; number <= 1001; number += 1)
      locate("commit", inCommit(number.toString(16).padStart(40, "0")));
    const read = await github.listSecretLocations(address, 1);
    expect("seen" in read && [read.seen.complete, read.seen.locations.length]).toEqual([false, 1000]);
  });

  it("cannot be seen of an alert that is gone, nor where scanning is off", async () => {
    expect(await github.listSecretLocations(address, 9)).toMatchObject({ unseen: { why: "not-available" } });
    client.repository.security.features.set("secret_scanning", false);
    expect(await github.listSecretLocations(address, 9)).toMatchObject({ unseen: { why: "feature-off" } });
    expect(await github.listSecretScans(address)).toMatchObject({ unseen: { why: "feature-off" } });
  });

  it("scans that ended are told with the type of their webhook, the last of each type and source", async () => {
    const ended = (type: string, source: string, at: number) =>
      record("secret_scanning_scan", {
        type,
        source,
        started_at: new Date(at - 60_000).toISOString(),
        completed_at: new Date(at).toISOString(),
      });
    ended("backfill", "git", NOW - 5000);
    ended("backfill", "git", NOW);
    ended("backfill", "git", NOW - 9000);
    ended("incremental", "git", NOW);
    ended("pattern-version-backfill", "git", NOW - 1000);
    const scan = (scanType: string, completedAt: number) => ({
      scanType,
      source: "git",
      startedAt: completedAt - 60_000,
      completedAt,
    });
    expect(await github.listSecretScans(address)).toEqual({
      seen: [scan("incremental", NOW), scan("backfill", NOW), scan("pattern-version-backfill", NOW - 1000)],
    });
    expect(client.github.requests.flatMap(({ answerProblems }) => answerProblems)).toEqual([]);
  });

  it.each([
    [
      {
        backfill_scans: [
          { type: "git", status: "running", started_at: "2026-11-01T00:00:00Z", completed_at: null },
        ],
      },
    ],
    [{ backfill_scans: [{ type: "git", status: "failed", completed_at: "2026-11-01T00:00:00Z" }] }],
    [{ backfill_scans: "none", incremental_scans: [null, 7] }],
    [{}],
  ])("scans that did not end, or have another form, are none: %j", async (body) => {
    const raw = { contentType: "application/json", text: JSON.stringify(body) };
    client.github.failNext({ method: "GET", path: /scan-history$/, answer: { status: 200, raw } });
    expect(await github.listSecretScans(address)).toEqual({ seen: [] });
  });
});

describe("ownership and evidence", () => {
  it("takes CODEOWNERS from the first of GitHub's three places", async () => {
    expect(await github.readCodeOwnersFile(address)).toEqual({ seen: null });
    const add = (path: string, text: string) =>
      commitTo(client.repository, "main", { message: "owners", committedAt: NOW, files: { [path]: text } });
    add("docs/CODEOWNERS", "* @docs");
    expect(await github.readCodeOwnersFile(address)).toEqual({
      seen: { path: "docs/CODEOWNERS", text: "* @docs" },
    });
    add(".github/CODEOWNERS", "* @first");
    expect(await github.readCodeOwnersFile(address)).toEqual({
      seen: { path: ".github/CODEOWNERS", text: "* @first" },
    });
  });

  it("custom properties, bypasses of the branch, releases with digests, attestations, commit times", async () => {
    const { security } = client.repository;
    security.properties.set("tier", "1").set("lines", ["a", "b"]);
    const suite = {
      ref: "refs/heads/main",
      beforeSha: "a".repeat(40),
      afterSha: "b".repeat(40),
      actor: { id: 1, login: "x" },
    };
    security.ruleSuites = [
      { id: 2, ...suite, pushedAt: NOW - 1000, result: "bypass" },
      { id: 3, ...suite, ref: "refs/heads/other", pushedAt: NOW - 1000, result: "bypass" },
    ];
    const release = { id: 1, tagName: "v1", prerelease: true, createdAt: NOW - 9000 };
    security.releases = [
      {
        ...release,
        draft: false,
        publishedAt: NOW - 8000,
        assets: [
          { id: 1, name: "b", digest },
          { id: 2, name: "a", digest: null },
        ],
      },
    ];
    security.attestedDigests.add(digest);
    expect(await github.readCustomProperties(address)).toEqual({ seen: { tier: "1", lines: ["a", "b"] } });
    expect(await github.listBypassedRuleSuites(address, "main")).toEqual({
      seen: [
        { id: 2, ref: suite.ref, beforeSha: suite.beforeSha, afterSha: suite.afterSha, pushedAt: NOW - 1000 },
      ],
    });
    expect(await github.listReleases(address)).toMatchObject({
      seen: [
        {
          releaseId: 1,
          tagName: "v1",
          publishedAt: NOW - 8000,
          prerelease: true,
          assets: [
            { name: "a", digest: null },
            { name: "b", digest },
          ],
        },
      ],
    });
    expect(await github.hasAttestation(address, digest)).toEqual({ seen: true });
    expect(await github.hasSbom(address)).toEqual({ seen: true });
    expect(await github.readCommitTime(address, client.headSha)).toEqual({ seen: NOW - 900_000 });
    expect(await github.readCommitTime(address, "f".repeat(40))).toEqual({ seen: null });
  });
});
