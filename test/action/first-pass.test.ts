// The first try as the Action reads it with a workflow's token, held against the local GitHub.
import { describe, expect, it } from "vitest";
import { readFirstPass } from "../../action/first-pass.ts";
import type { Config } from "../../src/core/config/config.ts";
import { connectWithToken, tokenInstallation } from "../../src/github/token.ts";
import { openMemoryStore } from "../../src/memory/open-memory-store.ts";
import { closeStages, NOW, openSmallScene, type SmallScene } from "../e2e/small-scene.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const openedAt = NOW - 5 * HOUR;

async function ask(
  scene: SmallScene,
  view: { number: number; headSha: string },
  permissions: Record<string, "read"> = {
    contents: "read",
    checks: "read",
    pull_requests: "read",
    actions: "read",
    statuses: "read",
  },
  change: (config: Config) => Config = (config) => config,
) {
  const { github } = scene.stage;
  const token = github.addToken({
    token: "ghs_test",
    kind: "workflow",
    permissions,
    repositories: ["acme/shop"],
  });
  const now = () => scene.clock.now;
  const connection = connectWithToken({
    token: token.value,
    kind: "workflow-token",
    apiUrl: `${github.origin}/api/v3`,
    graphqlUrl: `${github.origin}/api/graphql`,
    store: openMemoryStore({ now }),
    now,
  });
  const { repository, config } = await scene.scorecard();
  return readFirstPass(connection.at("check"), {
    address: { installationId: tokenInstallation, repositoryId: 500, owner: "acme", name: "shop" },
    repository,
    config: change(config),
    number: view.number,
    headSha: view.headSha,
    now: now(),
  });
}

describe("the first try, read with a workflow's token", () => {
  closeStages();

  it.each([
    ["success", "passed"],
    ["failure", "failed"],
  ])("a check that ends with %s has %s", async (conclusion, state) => {
    const scene = await openSmallScene("sqlite::memory:");
    const view = await scene.openPullRequest(1, openedAt);
    await scene.conclude(view, "CodeQL", conclusion, openedAt + 10 * MINUTE);
    expect(await ask(scene, view)).toMatchObject({ state, why: null, head: { kind: "change" } });
  });

  it("is pending while no security check has ended", async () => {
    const scene = await openSmallScene("sqlite::memory:");
    const view = await scene.openPullRequest(1, openedAt);
    await scene.conclude(view, "unit tests", "success", openedAt + 10 * MINUTE);
    expect(await ask(scene, view)).toMatchObject({ state: "pending" });
  });

  it("stays failed after a re-run that passes", async () => {
    const scene = await openSmallScene("sqlite::memory:");
    const view = await scene.openPullRequest(1, openedAt);
    await scene.conclude(view, "CodeQL", "failure", openedAt + 10 * MINUTE);
    await scene.conclude(view, "CodeQL", "success", openedAt + 20 * MINUTE);
    expect(await ask(scene, view)).toMatchObject({ state: "failed" });
  });

  it.each(["checks", "pull_requests"])(
    "is unknown without the permission %s, and says so",
    async (missing) => {
      const scene = await openSmallScene("sqlite::memory:");
      const view = await scene.openPullRequest(1, openedAt);
      await scene.conclude(view, "CodeQL", "success", openedAt + 10 * MINUTE);
      const all = {
        contents: "read",
        checks: "read",
        pull_requests: "read",
        actions: "read",
        statuses: "read",
      } as const;
      const permissions = Object.fromEntries(Object.entries(all).filter(([name]) => name !== missing));
      const reading = await ask(scene, view, permissions);
      expect(reading.state).toBe("unknown");
      expect(reading.why).toContain(missing.replace("_", "-"));
    },
  );

  it("is unknown when GitHub does not answer", async () => {
    const scene = await openSmallScene("sqlite::memory:");
    const view = await scene.openPullRequest(1, openedAt);
    const held = scene.stage.github.whileOn({ method: "*", path: /./, answer: { status: 502 } });
    const reading = await ask(scene, view);
    held.lift();
    expect(reading).toMatchObject({ state: "unknown", head: null });
  });
});
