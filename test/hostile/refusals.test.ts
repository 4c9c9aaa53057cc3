// GitHub's refusals told apart by what the server does next: through real HTTP, real tokens and real jobs.
import { pino } from "pino";
import { describe, expect, test } from "vitest";
import type { CheckRunContent } from "../../src/core/publication/content.ts";
import { HOUR, MINUTE, people } from "../../src/demo/organisation/place.ts";
import { type PullRequestView, pullRequestPayload } from "../../src/demo/payloads/pull-requests.ts";
import { readEnvironment } from "../../src/environment.ts";
import { connectGitHub } from "../../src/github/connect.ts";
import { addCommit } from "../../src/local-github/repository.ts";
import { createProbot } from "../../src/probot.ts";
import { NOW } from "../e2e/small-scene.ts";
import { type Misdeed, passingMisdeeds } from "./hostile-github.ts";
import { closeStages, type HostileScene, openHostileScene, temporarySqlite } from "./hostile-stage.ts";

const at = NOW - 2 * HOUR;
const SECOND = 1000;
const misdeed = (name: string): Misdeed => {
  const found = passingMisdeeds.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no misdeed ${name}.`);
  return found;
};

/** Does it to the first `times` requests to which it applies. */
function misbehave({ hostile }: HostileScene, method: string, path: RegExp, what: Misdeed, times = 1): void {
  let left = times;
  hostile.plan((request) => {
    if (left === 0 || request.method !== method || !path.test(request.path)) return null;
    left -= 1;
    return what;
  });
}

/** What was asked about check runs, whatever became of it. */
const checkRunRequests = ({ stage }: HostileScene) =>
  stage.github.requests.filter(({ path }) => path.includes("/check-runs")).length;

/** Pushes again to the pull request's branch, and waits until the server knows. */
async function supersede(scene: HostileScene, view: PullRequestView, when: number): Promise<void> {
  const commit = { parent: view.headSha, message: "Again", committedAt: when, files: { "again.ts": "1\n" } };
  const { sha } = addCommit(scene.repository, commit);
  const pull = scene.repository.pullRequests.get(view.number);
  if (pull !== undefined) pull.headSha = sha;
  const next = { ...view, headSha: sha, author: people.mira };
  await scene.send("pull_request", pullRequestPayload(scene.scene, "synchronize", next, when, view.headSha));
  const pending = async () => (await scene.stage.firstpass.store.deliveries.statistics()).counts.pending;
  await expect.poll(pending).toBe(0);
}

const tokensAsked = ({ stage }: HostileScene) =>
  stage.github.requests.filter(({ path }) => path.endsWith("/access_tokens")).length;
const dead = ({ stage }: HostileScene) => stage.firstpass.store.jobs.list({ state: "dead", limit: 9 });

// The store has no part in it but for what is kept of waits, which the replicas' tests ask of PostgreSQL.
describe("a refusal", () => {
  closeStages();
  const open = async () => openHostileScene(await temporarySqlite());

  test("fault 18: a token that was revoked is renewed once, and the check run is made with the new one", async () => {
    const scene = await open();
    await scene.openPullRequest(1, at);
    await scene.settle();
    const before = tokensAsked(scene);
    scene.stage.github.credentials.expireTokens();
    await scene.openPullRequest(2, at + MINUTE);
    // Octokit itself asks again for some seconds of real time while a token is young: GitHub's replicas may not know it yet.
    const runs = async () => {
      await scene.pass(MINUTE, MINUTE);
      return scene.repository.checkRuns.size;
    };
    await expect.poll(runs, { timeout: 20_000 }).toBe(2);
    expect(tokensAsked(scene)).toBe(before + 1);
  });

  test("fault 19: a permission that is missing ends the job, which says what to grant", async () => {
    const scene = await open();
    scene.installation.permissions = { ...scene.installation.permissions, checks: "read" };
    scene.stage.github.credentials.expireTokens();
    await scene.openPullRequest(1, at);
    const ends = async () => {
      await scene.pass(MINUTE, MINUTE);
      return (await dead(scene)).filter(({ kind }) => kind === "evaluate-head");
    };
    await expect
      .poll(ends, { timeout: 20_000 })
      .toMatchObject([{ reason: expect.stringMatching(/^PermissionError: .*checks: write/) }]);
    const asked = checkRunRequests(scene);
    await scene.pass(2 * HOUR, 30 * MINUTE);
    expect(asked).toBeGreaterThan(0);
    expect(checkRunRequests(scene)).toBe(asked);
  });

  test("fault 19, 32: a suspension that no delivery told of ends the job, which says so", async () => {
    const scene = await open();
    scene.installation.suspended = true;
    await scene.openPullRequest(1, at);
    await scene.settle();
    await scene.pass(2 * HOUR, 30 * MINUTE);
    expect(scene.repository.checkRuns.size).toBe(0);
    const ended = (await dead(scene)).filter(({ kind }) => kind === "evaluate-head");
    expect(ended).toMatchObject([{ reason: expect.stringMatching(/suspended/) }]);
  });

  test.each([
    ["403 primary limit", 40],
    ["403 secondary limit", 30],
    ["403 secondary limit without a time", 60],
    ["429", 20],
  ])(
    "fault 19, 22: %s: nothing is asked for %i seconds, then all is well, and no try is used up",
    async (name, seconds) => {
      const scene = await open();
      misbehave(scene, "POST", /\/check-runs$/, misdeed(name));
      await scene.openPullRequest(1, at);
      await scene.settle();
      const heldAt = scene.clock.now;
      const asked = scene.stage.github.requests.length;
      const waiting = await scene.stage.firstpass.store.jobs.list({ state: "waiting", limit: 20 });
      expect(waiting.filter(({ kind }) => kind === "evaluate-head")).toMatchObject([{ tries: 0 }]);
      await scene.openPullRequest(2, at + MINUTE);
      await scene.pass((seconds - 1) * SECOND, SECOND);
      expect(scene.stage.github.requests.slice(asked).map(({ path }) => path)).toEqual([]);
      expect(scene.clock.now - heldAt).toBe((seconds - 1) * SECOND);
      await scene.pass(10 * SECOND, SECOND);
      expect(scene.repository.checkRuns.size).toBe(2);
      expect(await dead(scene)).toEqual([]);
    },
  );

  test("fault 20: a repository that was renamed in silence is found by its id, and written to under its new name", async () => {
    const scene = await open();
    await scene.openPullRequest(1, at);
    await scene.settle();
    scene.repository.name = "boutique";
    await scene.openPullRequest(2, at + MINUTE);
    await scene.settle();
    await scene.settle();
    expect(scene.repository.checkRuns.size).toBe(2);
    expect(await dead(scene)).toEqual([]);
    expect(await scene.stage.firstpass.store.repositories.find(77, scene.repository.id)).toMatchObject({
      state: { name: "boutique" },
    });
  });

  test("fault 20: a repository that is gone is left alone from then on", async () => {
    const scene = await open();
    const { state } = scene.stage.github;
    state.repositories.delete(scene.repository.id);
    await scene.openPullRequest(1, at);
    await scene.settle();
    await scene.settle();
    const asked = () =>
      scene.stage.github.requests.filter(({ path }) => /^\/repos\/acme\/shop|^\/repositories\//.test(path))
        .length;
    const askedSoFar = asked();
    await scene.openPullRequest(2, at + MINUTE);
    await scene.settle();
    await scene.pass(48 * HOUR, 12 * HOUR);
    expect(asked()).toBe(askedSoFar);
    expect((await dead(scene)).filter(({ kind }) => kind === "evaluate-head")).toEqual([]);
    expect(await scene.stage.firstpass.store.repositories.find(77, scene.repository.id)).toMatchObject({
      active: false,
    });
  });

  test.each(["before", "after"] as const)(
    "fault 28: annotations go out in pages; after a failure of the second, %s its effect, none is repeated and none is missing",
    async (when) => {
      const scene = await open();
      const { hostile, stage, repository } = scene;
      const environment = readEnvironment({ ...stage.variables, GHE_HOST: hostile.host });
      if (environment.credentials === null) throw new Error("There are credentials.");
      const probot = createProbot(environment.credentials, environment.github, pino({ enabled: false }), 500);
      const gateway = connectGitHub((installationId) => probot.auth(installationId), {
        now: () => scene.clock.now,
      });
      const address = { installationId: 9, repositoryId: repository.id, owner: "acme", name: "shop" };
      const content: CheckRunContent = {
        title: "Failed",
        summary: "s",
        text: "",
        status: "completed",
        conclusion: "neutral",
        detailsUrl: null,
        actions: [],
        annotations: Array.from({ length: 170 }, (_, line) => ({
          path: "a.yml",
          startLine: line + 1,
          endLine: line + 1,
          level: "warning",
          title: `Rule ${line}`,
          message: `Line ${line}`,
        })),
      };
      const headSha = repository.branches.get("main") ?? "";
      misbehave(
        scene,
        "PATCH",
        /\/check-runs\/\d+$/,
        misdeed(when === "before" ? "502 page" : "502 page after the effect"),
      );
      await expect(gateway.createCheckRun(address, { headSha, externalId: "x", content })).rejects.toThrow(
        /502/,
      );
      const found = await gateway.findCheckRun(address, headSha, "x");
      expect(repository.checkRuns.size).toBe(1);
      await gateway.updateCheckRun(address, found?.checkRunId ?? 0, content);
      const [run] = repository.checkRuns.values();
      expect(run?.annotations).toHaveLength(170);
      expect(new Set(run?.annotations.map(({ start_line }) => start_line)).size).toBe(170);
    },
  );

  test("fault 25: a head that is superseded while its files are read has no word of its own afterwards", async () => {
    const config = "version: 1\ntemplates:\n  rules:\n    - { id: scan, kind: action, uses: acme/scan }\n";
    const scene = await openHostileScene(await temporarySqlite(), {
      ".github/firstpass.yml": config,
    });
    const view = await scene.openPullRequest(1, at);
    await scene.settle();
    const [first] = scene.repository.checkRuns.values();
    const writes = first?.writes.length;
    let told = 0;
    const newer: Misdeed = {
      name: "a newer head meanwhile",
      when: "after",
      async answer(response, { real }) {
        told += 1;
        if (told === 1) await supersede(scene, view, at + HOUR);
        response.writeHead(200, { "content-type": "application/json" }).end(real?.body);
      },
    };
    scene.hostile.plan(({ method, path }) =>
      method === "GET" && /\/pulls\/1\/files$/.test(path) ? newer : null,
    );
    await scene.conclude(view, "CodeQL", "failure", at + MINUTE);
    await scene.settle();
    await scene.settle();
    expect(told).toBeGreaterThan(0);
    const old = [...scene.repository.checkRuns.values()].find(({ headSha }) => headSha === view.headSha);
    expect(old?.writes).toHaveLength(writes ?? -1);
    expect(scene.repository.checkRuns.size).toBe(2);
  });
});
