import { expect, test } from "vitest";
import { buildOrganisation } from "../../src/demo/organisation/build.ts";
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
  expect(new Set(deliveries.map(({ id }) => id)).size).toBe(deliveries.length);
  expect(deliveries.every(({ at }) => at < endsAt)).toBe(true);
});
