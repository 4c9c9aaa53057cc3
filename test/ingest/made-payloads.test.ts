// The made payloads are held against GitHub's published webhook schemas, then normalised.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ErrorObject } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { normalizeDelivery } from "../../src/ingest/normalize.ts";
import { madePayloads } from "../support/payloads.ts";

const made = madePayloads();

const description = createRequire(import.meta.url).resolve(
  "@octokit/openapi-webhooks/generated/api.github.com.json",
);
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(JSON.parse(readFileSync(description, "utf8")), "github");

/** Where GitHub's real deliveries differ from its own schema: file → path of the field. */
const knownDifferences: Record<string, string> = { "code_scanning_alert.fixed": "/alert/fixed_at" };

function validate(event: string, action: string | null, payload: unknown): ErrorObject[] {
  const name = [event, ...(action === null ? [] : [action])].join("-").replaceAll("_", "-");
  const check = ajv.getSchema(`github#/webhooks/${name}/post/requestBody/content/application~1json/schema`);
  if (!check) throw new Error(`GitHub publishes no schema named ${name}.`);
  check(payload);
  return check.errors ?? [];
}

describe("made payloads", () => {
  test.each(made)("$name is as GitHub's schema says", ({ name, event, action, payload }) => {
    const differences = validate(event, action, payload).map((error) => error.instancePath);
    expect(differences).toEqual(knownDifferences[name] === undefined ? [] : [knownDifferences[name]]);
  });

  test.each(made)("$name belongs to the account that owns the repository", ({ event, payload }) => {
    const normalized = normalizeDelivery(event, payload);
    expect(normalized).toMatchObject({ outcome: "facts", accountId: 1001, installationId: 3001 });
  });

  test("give these facts", () => {
    const subjects = made.flatMap(({ event, payload }) => {
      const normalized = normalizeDelivery(event, payload);
      return normalized.outcome === "facts"
        ? normalized.facts.map((fact) => `${new Date(fact.occurredAt).toISOString()} ${fact.subject}`)
        : [];
    });
    expect(subjects).toMatchInlineSnapshot(`
      [
        "2026-11-10T09:25:00.000Z code-scanning-alert:12:appeared_in_branch:refs/heads/main",
        "2026-11-10T09:30:00.000Z code-scanning-alert:12:fixed:refs/heads/main",
        "2026-11-10T09:25:00.000Z code-scanning-alert:12:reopened_by_user:",
        "2026-11-10T09:00:00.000Z custom-properties",
        "2026-11-10T09:30:00.000Z dependabot-alert:4:auto_dismissed",
        "2026-11-10T09:30:00.000Z dependabot-alert:4:dismissed",
        "2026-11-10T09:25:00.000Z dependabot-alert:4:reintroduced",
        "2019-05-15T15:20:30.000Z merge-group:2ffea6db159f6b6c47a24e778fb9ef40cf6b1c7d:destroyed",
        "2026-11-10T09:30:00.000Z repository:archived",
        "2026-11-10T09:30:00.000Z repository:unarchived",
        "2026-11-10T09:30:00.000Z repository-ruleset:91:created",
        "2026-11-10T09:25:00.000Z secret-scanning-alert:7:created",
        "2026-11-10T09:30:00.000Z secret-scanning-alert:7:publicly_leaked",
        "2026-11-10T09:30:00.000Z secret-scanning-alert:7:reopened",
        "2026-11-10T09:30:00.000Z secret-scanning-alert:7:resolved",
        "2026-11-10T09:30:00.000Z secret-scanning-alert:7:validated",
        "2026-11-10T09:25:00.000Z secret-location:7:commit:c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1",
        "2026-11-10T09:25:00.000Z secret-location:8:issue_title:/repos/acme/shop/issues/3",
        "2026-11-10T09:30:00.000Z secret-scan:backfill:git",
        "2026-11-10T09:00:00.000Z security-features",
      ]
    `);
  });
});
