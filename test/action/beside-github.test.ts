// A pull request of the local GitHub, cloned as it is there: what the bundle asks GitHub, what it is told, and that it never writes.
import { describe, expect, it } from "vitest";
import { pullRequestPayload } from "../../src/demo/payloads/pull-requests.ts";
import { closeStages, NOW, openSmallScene, type SmallScene } from "../e2e/small-scene.ts";
import { exportClone, runGit } from "../support/export-clone.ts";
import { callsScan, configuration } from "./change-scene.ts";
import { annotationsOf, makeFolder, removeFolders, runAction } from "./run-action.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const openedAt = NOW - 5 * HOUR;
const files = { ".github/firstpass.yml": configuration, ".github/workflows/ci.yml": callsScan("v2.1.0") };
const breaking = { ".github/workflows/ci.yml": callsScan("v1.0.0") };

closeStages();
removeFolders();

async function run(
  scene: SmallScene,
  options: { fork?: boolean; conclusion?: string; permissions?: Record<string, "read" | "write"> } = {},
) {
  const { fork = false, conclusion } = options;
  const view = await scene.openPullRequest(1, openedAt, { files: breaking, fork });
  if (conclusion !== undefined) await scene.conclude(view, "CodeQL", conclusion, openedAt + 10 * MINUTE);
  const { github } = scene.stage;
  const workspace = makeFolder();
  scene.repository.branches.set(view.headRef, view.headSha);
  await exportClone(scene.repository, workspace);
  await runGit(workspace, ["checkout", "--quiet", "--detach", view.headSha]);
  const permissions = options.permissions ?? { contents: "read", checks: "read", pull_requests: "read" };
  const token = github.addToken({
    token: "ghs_run",
    kind: "workflow",
    permissions,
    repositories: ["acme/shop"],
  });
  const before = github.requests.length;
  const end = await runAction({
    event: "pull_request",
    payload: pullRequestPayload(scene.scene, "synchronize", view, openedAt),
    workspace,
    origin: github.origin,
    at: NOW,
    inputs: { token: token.value, "workflow-token": token.value },
    environment: { GITHUB_SHA: view.headSha },
  });
  return { end, requests: github.requests.slice(before), unexpected: github.unexpectedRequests };
}

describe("a pull request, beside GitHub", () => {
  it.each([
    ["success", "passed"],
    ["failure", "failed"],
    [undefined, "pending"],
  ])(
    "with a check that ends with %s has a first try that is %s",
    async (conclusion, firstPass) => {
      const scene = await openSmallScene("sqlite::memory:", files);
      const { end, unexpected } = await run(scene, conclusion === undefined ? {} : { conclusion });
      expect(end.err).toBe("");
      expect(end.outputs["first-pass"]).toBe(firstPass);
      expect(unexpected).toEqual([]);
    },
    60_000,
  );

  it("of a fork writes nothing and is told all the same", async () => {
    const scene = await openSmallScene("sqlite::memory:", files);
    const { end, requests } = await run(scene, { fork: true, conclusion: "failure" });
    expect(end).toMatchObject({ code: 0, outputs: { "first-pass": "failed", conclusion: "neutral" } });
    expect(annotationsOf(end)).toMatchObject([{ file: ".github/workflows/ci.yml", level: "warning" }]);
    expect(requests.filter(({ method, path }) => method !== "GET" && !path.endsWith("/graphql"))).toEqual([]);
  }, 60_000);

  it("without permissions is audited, and says which one would tell the first try", async () => {
    const scene = await openSmallScene("sqlite::memory:", files);
    const { end } = await run(scene, { conclusion: "success", permissions: { contents: "read" } });
    expect(end).toMatchObject({ code: 0, outputs: { "first-pass": "unknown", conclusion: "neutral" } });
    expect(end.summary).toMatch(/pull-requests: read/);
  }, 60_000);
});
