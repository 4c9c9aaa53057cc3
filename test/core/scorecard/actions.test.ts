// What is to be done next, and what is told of a week: chosen from numbers, silent where these carry nothing.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/core/facts/fact.ts";
import { chooseActions } from "../../../src/core/scorecard/actions.ts";
import { buildScorecard, type ScorecardInput } from "../../../src/core/scorecard/build.ts";
import { narrate } from "../../../src/core/scorecard/narrative.ts";
import {
  checkRunFact,
  pavedRoadFact,
  pullRequestFact,
  pushFact,
  repositoryState,
  secretScanningAlertFact,
  sha,
} from "../../support/facts.ts";
import {
  configWith,
  day,
  dayMillis,
  scorecardInput,
  triedChange,
  window,
} from "../../support/scorecard-input.ts";

const owned = configWith({ owner: "@acme/shop-team" });
const before = window.from - 20 * dayMillis;

function tell(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  const input = scorecardInput(facts, { config: owned, ...given });
  const scorecard = buildScorecard(input);
  const actions = chooseActions(scorecard, input.config);
  return { actions, sentences: narrate(scorecard, actions) };
}

function tries(passed: number, failed: number, from: number, firstNumber = 1): Fact[] {
  return Array.from({ length: passed + failed }, (_, index) =>
    triedChange(firstNumber + index, index < passed ? "success" : "failure", from + index * 3_600_000),
  ).flat();
}

const secrets = [
  pushFact({ at: day(1), commits: 500 }),
  secretScanningAlertFact({ number: 7, at: day(3), validity: "active" }),
  secretScanningAlertFact({ number: 8, at: day(4) }),
];

describe("actions", () => {
  it("name who answers for the KPI, where the configuration does", () => {
    const config = configWith({ owner: "@acme/shop-team", targetOwners: { "first-pass-rate": "@acme/ci" } });
    const owners = tell([...tries(6, 6, day(1)), ...secrets], { config }).actions.map(({ kpi, owner }) => [
      kpi,
      owner,
    ]);
    expect(owners).toContainEqual(["first-pass-rate", "@acme/ci"]);
    expect(owners).toContainEqual(["secret-exposure", "@acme/shop-team"]);
  });

  it("come with their links and the configured owner, most pressing first", () => {
    const bare = pullRequestFact({ number: 99, at: day(9), headSha: sha("e9") });
    expect(tell([...tries(6, 6, day(1)), ...secrets, bare]).actions).toMatchInlineSnapshot(`
      [
        {
          "escalated": false,
          "kpi": "secret-exposure",
          "links": [
            {
              "label": "alert 8",
              "url": "https://github.com/acme/shop/security/secret-scanning/8",
            },
            {
              "label": "alert 7",
              "url": "https://github.com/acme/shop/security/secret-scanning/7",
            },
          ],
          "offTargetWeeks": 0,
          "owner": "@acme/shop-team",
          "text": "Revoke the 2 newly exposed secrets still open (1 still valid), then resolve the alerts.",
          "why": null,
        },
        {
          "escalated": true,
          "kpi": "first-pass-rate",
          "links": [
            {
              "label": "#12",
              "url": "https://github.com/acme/shop/pull/12",
            },
            {
              "label": "#11",
              "url": "https://github.com/acme/shop/pull/11",
            },
            {
              "label": "#10",
              "url": "https://github.com/acme/shop/pull/10",
            },
          ],
          "offTargetWeeks": 4,
          "owner": "@acme/shop-team",
          "text": "Have CodeQL run before review (editor, pre-commit hook), or fix its rules where they are wrong.",
          "why": "6 of 6 first tries that failed are CodeQL.",
        },
        {
          "escalated": false,
          "kpi": "first-pass-rate",
          "links": [
            {
              "label": "#99",
              "url": "https://github.com/acme/shop/pull/99",
            },
          ],
          "offTargetWeeks": 0,
          "owner": "@acme/shop-team",
          "text": "Add a security check, or select yours under checks.security.",
          "why": "1 change had none.",
        },
        {
          "escalated": false,
          "kpi": "template-adoption",
          "links": [],
          "offTargetWeeks": 0,
          "owner": "@acme/shop-team",
          "text": "Set up "Adoption of secure templates" and "New repositories on the paved road": No template rules are configured: name your templates under \`templates.rules\`.",
          "why": null,
        },
      ]
    `);
  });

  it("name nobody where no owner is configured", () => {
    const { actions } = tell(secrets, { config: configWith({}) });
    expect(actions.map(({ owner }) => owner)).toEqual(expect.arrayContaining([null]));
  });

  it("are never more than five where nothing is off target", () => {
    const bare = pullRequestFact({ number: 99, at: day(9), headSha: sha("e9") });
    const facts = [...tries(6, 6, day(1)), ...secrets, bare];
    expect(tell(facts, { permissions: {} }).actions).toHaveLength(5);
  });

  it("leave a check alone that fails on a repository that is on target, or with few changes", () => {
    for (const facts of [tries(19, 1, day(1)), tries(2, 3, day(1))]) {
      expect(tell(facts).actions.filter(({ kpi }) => kpi === "first-pass-rate")).toEqual([]);
    }
  });

  it("say what to grant before anything else", () => {
    const [first] = tell(secrets, {
      permissions: { contents: "read", checks: "write", statuses: "read" },
    }).actions;
    expect(first).toMatchObject({
      kpi: "first-pass-rate",
      text: expect.stringContaining("pull_requests: read"),
    });
  });

  it("name the template rules that are not met, with the places", () => {
    const config = configWith({
      owner: null,
      templates: {
        rules: [
          {
            id: "ci",
            title: "Secure pipeline",
            appliesTo: {},
            kind: "action",
            uses: "acme/scan",
            ref: { kind: "any", branches: [] },
          },
        ],
      },
    });
    const [action] = tell([pavedRoadFact({ at: day(2) })], { config }).actions;
    expect(action).toMatchObject({
      kpi: "template-adoption",
      text: "Take up the template rules not met yet: Secure pipeline: missing.",
      links: [{ url: expect.stringContaining("https://github.com/acme/shop") }],
    });
  });

  it("say nothing of secrets on a public repository", () => {
    const repository = repositoryState({ visibility: "public" });
    const { actions, sentences } = tell(secrets, { repository });
    expect(JSON.stringify([actions, sentences])).not.toMatch(/secret/i);
  });
});

describe("narrative", () => {
  it("tells the largest significant change, what fails first, and who does what next", () => {
    const semgrep = [31, 32, 33].map((number) =>
      checkRunFact({
        name: "Semgrep",
        conclusion: "failure",
        headSha: number.toString(16).padStart(40, "0"),
        at: day(1) + number * 3_600_000,
        checkRunId: 700 + number,
        checkSuiteId: 700 + number,
      }),
    );
    const { sentences } = tell([...tries(20, 20, day(1)), ...tries(36, 4, before, 100), ...semgrep]);
    expect(sentences).toMatchInlineSnapshot(`
      [
        "First-pass security check rate worsened from 90 % to 50 % (20 of 40 changes), by more than chance would explain.",
        "Next: Have CodeQL run before review (editor, pre-commit hook), or fix its rules where they are wrong. Owner: @acme/shop-team.",
      ]
    `);
  });

  it.each([
    ["nothing happened", []],
    ["the sample is small", [...tries(2, 5, day(1)), ...tries(9, 1, before, 100)]],
    [
      "the difference is no more than chance, and one failure is no pattern",
      [...tries(19, 1, day(1)), ...tries(18, 2, before, 100)],
    ],
  ])("is silent where %s", (_, facts) => {
    expect(tell(facts).sentences).toEqual([]);
  });

  it("names no check as the first to fail where two do so equally often", () => {
    const both = [1, 2].flatMap((number) => [
      ...triedChange(number, "failure", day(1)),
      checkRunFact({
        name: "Semgrep",
        conclusion: "failure",
        headSha: number.toString(16).padStart(40, "0"),
        at: day(1),
        checkRunId: 800 + number,
        checkSuiteId: 800 + number,
      }),
    ]);
    expect(tell([...both, ...tries(18, 0, day(2), 10)]).sentences).toEqual([]);
  });
});
