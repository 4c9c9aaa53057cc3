// Whatever arrives, ingest answers with facts, "ignored" or "unusable" and a reason; it never throws.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalizeDelivery, readEvents } from "../../src/ingest/normalize.ts";
import {
  madePayloads,
  publishedExamples,
  pullRequestPayload,
  repositoryPayload,
} from "../support/payloads.ts";

const events = [...readEvents, "star", "__proto__", "constructor", ""];
const readable = [...publishedExamples(), ...madePayloads()].filter(({ event }) =>
  readEvents.includes(event),
);

/** Replaces one value somewhere in a payload, `depth` choosing the way down. */
function replaceWithin(value: unknown, way: readonly number[], replacement: unknown): unknown {
  const [turn, ...rest] = way;
  if (turn === undefined || typeof value !== "object" || value === null) return replacement;
  const keys = Object.keys(value);
  const key = keys[turn % keys.length];
  if (key === undefined) return replacement;
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...value };
  copy[key] = replaceWithin(copy[key], rest, replacement);
  return copy;
}

describe("fault 14: payloads that are no event of GitHub's", () => {
  test.each([null, 7, "text", true, [], undefined])(
    "%j is unusable for every event that is read",
    (payload) => {
      for (const event of readEvents.filter((name) => name !== "ping")) {
        expect(normalizeDelivery(event, payload)).toEqual({
          outcome: "unusable",
          reason: "the payload is not a JSON object",
        });
      }
    },
  );

  test.each(["star", "constructor", "__proto__", "toString", ""])("event %j is ignored", (event) => {
    expect(normalizeDelivery(event, {})).toEqual({
      outcome: "ignored",
      reason: "this event carries nothing that is measured",
    });
  });

  test("an action that is not known is ignored, and named only where it looks like one of GitHub's", () => {
    const reasonOf = (action: unknown) =>
      normalizeDelivery("pull_request", pullRequestPayload("x", {}, { action }));
    expect(reasonOf("auto_merge_enabled")).toEqual({
      outcome: "ignored",
      reason: "action auto_merge_enabled carries nothing that is measured",
    });
    expect(reasonOf("<b>ghp_16C7e42F292c6912E7</b>")).toEqual({
      outcome: "ignored",
      reason: "the action is none of GitHub's that is measured",
    });
    expect(reasonOf(["opened"])).toMatchObject({ outcome: "unusable" });
  });

  test("keys named __proto__ stay data", () => {
    const payload = JSON.parse(
      '{"__proto__":{"action":"opened"},"repository":{"custom_properties":{"__proto__":"x"}}}',
    );
    for (const event of events) expect(normalizeDelivery(event, payload).outcome).not.toBe("facts");
    const named = pullRequestPayload(
      "opened",
      {},
      {
        repository: repositoryPayload({ custom_properties: JSON.parse('{"__proto__":"x","tier":"1"}') }),
      },
    );
    expect(normalizeDelivery("pull_request", named).outcome).toBe("facts");
    expect({}).not.toHaveProperty("action");
  });
});

test("fault 13: NUL and lone surrogates in names go through as they are", () => {
  const ref = "odd\u0000\ud800name";
  const payload = pullRequestPayload("opened", { head: { sha: "a".repeat(40), ref, repo: null } });
  expect(normalizeDelivery("pull_request", payload)).toMatchObject({ facts: [{ data: { headRef: ref } }] });
});

test("fault 14: arbitrary JSON never throws", () => {
  fc.assert(
    fc.property(fc.constantFrom(...events), fc.jsonValue(), (event, payload) => {
      const normalized = normalizeDelivery(event, payload);
      expect(["facts", "ignored", "unusable"]).toContain(normalized.outcome);
    }),
    { numRuns: 500 },
  );
});

test("fault 14: a real payload with one value replaced by anything never throws, and its reason is short", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...readable),
      fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }),
      fc.jsonValue(),
      ({ event, payload }, way, replacement) => {
        const normalized = normalizeDelivery(event, replaceWithin(payload, way, replacement));
        if (normalized.outcome !== "facts") expect(normalized.reason.length).toBeLessThan(300);
      },
    ),
    { numRuns: 1000 },
  );
});

test("fault 40: no reason and no fact holds a value that stands where a secret may be", () => {
  const secret = ["ghp_", "16C7e42F292c6912E7710c838347Ae178B4a"].join("");
  const leaks = readable.filter(({ event, payload }) =>
    ["secret_scanning_alert", "secret_scanning_alert_location"].includes(event)
      ? JSON.stringify(
          normalizeDelivery(event, {
            ...payload,
            alert: { ...(payload.alert as object), secret, resolution_comment: secret },
          }),
        ).includes(secret)
      : false,
  );
  expect(leaks).toEqual([]);
});
