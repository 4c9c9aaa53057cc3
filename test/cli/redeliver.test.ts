import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { createFirstpass } from "../../src/app.ts";
import { startLocalApp } from "../../src/demo/stage.ts";
import { readEnvironment } from "../../src/environment.ts";
import type { LocalGitHub } from "../../src/local-github/start.ts";
import { openStore } from "../../src/store/database.ts";
import { runCommand, temporaryFolder } from "../support/server-process.ts";

let github: LocalGitHub;
let variables: Record<string, string>;
let url: string;

beforeEach(async () => {
  const databaseUrl = `sqlite:${temporaryFolder()}/firstpass.db`;
  ({ github, variables } = await startLocalApp(databaseUrl, {}));
  onTestFinished(() => github.stop());
  // With a clock of its own it leaves the cron table out: nothing is asked for but by the command.
  const firstpass = await createFirstpass(readEnvironment(variables), { now: Date.now });
  onTestFinished(() => firstpass.stop());
  url = `${(await firstpass.start()).url}/api/github/webhooks`;
});

const organization = { id: 77, login: "acme" };
/** Of a handled event that gives rise to nothing. */
const payload = { action: "published", organization, installation: { id: 9 } };

async function loseThree() {
  github.setTarget("http://127.0.0.1:9/");
  for (const id of ["lost-1", "lost-2", "lost-3"]) await github.deliver("release", payload, { id });
  github.setTarget(url);
}

describe("firstpass redeliver", () => {
  test("fault 7: has what failed sent again, and waits until it is here", async () => {
    await loseThree();
    const { code, stdout, stderr } = await runCommand(["redeliver", "--format", "json"], variables);
    expect([code, stderr]).toEqual([0, ""]);
    const shown: { guid: string; outcome: string }[] = JSON.parse(stdout);
    expect(shown.map(({ guid, outcome }) => `${guid} ${outcome}`).sort()).toEqual([
      "lost-1 arrived",
      "lost-2 arrived",
      "lost-3 arrived",
    ]);
    const again = await runCommand(["redeliver"], variables);
    expect([again.code, again.stdout]).toEqual([0, "GitHub could bring everything.\n"]);
  });

  test("lists what waits and asks for nothing", async () => {
    const store = await openStore(variables.DATABASE_URL!, { shared: true });
    await store.sweeps.keepFailed([
      {
        guid: "lost-\u001b[31m1",
        attemptId: "5",
        event: "push",
        installationId: 9,
        failedAt: Date.now() - 3_600_000,
        statusCode: 0,
      },
    ]);
    await store.close();
    const before = github.requests.length;
    const { code, stdout } = await runCommand(["redeliver", "--list"], variables);
    expect(code).toBe(0);
    expect(stdout).toMatch(/lost-.*1.*push.*none.*waits/);
    expect(stdout).not.toContain("\u001b");
    expect(github.requests.length).toBe(before);
    const recent = await runCommand(["redeliver", "--list", "--since", "1h"], variables);
    expect(recent.stdout).toBe("Nothing that GitHub could not bring is known.\n");
  });

  test("fault 5: one by its id, whatever became of it", async () => {
    github.setTarget(url);
    await github.deliver("release", payload, { id: "brought" });
    const { code, stdout } = await runCommand(["redeliver", "brought"], variables);
    expect([code, stdout.includes("arrived")]).toEqual([0, true]);
    expect(github.log.filter(({ guid }) => guid === "brought")).toHaveLength(2);
    const unknown = await runCommand(["redeliver", "never-sent"], variables);
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("log has no delivery")]);
  });

  test("ends with 1 when something does not arrive, and says which", async () => {
    await loseThree();
    github.setTarget("http://127.0.0.1:9/");
    const { code, stdout, stderr } = await runCommand(["redeliver"], variables);
    expect([code, stderr]).toEqual([1, "firstpass: 3 of 3 did not arrive.\n"]);
    expect(stdout).toContain("not here yet");
  });

  test("refuses what cannot be meant", async () => {
    for (const args of [
      ["redeliver", "x", "--list"],
      ["redeliver", "--since", "soon"],
    ]) {
      expect((await runCommand(args, variables)).code).toBe(2);
    }
  });
});

describe("firstpass erase", () => {
  async function install(deleted: boolean) {
    const store = await openStore(variables.DATABASE_URL!, { shared: true });
    await store.installations.save({
      installationId: 9,
      accountId: 77,
      accountLogin: "acme",
      accountType: "Organization",
      suspended: false,
      deleted,
      permissions: {},
      updatedAt: Date.now(),
    });
    await store.close();
  }

  test("fault 32: refuses while the App is installed, and until it is told that there is no way back", async () => {
    await install(false);
    expect(await runCommand(["erase", "acme", "--yes"], variables)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("--installed-too"),
    });
    expect(await runCommand(["erase", "acme", "--installed-too"], variables)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--yes"),
    });
  });

  test("fault 32: erases beside a running server, and says what it erased", async () => {
    github.setTarget(url);
    await github.deliver("release", payload, { id: "of-acme" });
    await install(true);
    const { code, stdout, stderr } = await runCommand(
      ["erase", "ACME", "--yes", "--format", "json"],
      variables,
    );
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toMatchObject({
      nothingLeft: true,
      rows: { installations: 1, deliveries: 1 },
    });
    expect(await runCommand(["erase", "acme", "--yes"], variables)).toMatchObject({ code: 1 });
  });
});
