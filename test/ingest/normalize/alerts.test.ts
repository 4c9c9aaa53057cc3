import { describe, expect, test } from "vitest";
import { normalizeDelivery } from "../../../src/ingest/normalize.ts";
import { sha } from "../../support/facts.ts";
import { madePayload } from "../../support/payloads.ts";

type Json = Record<string, unknown>;

/** The fact of a made payload, with fields of its alert changed. */
function factOf(name: string, alert: Json = {}, jobs: readonly string[] = []) {
  const normalized = normalize(name, alert);
  if (normalized.outcome !== "facts") throw new Error(normalized.reason);
  expect(normalized.jobs.map(({ job }) => job.kind)).toEqual(jobs);
  return normalized.facts[0];
}
function normalize(name: string, alert: Json) {
  const payload = madePayload(name);
  return normalizeDelivery(name.split(".")[0]!, {
    ...payload,
    alert: { ...(payload.alert as Json), ...alert },
  });
}
const at = (time: string) => Date.parse(`2026-11-10T${time}Z`);

describe("secret_scanning_alert", () => {
  test.each([
    ["created", at("09:25:00"), "open"],
    ["resolved", at("09:30:00"), "resolved"],
    ["reopened", at("09:30:00"), "open"],
    ["validated", at("09:30:00"), "open"],
    ["publicly_leaked", at("09:30:00"), "open"],
  ])("%s happens at the alert's own time of it", (action, occurredAt, state) => {
    expect(factOf(`secret_scanning_alert.${action}`)).toMatchObject({
      subject: `secret-scanning-alert:7:${action}`,
      occurredAt,
      data: { state, createdAt: at("09:25:00") },
    });
  });

  test("tells a bypass of push protection, which can be earlier than the alert", () => {
    expect(factOf("secret_scanning_alert.created")?.data).toMatchObject({
      pushProtectionBypassed: true,
      pushProtectionBypassedAt: at("09:24:00"),
    });
  });

  test("what an older payload does not say is null, not false", () => {
    const silent = { push_protection_bypassed: undefined, publicly_leaked: undefined, multi_repo: undefined };
    expect(factOf("secret_scanning_alert.created", silent)?.data).toMatchObject({
      pushProtectionBypassed: null,
      publiclyLeaked: null,
      multiRepository: null,
    });
  });

  test("fault 40: a secret that a payload carries anyway does not get into the fact", () => {
    const secret = ["AKIA", "IOSFODNN7EXAMPLE"].join("");
    const normalized = normalize("secret_scanning_alert.created", {
      secret,
      resolution_comment: `rotate ${secret}`,
      push_protection_bypass_request_comment: secret,
    });
    expect(normalized.outcome).toBe("facts");
    expect(JSON.stringify(normalized)).not.toContain(secret);
  });

  test("fault 40: a payload that is unusable is explained without its values", () => {
    const secret = ["AKIA", "IOSFODNN7EXAMPLE"].join("");
    expect(normalize("secret_scanning_alert.created", { number: secret, created_at: secret })).toEqual({
      outcome: "unusable",
      reason: "missing or not of the expected form: alert.number, alert.created_at",
    });
  });
});

describe("secret_scanning_alert_location", () => {
  test("of a commit names the commit and the file", () => {
    expect(factOf("secret_scanning_alert_location.created.commit")).toMatchObject({
      subject: `secret-location:7:commit:${sha("c1")}`,
      occurredAt: at("09:25:00"),
      data: { locationType: "commit", commitSha: sha("c1"), path: "/src/config.ts" },
    });
  });

  test("of an issue names the issue, so that two issues are two places", () => {
    expect(factOf("secret_scanning_alert_location.created.issue_title")).toMatchObject({
      subject: "secret-location:8:issue_title:/repos/acme/shop/issues/3",
      data: { locationType: "issue_title", commitSha: null, path: null },
    });
  });
});

test("secret_scanning_scan tells a backfill from an incremental scan", () => {
  expect(factOf("secret_scanning_scan.completed")).toMatchObject({
    subject: "secret-scan:backfill:git",
    occurredAt: at("09:30:00"),
    data: { scanType: "backfill", startedAt: at("08:00:00") },
  });
});

describe("code_scanning_alert", () => {
  test("keeps the security severity where the payload has one", () => {
    expect(factOf("code_scanning_alert.fixed")).toMatchObject({
      subject: "code-scanning-alert:12:fixed:refs/heads/main",
      occurredAt: at("09:30:00"),
      data: { ruleId: "js/sql-injection", securitySeverity: "high", path: "src/query.ts", startLine: 14 },
    });
  });

  test("done by a person has neither ref nor commit", () => {
    expect(factOf("code_scanning_alert.reopened_by_user")).toMatchObject({
      subject: "code-scanning-alert:12:reopened_by_user:",
      data: { ref: null, commitSha: null },
    });
  });

  test("without the time of its transition is unusable", () => {
    expect(normalize("code_scanning_alert.fixed", { fixed_at: null })).toEqual({
      outcome: "unusable",
      reason: "GitHub's time of the event is missing: alert.fixed_at",
    });
  });
});

test.each([
  ["auto_dismissed", "auto_dismissed", at("09:30:00"), at("09:30:00")],
  ["dismissed", "dismissed", at("09:30:00"), at("09:30:00")],
  ["reintroduced", "open", at("09:25:00"), null],
])("dependabot_alert %s", (action, state, occurredAt, dismissedAt) => {
  expect(factOf(`dependabot_alert.${action}`)).toMatchObject({
    subject: `dependabot-alert:4:${action}`,
    occurredAt,
    data: { state, dismissedAt, ghsaId: "GHSA-8f4m-hccc-8qph", packageName: "ansible", ecosystem: "pip" },
  });
});

describe("governance", () => {
  /** What changes how a repository is governed has it read at once. */
  const observed = ["observe-repository"];

  test("custom properties are those of the repository with the new values", () => {
    const jobs = [...observed, "request-observations"];
    expect(factOf("custom_property_values.updated", {}, jobs)?.data).toEqual({
      properties: { tier: "1", team: "payments", languages: ["typescript", "go"] },
    });
  });

  test("a changed property may move the repository to another group, which is known at once", () => {
    const payload = madePayload("custom_property_values.updated");
    const repository = {
      ...(payload.repository as object),
      custom_properties: { tier: "3", team: "payments" },
    };
    const normalized = normalizeDelivery("custom_property_values", { ...payload, repository });
    expect(normalized).toMatchObject({
      repositories: [
        { state: { customProperties: { tier: "1", team: "payments", languages: ["typescript", "go"] } } },
      ],
    });
  });

  test("a property that was cleared is null", () => {
    const payload = madePayload("custom_property_values.updated");
    const new_property_values = [{ property_name: "tier", value: null }];
    expect(normalizeDelivery("custom_property_values", { ...payload, new_property_values })).toMatchObject({
      facts: [{ data: { properties: { tier: null, team: "payments" } } }],
    });
  });

  test("security features are only those that the payload names", () => {
    expect(factOf("security_and_analysis", {}, observed)?.data).toEqual({
      features: { advanced_security: true, secret_scanning: true, secret_scanning_push_protection: false },
    });
  });

  test("a repository's ruleset is a fact, an organisation's belongs to no repository", () => {
    const payload = madePayload("repository_ruleset.created");
    expect(factOf("repository_ruleset.created", {}, observed)).toMatchObject({
      subject: "repository-ruleset:91:created",
      data: { enforcement: "active", ruleTypes: ["deletion", "pull_request"] },
    });
    expect(normalizeDelivery("repository_ruleset", { ...payload, repository: undefined }).outcome).toBe(
      "ignored",
    );
  });
});
