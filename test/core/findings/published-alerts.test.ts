// Findings from GitHub's own published payloads, one fold for each source.
import { expect, it } from "vitest";
import type { Fact } from "../../../src/core/facts/fact.ts";
import type { Finding } from "../../../src/core/findings/finding.ts";
import { foldFindings } from "../../../src/core/findings/fold-findings.ts";
import { normalizeDelivery } from "../../../src/ingest/normalize.ts";
import { repositoryState } from "../../support/facts.ts";
import { madePayloads, publishedExamples } from "../../support/payloads.ts";
import { expectAnyOrderTheSame } from "../../support/properties.ts";

function factsOf(examples: readonly { event: string; payload: unknown }[], event: string): Fact[] {
  return examples
    .filter((example) => example.event === event)
    .flatMap(({ payload }) => {
      const normalized = normalizeDelivery(event, payload);
      return normalized.outcome === "facts" ? normalized.facts : [];
    });
}

function tell(facts: readonly Fact[], defaultBranch: string): string[] {
  const fold = (some: readonly Fact[]): Finding[] =>
    foldFindings(some, { repository: repositoryState({ defaultBranch }) });
  expectAnyOrderTheSame(facts, fold);
  return fold(facts).map(({ id, rule, tool, severity, security, reachedDefaultAt, transitions }) => {
    const steps = transitions.map(({ what, at, closure }) =>
      [new Date(at).toISOString(), what, ...(closure === null ? [] : [closure])].join(" "),
    );
    const place = reachedDefaultAt === null ? "elsewhere" : steps.join(", ");
    return `${id} ${rule} of ${tool}, ${security ? severity : "no security severity"}: ${place}`;
  });
}

it("are made of code scanning's: without a security severity they are told and do not count", () => {
  expect(tell(factsOf(publishedExamples(), "code_scanning_alert"), "main")).toMatchInlineSnapshot(`
    [
      "code-scanning#10 java/sql-injection of CodeQL, no security severity: 2020-07-22T14:06:31.000Z created, 2020-07-22T14:06:31.000Z reopened, 2021-02-11T02:59:08.000Z dismissed false-positive",
    ]
  `);
});

it("are made of Dependabot's, each alert by its number", () => {
  expect(tell(factsOf(publishedExamples(), "dependabot_alert"), "main")).toMatchInlineSnapshot(`
    [
      "dependabot#1 GHSA-8f4m-hccc-8qph of pip:ansible, medium: 2022-06-14T15:21:52.000Z created, 2022-06-15T13:55:40.000Z fixed",
      "dependabot#20 GHSA-c2qf-rxjj-qqgw of npm:semver, medium: 2023-06-24T13:57:12.000Z created",
    ]
  `);
});

it("are made of payloads in GitHub's form for all three sources", () => {
  const made = [
    "code_scanning_alert",
    "dependabot_alert",
    "secret_scanning_alert",
    "secret_scanning_alert_location",
  ];
  const facts = made.flatMap((event) => factsOf(madePayloads(), event));
  expect(tell(facts, "main")).toMatchInlineSnapshot(`
    [
      "code-scanning#12 js/sql-injection of CodeQL, high: 2026-11-10T09:25:00.000Z created, 2026-11-10T09:25:00.000Z reopened, 2026-11-10T09:30:00.000Z fixed",
      "dependabot#4 GHSA-8f4m-hccc-8qph of pip:ansible, medium: 2026-10-01T08:00:00.000Z created, 2026-11-10T09:25:00.000Z reintroduced, 2026-11-10T09:30:00.000Z dismissed accepted",
      "secret-scanning#7 aws_access_key_id of null, critical: 2026-11-10T09:25:00.000Z created, 2026-11-10T09:30:00.000Z fixed, 2026-11-10T09:30:00.000Z reopened",
    ]
  `);
});
