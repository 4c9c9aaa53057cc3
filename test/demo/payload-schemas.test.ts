// The alerts and settings that the demo tells of are held against GitHub's published webhook schemas.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { buildOrganisation } from "../../src/demo/organisation/build.ts";
import { makeState } from "../../src/local-github/state.ts";

const endsAt = Date.parse("2026-11-16T09:00:00Z");
const events = [
  "code_scanning_alert",
  "dependabot_alert",
  "secret_scanning_alert",
  "repository_ruleset",
  "security_and_analysis",
  "release",
];

const description = createRequire(import.meta.url).resolve(
  "@octokit/openapi-webhooks/generated/api.github.com.json",
);
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(JSON.parse(readFileSync(description, "utf8")), "github");

/** Where GitHub's real deliveries differ from its own schema: event and action → paths of the fields. */
const knownDifferences: Readonly<Record<string, readonly string[]>> = {
  "code-scanning-alert-fixed": ["/alert/fixed_at must be null"],
};

test("every made alert, release and setting is as GitHub's schema says", () => {
  const state = makeState({ id: 1, slug: "x", name: "X" }, () => endsAt);
  const made = buildOrganisation(state, { endsAt, seed: 5 });
  const sent = made.world.runUntil(made.period.to).filter(({ event }) => events.includes(event));
  const found: Record<string, string[]> = {};
  for (const { event, payload } of sent) {
    const action = typeof payload.action === "string" ? payload.action : null;
    const name = [event, ...(action === null ? [] : [action])].join("-").replaceAll("_", "-");
    const check = ajv.getSchema(`github#/webhooks/${name}/post/requestBody/content/application~1json/schema`);
    if (check === undefined) throw new Error(`GitHub publishes no schema named ${name}.`);
    check(payload);
    const errors = (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    found[name] = [...new Set([...(found[name] ?? []), ...errors])];
  }
  expect(Object.keys(found).length).toBeGreaterThan(10);
  expect(Object.fromEntries(Object.entries(found).filter(([, errors]) => errors.length > 0))).toEqual(
    knownDifferences,
  );
});
