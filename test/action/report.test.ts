// The bundle on a schedule: the scorecard read with a workflow's token, and the weekly issue, beside an App that may post the same.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { requestOf } from "../../src/workflows/history/requested.ts";
import { closeStages, NOW, openSmallScene, type SmallScene } from "../e2e/small-scene.ts";
import { configuration } from "./change-scene.ts";
import { annotationsOf, makeFolder, removeFolders, runAction } from "./run-action.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const DAY = 24 * HOUR;
const readAll = {
  contents: "read",
  checks: "read",
  pull_requests: "read",
  actions: "read",
  statuses: "read",
  security_events: "read",
} as const;

closeStages();
removeFolders();

async function openScene(files: Record<string, string> = {}): Promise<SmallScene> {
  const scene = await openSmallScene("sqlite::memory:", files);
  const openedAt = NOW - 5 * DAY;
  for (const [number, conclusion] of [
    [1, "success"],
    [2, "failure"],
    [3, "success"],
  ] as const) {
    const view = await scene.openPullRequest(number, openedAt + number * HOUR);
    await scene.conclude(view, "CodeQL", conclusion, openedAt + number * HOUR + 10 * MINUTE);
  }
  await scene.settle();
  return scene;
}

function run(
  scene: SmallScene,
  permissions: Record<string, "read" | "write">,
  inputs: Record<string, string> = {},
  more: Partial<Parameters<typeof runAction>[0]> = {},
) {
  const { github } = scene.stage;
  const token = github.addToken({
    token: `ghs_${permissions.issues ?? "none"}${Object.keys(permissions).length}`,
    kind: "workflow",
    permissions,
    repositories: ["acme/shop"],
  });
  return runAction({
    event: "schedule",
    payload: { schedule: "0 6 * * 1" },
    workspace: makeFolder(),
    origin: github.origin,
    at: NOW + HOUR,
    ...more,
    inputs: { token: token.value, "workflow-token": token.value, ...inputs },
  });
}

const issuesOf = ({ repository }: SmallScene) => [...repository.issues.values()];

describe("a report", () => {
  it("has the App's numbers for what a reading can tell, and says what the token cannot see", async () => {
    const scene = await openScene();
    const end = await run(scene, readAll);
    expect(end.err).toBe("");
    expect(end.code).toBe(0);
    const scorecard = JSON.parse(readFileSync(end.outputs["scorecard-path"] ?? "", "utf8"));
    expect(scorecard).toMatchObject({ source: "api", repository: { fullName: "acme/shop" } });
    const find = (id: string) => scorecard.kpis.find((kpi: { id: string }) => kpi.id === id);
    const app = (await scene.scorecard()).scorecard.kpis.find(({ id }) => id === "first-pass-rate");
    const { value, numerator, denominator } = find("first-pass-rate");
    expect({ value, numerator, denominator }).toEqual({
      value: app?.value,
      numerator: app?.numerator,
      denominator: app?.denominator,
    });
    expect(denominator).toBe(3);
    expect(end.outputs["first-pass"]).toBe("66.67");
    expect(find("secret-exposure")).toMatchObject({ outcome: "not-measured", value: null });
    expect(end.summary).toContain("First-pass");
    expect(issuesOf(scene)).toEqual([]);
  }, 60_000);

  it("fails by off-target only where that is asked", async () => {
    const scene = await openScene({ ".github/firstpass.yml": configuration });
    const calm = await run(scene, readAll, { "fail-on": "broken-template" });
    const strict = await run(scene, readAll, { "fail-on": "off-target" });
    expect([calm.code, strict.code]).toEqual([0, 1]);
    expect(strict.outputs.conclusion).toBe("failure");
  }, 60_000);

  it.each([
    ["an empty token", "", /Input token: a report is read from GitHub, and needs a token/],
    ["a token that GitHub does not know", "ghs_stranger", /token/i],
  ])(
    "with %s says what to do, and shows no token",
    async (_, token, words) => {
      const scene = await openScene();
      const end = await run(scene, readAll, { token, "workflow-token": token });
      expect(end.code).toBe(1);
      const [first] = annotationsOf(end);
      expect(first?.message).toMatch(words);
      expect(end.out).not.toContain("Unexpected");
      expect(end.out.replace(/^::add-mask::.*$/gm, "")).not.toContain("ghs_stranger");
    },
    60_000,
  );

  it("ends with when to try again where GitHub's limit lasts too long", async () => {
    const scene = await openScene();
    const reset = Math.floor((NOW + 3 * HOUR) / 1000);
    const held = scene.stage.github.whileOn({
      method: "*",
      path: /./,
      answer: {
        status: 403,
        message: "API rate limit exceeded for installation.",
        headers: {
          "x-ratelimit-remaining": "0",
          "x-ratelimit-limit": "1000",
          "x-ratelimit-reset": String(reset),
        },
      },
    });
    const end = await run(scene, readAll);
    held.lift();
    expect(end.code).toBe(1);
    expect(annotationsOf(end)[0]?.message).toContain(new Date(reset * 1000).toISOString().slice(0, 16));
    expect(end.out).not.toContain("Unexpected");
  }, 60_000);
});

const secondary = (seconds: string) => ({
  status: 403,
  message: "You have exceeded a secondary rate limit.",
  headers: { "retry-after": seconds },
});

describe("the weekly issue", () => {
  const weekly = { "weekly-issue": "true" };

  it("is posted once, with the App's marker and label, however often the workflow is run again", async () => {
    const scene = await openScene();
    const first = await run(scene, { ...readAll, issues: "write" }, weekly);
    const again = await run(scene, { ...readAll, issues: "write" }, weekly, {
      environment: { GITHUB_RUN_ATTEMPT: "2" },
    });
    expect([first.code, again.code]).toEqual([0, 0]);
    const issues = issuesOf(scene);
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({ title: "Firstpass weekly scorecard: 2026-W46" });
    expect(issues[0]?.body).toContain("2026-W46");
    expect(first.summary).toContain("2026-W46 was created");
  }, 60_000);

  it("is left to the App where that has posted it", async () => {
    const scene = await openScene();
    const { firstpass } = scene.stage;
    await firstpass.store.jobs.enqueue([
      requestOf({ kind: "publish-weekly", accountId: 77, repositoryId: 500, isoWeek: "2026-W46" }),
    ]);
    await scene.settle();
    const before = issuesOf(scene).map(({ body }) => body);
    expect(before).toHaveLength(1);
    const end = await run(scene, { ...readAll, issues: "write" }, weekly);
    expect(end.code).toBe(0);
    expect(issuesOf(scene).map(({ body }) => body)).toEqual(before);
    expect(end.summary).toContain("App");
  }, 60_000);

  it.each([
    ["whose answer was lost", { status: 502 }, true],
    ["before which GitHub asks for a pause", secondary("2"), false],
  ])(
    "%s is there once, and said to be",
    async (_, answer, afterEffect) => {
      const scene = await openScene();
      scene.stage.github.failNext({ method: "POST", path: /issues$/, answer, afterEffect });
      const end = await run(scene, { ...readAll, issues: "write" }, weekly);
      expect(end.code).toBe(0);
      expect(annotationsOf(end)).toEqual([]);
      expect(issuesOf(scene)).toHaveLength(1);
      expect(end.summary).toMatch(/2026-W46 was (created|unchanged|updated)/);
    },
    60_000,
  );

  it("before which GitHub asks for too long a pause is a warning with no second try", async () => {
    const scene = await openScene();
    scene.stage.github.failNext({ method: "POST", path: /issues$/, answer: secondary("3600") });
    const end = await run(scene, { ...readAll, issues: "write" }, weekly);
    expect(end.code).toBe(0);
    expect(annotationsOf(end)).toMatchObject([
      { level: "warning", message: expect.stringContaining("not posted") },
    ]);
    expect(issuesOf(scene)).toEqual([]);
  }, 60_000);

  it("without the permission is a warning that names it; the summary still appears", async () => {
    const scene = await openScene();
    const end = await run(scene, { ...readAll, issues: "read" }, weekly);
    expect(end).toMatchObject({ code: 0, outputs: { conclusion: "neutral" } });
    expect(annotationsOf(end)).toMatchObject([
      { level: "warning", message: expect.stringContaining("issues: write") },
    ]);
    expect(end.summary).toContain("## Firstpass");
    const writes = scene.stage.github.requests.filter(
      ({ method, path }) => method === "POST" && /issues$/.test(path),
    );
    expect(writes.length).toBeLessThanOrEqual(1);
  }, 60_000);

  it.each([["Dependabot's runs", { environment: { GITHUB_ACTOR: "dependabot[bot]" } }]])(
    "is not tried in %s",
    async (_, more) => {
      const scene = await openScene();
      const end = await run(scene, { ...readAll, issues: "write" }, weekly, more);
      expect(end.code).toBe(0);
      expect(issuesOf(scene)).toEqual([]);
      expect(
        scene.stage.github.requests.some(
          ({ method, path }) => method !== "GET" && !/graphql/.test(path) && /issues|labels/.test(path),
        ),
      ).toBe(false);
      expect(end.summary).toContain("cannot write");
    },
    60_000,
  );
});
