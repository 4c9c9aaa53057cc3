import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PermissionLevel } from "../../src/local-github/state.ts";
import { allPermissions, type LocalClient, NOW, openLocalClient, pluck } from "./local-client.ts";
import { localCodeScanningAlert, localDependabotAlert, localSecretAlert } from "./local-security.ts";

const granted: Readonly<Record<string, PermissionLevel>> = {
  ...allPermissions,
  security_events: "read",
  secret_scanning_alerts: "read",
  vulnerability_alerts: "read",
  administration: "write",
  attestations: "read",
};

let client: LocalClient;
let token: string;
const get = (path: string) => client.ask("GET", `/repos/acme/billing${path}`, undefined, token);

beforeEach(async () => {
  client = await openLocalClient();
  client.installation.permissions = granted;
  token = await client.takeToken();
});
afterEach(async () => {
  expect(client.github.requests.flatMap(({ answerProblems }) => answerProblems)).toEqual([]);
  await client.github.stop();
});

const digest = `sha256:${"a".repeat(64)}`;

describe("what is for those who are permitted", () => {
  test.each([
    ["security_events", "/code-scanning/alerts", "security_events=read"],
    ["security_events", "/code-scanning/analyses", "security_events=read"],
    ["vulnerability_alerts", "/dependabot/alerts", "vulnerability_alerts=read"],
    ["secret_scanning_alerts", "/secret-scanning/alerts?hide_secret=true", "secret_scanning_alerts=read"],
    ["administration", "/vulnerability-alerts", "administration=read"],
    ["administration", "/code-scanning/default-setup", "administration=read"],
    ["administration", "/branches/main/protection", "administration=read"],
    ["administration", "/rulesets/rule-suites", "administration=write"],
    ["contents", "/releases", "contents=read"],
    ["contents", "/dependency-graph/sbom", "contents=read"],
    ["attestations", `/attestations/${digest}`, "attestations=read"],
  ])("without %s, %s is refused and names it", async (permission, path, accepted) => {
    const { [permission]: _taken, ...less } = granted;
    client.installation.permissions = less;
    token = await client.takeToken();
    const answer = await get(path);
    expect([answer.status, answer.body.message]).toEqual([403, "Resource not accessible by integration"]);
    expect(answer.headers.get("x-accepted-github-permissions")).toBe(accepted);
  });

  test("the security features of a repository are shown to administrators alone", async () => {
    expect((await get("")).body.security_and_analysis).toMatchObject({
      secret_scanning: { status: "enabled" },
    });
    client.installation.permissions = allPermissions;
    token = await client.takeToken();
    expect((await get("")).body.security_and_analysis).toBeUndefined();
  });
});

describe("a feature that is off says so in GitHub's words", () => {
  test.each([
    [
      "code scanning",
      () => {
        client.repository.security.codeScanning = false;
      },
      "/code-scanning/alerts",
      403,
      /^Code scanning is not enabled for this repository\./,
    ],
    ["code scanning without an analysis", () => {}, "/code-scanning/alerts", 404, /^no analysis found$/],
    [
      "Dependabot",
      () => {
        client.repository.security.dependabotAlerts = false;
      },
      "/dependabot/alerts",
      403,
      /^Dependabot alerts are disabled for this repository\.$/,
    ],
    [
      "secret scanning",
      () => client.repository.security.features.set("secret_scanning", false),
      "/secret-scanning/alerts",
      404,
      /^Secret scanning is disabled on this repository\.$/,
    ],
    ["classic protection", () => {}, "/branches/main/protection", 404, /^Branch not protected$/],
    ["an attestation that is not there", () => {}, `/attestations/${digest}`, 404, /^Not Found$/],
    [
      "the dependency graph",
      () => {
        client.repository.security.dependencyGraph = false;
      },
      "/dependency-graph/sbom",
      404,
      /^Not Found$/,
    ],
  ])("%s", async (_what, turnOff, path, status, message) => {
    turnOff();
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.body.message).toMatch(message);
  });

  test("Dependabot alerts on and off", async () => {
    expect((await get("/vulnerability-alerts")).status).toBe(204);
    client.repository.security.dependabotAlerts = false;
    expect((await get("/vulnerability-alerts")).status).toBe(404);
  });
});

describe("lists of alerts", () => {
  test("of code scanning are those of the default branch unless a ref is given", async () => {
    const { security } = client.repository;
    security.analyses.set("refs/heads/main", NOW);
    security.codeScanningAlerts.push(
      localCodeScanningAlert(1),
      localCodeScanningAlert(2, { refs: ["refs/pull/4/merge"] }),
    );
    expect(pluck((await get("/code-scanning/alerts")).body, "number")).toEqual([1]);
    expect(pluck((await get("/code-scanning/alerts?ref=refs/pull/4/merge")).body, "number")).toEqual([2]);
    expect((await get("/code-scanning/alerts?state=great")).status).toBe(422);
  });

  test("of Dependabot go by cursor", async () => {
    for (const number of [1, 2, 3]) client.repository.security.dependabot.push(localDependabotAlert(number));
    const first = await get("/dependabot/alerts?per_page=2");
    expect(pluck(first.body, "number")).toEqual([3, 2]);
    const next = /<([^>]+)>; rel="next"/
      .exec(first.headers.get("link")!)![1]!
      .split("/repos/acme/billing")[1]!;
    const second = await get(next);
    expect(pluck(second.body, "number")).toEqual([1]);
    expect(second.headers.get("link")).toBeNull();
  });

  test("of secrets show the secret to whoever does not ask to hide it", async () => {
    client.repository.security.secretAlerts.push(localSecretAlert(1, { secret: "literal" }));
    expect((await get("/secret-scanning/alerts")).body[0]!.secret).toBe("literal");
    expect((await get("/secret-scanning/alerts?hide_secret=true")).body[0]!.secret).toBeUndefined();
  });
});

describe("governance and evidence", () => {
  test("rules of a branch, its protection, bypasses within the period", async () => {
    const { security } = client.repository;
    security.rules = [
      { rulesetId: 1, rule: { type: "required_status_checks", contexts: ["CodeQL"] } },
      { rulesetId: 1, rule: { type: "pull_request", approvals: 1 } },
      { rulesetId: 2, rule: { type: "workflows", workflows: [{ repositoryId: 9, path: "a.yml" }] } },
      { rulesetId: 3, branches: ["next"], rule: { type: "deletion" } },
    ];
    security.protection.set("main", { contexts: ["build"], approvals: 2 });
    const suite = { ref: "refs/heads/main", beforeSha: "a".repeat(40), afterSha: "b".repeat(40) };
    const actor = { id: 7, login: "mira" };
    security.ruleSuites = [
      { id: 1, ...suite, pushedAt: NOW - 1000, result: "bypass", actor },
      { id: 2, ...suite, pushedAt: NOW - 1000, result: "pass", actor },
      { id: 3, ...suite, pushedAt: NOW - 31 * 86_400_000, result: "bypass", actor },
    ];
    expect(pluck((await get("/rules/branches/main")).body, "type")).toEqual([
      "required_status_checks",
      "pull_request",
      "workflows",
    ]);
    const { body } = await get("/branches/main/protection");
    expect(body.required_status_checks!.contexts).toEqual(["build"]);
    expect(body.required_pull_request_reviews!.required_approving_review_count).toBe(2);
    const bypasses = await get(
      "/rulesets/rule-suites?ref=refs/heads/main&rule_suite_result=bypass&time_period=month",
    );
    expect(pluck(bypasses.body, "id")).toEqual([1]);
  });

  test("releases without drafts, attestations, properties, SBOM, a commit", async () => {
    const { security } = client.repository;
    const release = { prerelease: false, createdAt: NOW - 5000, publishedAt: NOW - 4000 };
    security.releases = [
      { id: 1, tagName: "v1", draft: false, ...release, assets: [{ id: 10, name: "app.tgz", digest }] },
      { id: 2, tagName: "v2", draft: true, ...release, publishedAt: null, assets: [] },
    ];
    security.attestedDigests.add(digest);
    security.properties.set("tier", "1");
    expect(pluck((await get("/releases")).body, "tag_name")).toEqual(["v1"]);
    expect(pluck((await get(`/attestations/${digest}`)).body.attestations!, "repository_id")).toEqual([41]);
    expect((await get("/properties/values")).body).toEqual([{ property_name: "tier", value: "1" }]);
    expect((await get("/dependency-graph/sbom")).status).toBe(200);
    expect((await get(`/commits/${client.headSha}`)).body.sha).toBe(client.headSha);
    expect((await get(`/commits/${"f".repeat(40)}`)).status).toBe(422);
  });

  test("an SBOM names what the dependency graph has found", async () => {
    client.repository.security.packages = [
      { name: "@acme/logging", version: "2.1.0", purl: "pkg:npm/%40acme/logging@2.1.0" },
    ];
    const { body } = await get("/dependency-graph/sbom");
    expect(body.sbom!.packages![0]).toMatchObject({
      versionInfo: "2.1.0",
      externalRefs: [{ referenceType: "purl", referenceLocator: "pkg:npm/%40acme/logging@2.1.0" }],
    });
  });

  test("an operation that the server does not have answers 404, and the server says its version", async () => {
    client.github.state.absentOperations.add("repos/list-attestations");
    client.github.state.enterpriseVersion = "3.19.0";
    const answer = await get(`/attestations/${digest}`);
    expect([answer.status, answer.headers.get("x-github-enterprise-version")]).toEqual([404, "3.19.0"]);
  });
});
