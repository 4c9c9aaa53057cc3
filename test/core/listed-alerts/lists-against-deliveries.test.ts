// The KPIs of findings of a ledger of deliveries, and of one of GitHub's lists alone: the same wherever a list can tell; elsewhere
// left out, not measured, or as docs/history.md says.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/core/facts/fact.ts";
import type { KpiId } from "../../../src/core/kpis/measurement.ts";
import { factsOfCodeScanningAlert } from "../../../src/core/listed-alerts/code-scanning.ts";
import { factsOfDependabotAlert } from "../../../src/core/listed-alerts/dependabot.ts";
import { factsOfSecretAlert } from "../../../src/core/listed-alerts/secret-scanning.ts";
import { buildScorecard } from "../../../src/core/scorecard/build.ts";
import { codeLife, dependabotLife, secretLife } from "../../support/alert-lives.ts";
import { defaultAccountId, defaultRepositoryId } from "../../support/facts.ts";
import { allListed } from "../../support/findings.ts";
import { day, scorecardInput, window } from "../../support/scorecard-input.ts";

const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId, defaultBranch: "main" };
const lists = allListed(window.to);

/** What the list tells of one alert whose whole life was delivered: how it stands at the end. */
function listedOf(life: readonly Fact[]): readonly Fact[] {
  const last = life.at(-1)!;
  const updatedAt = last.occurredAt;
  switch (last.kind) {
    case "code-scanning-alert": {
      const { action: _action, ref: _ref, commitSha: _sha, ...data } = last.data;
      return factsOfCodeScanningAlert({ ...data, state: data.state ?? "open", updatedAt } as never, place);
    }
    case "dependabot-alert": {
      const { action: _action, ...data } = last.data;
      return factsOfDependabotAlert({ ...data, updatedAt } as never, place);
    }
    case "secret-scanning-alert": {
      const { action: _action, ...data } = last.data;
      return factsOfSecretAlert({ ...data, updatedAt } as never, place);
    }
    default:
      throw new Error(`No alert: ${last.kind}.`);
  }
}

const ofFindings: readonly KpiId[] = [
  "remediation-within-sla",
  "time-to-remediate",
  "open-critical-age",
  "risk-debt",
  "alert-precision",
  "exceptions-overdue",
  "exception-governance",
  "repeat-findings",
  "time-to-detect",
];

type Numbers = Partial<Record<KpiId, string>>;

function numbers(facts: readonly Fact[], coveredFrom: number): Numbers {
  const { kpis } = buildScorecard(scorecardInput([...facts, ...lists], { coveredFrom }));
  const told = kpis.filter(({ id }) => ofFindings.includes(id));
  return Object.fromEntries(
    told.map(({ id, outcome, value, numerator, denominator }) => [
      id,
      outcome === "measured" ? JSON.stringify([value, numerator, denominator]) : outcome,
    ]),
  );
}

/** KPIs of which lists alone tell another number. What only deliveries tell is not measured, never another number. */
function differing(...lives: readonly (readonly Fact[])[]): KpiId[] {
  const delivered = numbers(lives.flat(), window.from - 1);
  const listed = numbers(lives.flatMap(listedOf), window.to);
  return ofFindings.filter((id) => listed[id] !== delivered[id] && listed[id] !== "not-measured");
}

const critical = { securitySeverity: "critical" } as const;
const accepted = { dismissedReason: "won't fix" } as const;

describe("a list alone gives the numbers that deliveries give", () => {
  it.each([
    ["of what is open", codeLife(1, day(-40), [], critical)],
    ["of what was fixed in the window", codeLife(1, day(-3), [["fixed", day(2)]], critical)],
    ["of what was fixed too late", codeLife(1, day(-30), [["fixed", day(2)]], critical)],
    [
      "of what was dismissed as a risk",
      codeLife(1, day(-3), [["closed_by_user", day(2), accepted]], critical),
    ],
    [
      "of what was none",
      codeLife(1, day(-3), [["closed_by_user", day(2), { dismissedReason: "false positive" }]], critical),
    ],
    [
      "of what was fixed, came back and is open",
      codeLife(
        1,
        day(-30),
        [
          ["fixed", day(-20)],
          ["reopened", day(3)],
        ],
        critical,
      ),
    ],
    [
      "of what was fixed, came back and was fixed again",
      codeLife(
        1,
        day(-30),
        [
          ["fixed", day(-20)],
          ["reopened", day(3)],
          ["fixed", day(5)],
        ],
        critical,
      ),
    ],
    [
      "of a dependency that was fixed",
      dependabotLife(1, day(-3), [["fixed", day(2)]], { severity: "critical" }),
    ],
    ["of a dependency that a rule dismissed", dependabotLife(1, day(-3), [["auto_dismissed", day(2)]])],
    [
      "of a dependency that came back",
      dependabotLife(1, day(-30), [
        ["fixed", day(-20)],
        ["reintroduced", day(3)],
      ]),
    ],
    ["of a secret that was revoked", secretLife(1, day(-3), [["resolved", day(2)]])],
    [
      "of a severity that was changed",
      codeLife(1, day(-40), [["appeared_in_branch", day(1), critical]], { securitySeverity: "low" }).map(
        (fact, index, all) =>
          index === all.length - 1
            ? ({ ...fact, data: { ...fact.data, createdAt: day(-40) } } as Fact)
            : fact,
      ),
    ],
  ])("%s", (_, life) => {
    expect(differing(life)).toEqual([]);
  });
});

describe("a list cannot tell", () => {
  it.each<[string, readonly Fact[], readonly KpiId[]]>([
    [
      "that a risk was accepted for a time: the finding counts as older than it was",
      codeLife(
        1,
        day(-20),
        [
          ["closed_by_user", day(-18), accepted],
          ["reopened_by_user", day(-1)],
          ["fixed", day(2)],
        ],
        critical,
      ),
      ["remediation-within-sla"],
    ],
    [
      "that it was on a pull request first: it counts as older than it was",
      [
        ...codeLife(1, day(-20), [], { ...critical, ref: "refs/pull/7/merge" }),
        ...codeLife(
          1,
          day(-20),
          [
            ["appeared_in_branch", day(-1)],
            ["fixed", day(2)],
          ],
          critical,
        ).slice(1),
      ],
      ["remediation-within-sla", "time-to-remediate"],
    ],
    [
      "that a secret was valid before it was found to be inactive: it counts as less severe",
      secretLife(1, day(-40), [
        ["validated", day(-39), { validity: "active" }],
        ["validated", day(-30), { validity: "inactive" }],
      ]),
      ["risk-debt"],
    ],
  ])("%s", (_, life, expected) => {
    const found = differing(life);
    expect([...found].sort()).toEqual([...expected].sort());
    // The number says so itself.
    const { kpis } = buildScorecard(
      scorecardInput([...listedOf(life), ...lists], { coveredFrom: window.to }),
    );
    for (const id of found)
      expect(kpis.find((kpi) => kpi.id === id)?.notes.join()).toContain("GitHub's lists tell how they stand");
  });

  it("what came back and on which commit: nothing is told of either", () => {
    const life = codeLife(1, day(3), [["fixed", day(4)]], critical);
    expect(numbers(listedOf(life), window.to)).toMatchObject({
      "repeat-findings": "not-measured",
      "time-to-detect": "not-measured",
    });
  });
});

it("says nothing of lists where all of the window was delivered, or where no alert is older", () => {
  const notes = (facts: readonly Fact[], coveredFrom: number) =>
    buildScorecard(scorecardInput([...facts, ...lists], { coveredFrom }))
      .kpis.flatMap((kpi) => kpi.notes)
      .join();
  const life = codeLife(1, day(3), [["fixed", day(4)]], critical);
  expect(notes(life, window.from)).not.toContain("GitHub's lists");
  expect(notes(life, day(2))).not.toContain("GitHub's lists");
  expect(notes(life, day(4))).toContain("Deliveries tell of alerts since 2026-10-23.");
});
