// The gateway over real HTTP, with Probot as the product makes it, against the local GitHub, which judges every request by
// GitHub's own description.
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CheckRunContent } from "../../src/core/publication/content.ts";
import { connectGitHub } from "../../src/github/connect.ts";
import { PermissionError, Transient } from "../../src/github/errors.ts";
import type { GitHubGateway, RepositoryAddress } from "../../src/github/gateway.ts";
import { addPullRequest, blobShaOf, commitTo } from "../../src/local-github/repository.ts";
import { createProbot } from "../../src/probot.ts";
import { keys, type LocalClient, NOW, openLocalClient } from "../local-github/local-client.ts";

const content: CheckRunContent = {
  title: "Passed on the first try",
  summary: "Every security check passed.",
  text: "",
  status: "completed",
  conclusion: "success",
  annotations: [],
  actions: [{ label: "Re-evaluate", description: "Read the checks again", identifier: "re-evaluate" }],
  detailsUrl: null,
};
const issue = {
  title: "Firstpass weekly scorecard",
  body: "<!-- marker -->\nNumbers",
  labels: ["firstpass"],
};

describe("the gateway over HTTP", () => {
  let local: LocalClient;
  let gateway: GitHubGateway;
  let billing: RepositoryAddress;

  beforeEach(async () => {
    local = await openLocalClient();
    const probot = createProbot(
      { appId: 11, privateKey: keys.privateKey, webhookSecrets: ["local secret"] },
      { webUrl: local.github.origin, apiUrl: `${local.github.origin}/api/v3` },
      pino({ enabled: false }),
    );
    gateway = connectGitHub((installationId) => probot.auth(installationId));
    billing = { installationId: 5, repositoryId: 41, owner: "acme", name: "billing" };
  });
  afterEach(async () => {
    expect(local.github.unexpectedRequests).toEqual([]);
    await local.github.stop();
  });

  it("reads files, trees, blobs, tags, comparisons and where a repository lives", async () => {
    const workflow = "on: push\n";
    expect(await gateway.readFile(billing, ".github/workflows/ci.yml", null)).toEqual({
      text: workflow,
      sha: blobShaOf(workflow),
    });
    expect(await gateway.readFile(billing, "absent.yml", null)).toBeNull();
    const tree = await gateway.readTree(billing, "main");
    expect(tree.commitSha).toBe(local.headSha);
    expect(tree.entries.map(({ path }) => path)).toContain(".github/workflows/ci.yml");
    expect(await gateway.readTree(billing, local.headSha)).toEqual(tree);
    expect(await gateway.readBlob(billing, blobShaOf(workflow))).toBe(workflow);
    local.repository.tags.set("v1", local.headSha);
    expect(await gateway.listTags(billing)).toEqual({
      seen: { tags: [{ name: "v1", commitSha: local.headSha }], complete: true },
    });
    expect(await gateway.readFile(billing, "README.md", "refs/tags/v1")).toMatchObject({
      text: "# billing\n",
    });
    const { sha } = commitTo(local.repository, "main", { message: "second", committedAt: NOW - 1000 });
    expect(await gateway.countCommits(billing, local.headSha, sha)).toBe(1);
    expect(await gateway.findRepository(5, 41)).toMatchObject({ owner: "acme", name: "billing" });
    expect(await gateway.findRepository(5, 999)).toBeNull();
  });

  it("lists what a pull request changes", async () => {
    local.repository.branches.set("feature", local.headSha);
    const { sha } = commitTo(local.repository, "feature", {
      files: { Dockerfile: "FROM scratch\n" },
      message: "containers",
      committedAt: NOW - 1000,
    });
    addPullRequest(local.repository, {
      number: 3,
      id: 3,
      baseRef: "main",
      baseSha: local.headSha,
      headRef: "feature",
      headSha: sha,
    });
    expect(await gateway.listPullRequestFiles(billing, 3)).toEqual([
      { path: "Dockerfile", previousPath: null, status: "added", blobSha: blobShaOf("FROM scratch\n") },
    ]);
  });

  it("posts a check run with many annotations, finds it again and changes it without repeating them", async () => {
    const annotations = Array.from({ length: 60 }, (_, index) => ({
      path: "Dockerfile",
      startLine: index + 1,
      endLine: index + 1,
      level: "warning" as const,
      title: "Base image",
      message: `Line ${index + 1}`,
    }));
    const run = {
      headSha: local.headSha,
      externalId: "firstpass:41:x",
      content: { ...content, annotations },
    };
    const checkRunId = await gateway.createCheckRun(billing, run);
    expect(await gateway.findCheckRun(billing, local.headSha, "firstpass:41:x")).toEqual({ checkRunId });
    await gateway.updateCheckRun(billing, checkRunId, { ...run.content, conclusion: "neutral" });
    expect(local.repository.checkRuns.get(checkRunId)).toMatchObject({ conclusion: "neutral" });
    expect(local.repository.checkRuns.get(checkRunId)?.annotations).toHaveLength(60);
  });

  it("posts an issue, finds it by its marker and closes it", async () => {
    const number = await gateway.createIssue(billing, issue);
    const label = { name: "firstpass", color: "1f6feb", description: "Weekly" };
    await gateway.ensureLabel(billing, label);
    expect(await gateway.findIssue(billing, "firstpass", "<!-- marker -->")).toMatchObject({
      number,
      state: "open",
    });
    await gateway.updateIssue(billing, number, { body: "over", state: "closed" });
    expect(local.repository.issues.get(number)).toMatchObject({ state: "closed", body: "over" });
  });

  it("fault 23: sends a POST once, though its answer is a 502", async () => {
    local.github.failNext({
      method: "POST",
      path: /\/check-runs$/,
      answer: { status: 502 },
      afterEffect: true,
    });
    const run = { headSha: local.headSha, externalId: "firstpass:41:x", content };
    await expect(gateway.createCheckRun(billing, run)).rejects.toBeInstanceOf(Transient);
    expect(local.github.requests.filter(({ path }) => path.endsWith("/check-runs"))).toHaveLength(1);
    expect(local.repository.checkRuns.size).toBe(1);
  });

  it("fault 19: names the permission that is missing", async () => {
    const { checks: _, ...permissions } = local.installation.permissions;
    local.installation.permissions = permissions;
    const run = { headSha: local.headSha, externalId: "firstpass:41:x", content };
    const error = await gateway.createCheckRun(billing, run).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PermissionError);
    expect(error).toMatchObject({ permission: expect.stringContaining("checks=write") });
  });

  it("fault 32: says that the installation is suspended", async () => {
    local.installation.suspended = true;
    await expect(gateway.createIssue(billing, issue)).rejects.toThrow(/suspended/);
  });
});
