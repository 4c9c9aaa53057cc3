import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore } from "../../src/store/database.ts";
import { defaultAccountId, defaultRepositoryId, repositoryState } from "../support/facts.ts";
import { runCommand, temporaryFolder } from "../support/server-process.ts";

const before = Date.UTC(2026, 10, 1);
const after = Date.UTC(2026, 10, 20);

/** acme/shop, with an organisation's file from 1 November 2026 on and its own from the 20th. */
async function storeWithLayers(): Promise<string> {
  const url = `sqlite:${join(temporaryFolder(), "cli.db")}`;
  let now = before;
  const store = await openStore(url, { now: () => now });
  await store.repositories.observe(repositoryState(), { observedAt: 1, installationId: 5 });
  const file = {
    accountId: defaultAccountId,
    kind: "configuration",
    commitSha: null,
    problem: null,
  } as const;
  await store.configurations.save({
    ...file,
    repositoryId: null,
    path: "firstpass.yml",
    text: "version: 1\nmode: enforce\nsla: { high: 20d }\npolicy: { locked: [mode] }\n",
    readAt: before,
  });
  now = after;
  await store.configurations.save({
    ...file,
    repositoryId: defaultRepositoryId,
    path: ".github/firstpass.yml",
    text: "version: 1\nmode: advisory\nsla:\n  high: 10d\n",
    readAt: after,
  });
  await store.close();
  return url;
}

describe("config show", () => {
  it("prints every value with its file and line, what is not in force, and the problems", async () => {
    const DATABASE_URL = await storeWithLayers();
    const show = (...args: string[]) =>
      runCommand(["config", "show", "acme/shop", ...args], { DATABASE_URL });
    const { code, stdout, stderr } = await show();
    expect([code, stderr]).toEqual([0, ""]);
    for (const line of [
      /^acme\/shop {2}configuration [0-9a-f]{12}$/m,
      /^ {2}mode +enforce +firstpass\.yml:2 \(organisation\)\n +not in force: advisory +\.github\/firstpass\.yml:2: locked$/m,
      /^ {2}sla\.high +10d +\.github\/firstpass\.yml:4$/m,
      /^ {2}window +28d +default$/m,
      /^PROBLEMS\n {2}\.github\/firstpass\.yml:2:1: mode: found "advisory"; .* locks it/m,
    ])
      expect(stdout).toMatch(line);

    const earlier = await show("--key", "sla.high", "--as-of", "2026-11-10");
    expect(earlier.stdout).toMatch(/^ {2}sla\.high +20d +firstpass\.yml:3 \(organisation\)$/m);
    expect(earlier.stdout).not.toContain("window");
  });

  it("prints the same as JSON and as a file of its own", async () => {
    const DATABASE_URL = await storeWithLayers();
    const show = (...args: string[]) =>
      runCommand(["config", "show", "acme/shop", ...args], { DATABASE_URL });
    const json = JSON.parse((await show("--format", "json", "--key", "mode")).stdout);
    expect(json).toMatchObject({
      schemaVersion: 1,
      repository: "acme/shop",
      settings: [{ key: "mode", value: "enforce", origin: { layer: "organisation", line: 2, column: 1 } }],
      groups: [],
      problems: [expect.stringContaining("locks it")],
    });
    const yaml = await show("--format", "yaml", "--key", "sla");
    expect(yaml.stdout).toMatch(/^# In force for acme\/shop\.\n/);
    expect(yaml.stdout).toContain("  high: 10d # .github/firstpass.yml:4\n");
    expect(yaml.stderr).toContain("locks it");
  });

  it("ends with 1 for a key under which nothing is set, and for a repository that is not known", async () => {
    const DATABASE_URL = await storeWithLayers();
    const show = (...args: string[]) => runCommand(["config", "show", ...args], { DATABASE_URL });
    expect(await show("acme/shop", "--key", "sla.hihg")).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining('Nothing is set under "sla.hihg". Did you mean "sla.high"?'),
    });
    expect(await show("acme/none")).toMatchObject({ code: 1, stderr: expect.stringContaining("acme/none") });
  });
});
