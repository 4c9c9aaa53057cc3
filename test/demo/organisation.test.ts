import { describe, expect, test } from "vitest";
import { readConfigFile } from "../../src/core/config/read-config-file.ts";
import { buildOrganisation } from "../../src/demo/organisation/build.ts";
import {
  brokenConfig,
  loosenedConfig,
  measureFile,
  organisationConfig,
} from "../../src/demo/organisation/policy-files.ts";
import type { TimedDelivery } from "../../src/demo/organisation/world.ts";
import { normalizeDelivery } from "../../src/ingest/normalize.ts";
import { makeState } from "../../src/local-github/state.ts";

const endsAt = Date.parse("2026-11-16T09:00:00Z");

function play(seed: number): TimedDelivery[] {
  const state = makeState({ id: 1, slug: "x", name: "X" }, () => endsAt);
  const made = buildOrganisation(state, { endsAt, seed });
  return made.world.runUntil(made.period.to);
}

test("the made organisation is the same in every run", () => {
  expect(play(5)).toEqual(play(5));
});

test("every made delivery is one that Firstpass can use", () => {
  const outcomes = play(5).map(({ event, payload }) => ({
    event,
    outcome: normalizeDelivery(event, payload).outcome,
  }));
  expect(outcomes.filter(({ outcome }) => outcome === "unusable")).toEqual([]);
});

describe("the policy's files", () => {
  const problemsOf = (path: string, text: string, scope: "organisation" | "repository") =>
    readConfigFile({ path, text }, { scope, ownerKnown: true }).problems.map(({ message }) => message);

  test.each(["v2", "v3"])("of the organisation are sound, at %s", (minimum) => {
    expect(problemsOf("firstpass.yml", organisationConfig(minimum), "organisation")).toEqual([]);
    expect(problemsOf("firstpass/measure.yml", measureFile, "organisation")).toEqual([]);
  });

  test("of two repositories are wrong in what the story says, and in nothing else", () => {
    expect(problemsOf(".github/firstpass.yml", loosenedConfig, "repository")).toEqual([]);
    expect(problemsOf(".github/firstpass.yml", brokenConfig, "repository")).toEqual([
      expect.stringContaining('unknown key "target" at the top of the file. Did you mean "targets"?'),
      expect.stringContaining('sla.high: found "two weeks"'),
    ]);
  });
});

test("what the merge queue has tested is what it merges, and the pull request leaves the queue", () => {
  const deliveries = play(5);
  const told = (event: string, action: string) =>
    deliveries.filter(({ event: is, payload }) => is === event && payload.action === action);
  const groups = new Set(
    told("merge_group", "checks_requested").map(
      ({ payload }) => (payload.merge_group as { head_sha: string }).head_sha,
    ),
  );
  const numberOf = ({ payload }: TimedDelivery) => payload.number;
  const queued = told("pull_request", "enqueued");
  expect(queued.length).toBeGreaterThan(10);
  expect(told("pull_request", "dequeued").map(numberOf)).toEqual(
    expect.arrayContaining(queued.slice(0, -1).map(numberOf)),
  );
  const merged = told("pull_request", "closed").filter(({ payload }) =>
    groups.has((payload.pull_request as { merge_commit_sha: string }).merge_commit_sha),
  );
  expect(merged.length).toBe(told("pull_request", "dequeued").length);
});

test("the story holds what real organisations send", () => {
  const deliveries = play(5);
  const text = (event: string) =>
    deliveries.filter((sent) => sent.event === event).map(({ payload }) => JSON.stringify(payload));
  expect(text("pull_request").some((payload) => payload.includes('"login":"dependabot[bot]"'))).toBe(true);
  expect(text("pull_request").some((payload) => payload.includes("river-otter/design-tokens"))).toBe(true);
  expect(text("push").some((payload) => payload.includes('"forced":true'))).toBe(true);
  expect(text("check_run").some((payload) => payload.includes('"conclusion":"cancelled"'))).toBe(true);
  expect(text("workflow_run").some((payload) => payload.includes('"run_attempt":2'))).toBe(true);
  expect(text("merge_group").length).toBeGreaterThan(10);
  expect(text("secret_scanning_scan").some((payload) => payload.includes('"type":"backfill"'))).toBe(true);
  const tags = deliveries.filter(({ event, payload }) => event === "push" && payload.ref === "refs/tags/v4");
  expect(tags.map(({ payload }) => payload.commits)).toEqual([[]]);
  expect(new Set(deliveries.map(({ id }) => id)).size).toBe(deliveries.length);
  expect(deliveries.every(({ at }) => at < endsAt)).toBe(true);
});
