import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { buildOrganisation } from "../../src/demo/organisation/build.ts";
import { makeState } from "../../src/local-github/state.ts";
import { runCommand, temporaryFolder } from "../support/server-process.ts";

const examples = dirname(createRequire(import.meta.url).resolve("@octokit/webhooks-examples"));

test("every published example is taken: used, ignored or unusable with a reason, none lost", async () => {
  const { code, stdout, stderr } = await runCommand(["replay", "--format", "json", examples]);
  expect([code, stderr]).toEqual([0, ""]);
  const { deliveries, scorecards } = JSON.parse(stdout);
  const { byState, recorded, repeated, refused } = deliveries;
  const counted = Object.values<Record<string, number>>(byState).flatMap((reasons) => Object.values(reasons));
  expect(refused).toEqual({});
  expect(recorded).toBe(329);
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(recorded - repeated);
  expect(byState.dead).toBeUndefined();
  expect(Object.keys(byState.ignored)).not.toContain("");
  expect(scorecards.length).toBeGreaterThan(5);
}, 60_000);

test("a recorded month prints a scorecard as of its newest fact, and keeps it where it is told to", async () => {
  const folder = temporaryFolder();
  const endsAt = Date.parse("2026-11-16T09:00:00Z");
  const made = buildOrganisation(
    makeState({ id: 1, slug: "x", name: "X" }, () => endsAt),
    { endsAt, seed: 1 },
  );
  const lines = made.world
    .runUntil(made.period.to)
    .filter(({ payload }) => (payload.repository as { name?: string } | undefined)?.name === "runbooks")
    .map(({ id, event, payload }) => JSON.stringify({ id, event, payload }));
  writeFileSync(join(folder, "recorded.ndjson"), lines.join("\n"));
  const database = `sqlite:${join(folder, "kept.db")}`;
  const { code, stdout } = await runCommand(["replay", folder, "--database", database]);
  expect(code).toBe(0);
  expect(stdout).toContain("kestrel-works/runbooks (880105)");
  expect(stdout).toContain("just after its newest fact");
  expect(stdout).toMatch(/First-pass security +│ 50 % \(1\/2\)/);
  expect(stdout).toContain(`${lines.length} recorded in 1 file`);
  const kept = await runCommand(
    ["scorecard", "kestrel-works/runbooks", "--as-of", "2026-11-16", "--known-at", "now", "--format", "json"],
    { DATABASE_URL: database },
  );
  expect(JSON.parse(kept.stdout).kpis[0]).toMatchObject({ numerator: 1, denominator: 2 });
}, 60_000);

test("wrong use and nothing to replay are told apart", async () => {
  const missing = await runCommand(["replay", "/no/such/folder"]);
  expect([missing.code, missing.stderr]).toEqual([
    2,
    "firstpass: There is no such file or folder: /no/such/folder.\n",
  ]);
  const empty = await runCommand(["replay", temporaryFolder()]);
  expect([empty.code, empty.stderr]).toEqual([1, expect.stringContaining("No recorded webhook was found")]);
  expect((await runCommand(["replay"])).code).toBe(2);
}, 60_000);
