// What a changed file would do, asked before it is pushed: from the store, without GitHub.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore } from "../../src/store/database.ts";
import { defaultAccountId, repositoryState } from "../support/facts.ts";
import { triedChange } from "../support/scorecard-input.ts";
import { runCommand, temporaryFolder } from "../support/server-process.ts";

const day = 24 * 60 * 60 * 1000;

/** acme/shop with ten changes of late, two of which failed on the first try; and acme/api with none. */
async function storeWithChanges(): Promise<string> {
  const url = `sqlite:${join(temporaryFolder(), "cli.db")}`;
  const store = await openStore(url);
  const now = Date.now();
  for (const state of [repositoryState(), repositoryState({ repositoryId: 3001, name: "api" })]) {
    await store.repositories.observe(state, { observedAt: now - 300 * day, installationId: 1 });
    await store.repositories.setCoveredFrom(defaultAccountId, state.repositoryId, now - 300 * day);
  }
  const facts = Array.from({ length: 10 }, (_, n) =>
    triedChange(n + 1, n < 2 ? "failure" : "success", now - (n + 1) * day),
  );
  await store.facts.append(facts.flat(), "test");
  await store.close();
  return url;
}

function fileWith(text: string, name = "firstpass.yml"): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

const strict = 'version: 1\nowner: "@acme/x"\ntargets:\n  first-pass-rate: ">= 90 %"\n';

async function simulate(...args: string[]) {
  return runCommand(["config", "simulate", ...args], { DATABASE_URL: await storeWithChanges() });
}

describe("config simulate", () => {
  it("prints what a repository's file would do", async () => {
    const { code, stdout, stderr } = await simulate(fileWith(strict), "--repository", "acme/shop");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Affects this repository; it gets worse: First-pass security check rate");
    expect(stdout).toContain("❌ off target (80 %, target ≥ 90 %)");
    expect(stdout).toContain("targets.first-pass-rate: ");
  });

  it("prints what an organisation's file would do, as JSON or Markdown, and nothing else", async () => {
    const json = await simulate(fileWith(strict), "--organisation", "ACME", "--format", "json");
    expect([json.code, json.stderr]).toEqual([0, ""]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      repositories: { total: 2, affected: 2, worse: 1 },
      changes: [{ repository: "acme/shop", kpi: "first-pass-rate", verdict: "worse" }],
    });
    const markdown = await simulate(fileWith(strict), "--organisation", "acme", "--format", "markdown");
    expect(markdown.stdout).toContain("| acme/shop | First-pass security check rate |");
  });

  it("prints all errors, simulates nothing of a broken file, and ends with 1", async () => {
    const path = fileWith("version: 1\nmode: enforced\nowners: me\n");
    const { code, stdout, stderr } = await simulate(path, "--repository", "acme/shop");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(`${path}:2:7: mode: found "enforced"`);
    expect(stderr).toContain(`${path}:3:1: unknown key "owners"`);
    expect(stderr).toContain(`firstpass: ${path} has 2 errors: nothing of it would be in force.\n`);
  });

  it("takes a file of the exceptions' name for one", async () => {
    const path = fileWith("version: 1\nexceptions: []\n", "firstpass-exceptions.yml");
    const { code, stdout, stderr } = await simulate(path, "--repository", "acme/shop");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Nothing changes");
  });

  it.each([
    ["no place", [], "by one of --organisation, --repository and --shared"],
    ["two places", ["--organisation", "acme", "--repository", "acme/shop"], "by one of --organisation"],
    ["no such address", ["--shared", "acme/shop:README.md"], "no other file is read"],
  ])("refuses %s as wrong use", async (_, args, said) => {
    const { code, stderr } = await simulate(fileWith(strict), ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  });

  it("says what it knows where the organisation is not known", async () => {
    const { code, stderr } = await simulate(fileWith(strict), "--organisation", "octo");
    expect([code, stderr]).toEqual([1, expect.stringContaining("Known: acme")]);
  });
});
