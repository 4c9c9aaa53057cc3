// Findings prevented: what pull requests showed first, and what became of it at the merge.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { computeFindingsPrevented } from "../../../../src/core/kpis/findings-prevented/compute.ts";
import { findingsPrevented } from "../../../../src/core/kpis/findings-prevented/definition.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { measure } from "../../../../src/core/scorecard/measure.ts";
import { codeLife, dependabotLife } from "../../../support/alert-lives.ts";
import { pullRequestFact } from "../../../support/facts.ts";
import { allListed, codeScanningAlertFact, findingsListedFact } from "../../../support/findings.ts";
import { unseen } from "../../../support/observations.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { day, kpiInput, window } from "../../../support/scorecard-input.ts";

function compute(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  return computeFindingsPrevented(kpiInput(facts, given));
}

/** Numerator, denominator and what was left out; or the outcome and why. */
function outcome(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  const computed = compute(facts, given);
  return computed.outcome === "measured"
    ? [computed.numerator, computed.denominator, computed.excluded]
    : [computed.outcome, ...computed.reasons.map(({ code }) => code)];
}

const prevented = [1, 1, {}];
const introduced = [0, 1, {}];
const nothing = ["not-applicable", "no-finding-on-pull-requests"];
const notTold = "merged, and GitHub told neither a fix nor the default branch";

const merge = (number = 1) => `refs/pull/${number}/merge`;
const main = { ref: "refs/heads/main" };

/** Pull request `number`, opened a day before it ended; merged unless told otherwise. */
function pullRequest(
  number: number,
  endedAt: number,
  given: { merged?: boolean; baseRef?: string } = {},
): Fact[] {
  const { merged = true, baseRef = "main" } = given;
  const openedAt = endedAt - 24 * 3_600_000;
  return [
    pullRequestFact({ number, at: openedAt, baseRef }),
    pullRequestFact({ number, at: endedAt, createdAt: openedAt, action: "closed", merged, baseRef }),
  ];
}

type Steps = Parameters<typeof codeLife>[2];

/** Pull request 1, merged on day 5, and an alert that was seen on it on day 4; then what else happened to the alert. */
function story(steps: Steps = [], data: Parameters<typeof codeLife>[3] = {}): Fact[] {
  return [...pullRequest(1, day(5)), ...codeLife(1, day(4), steps, { ref: merge(), ...data })];
}

const reached = (at: number) => ["appeared_in_branch", at, main] as const;
const dismissed = (at: number, dismissedReason: string | null = "won't fix") =>
  ["closed_by_user", at, { ref: null, dismissedReason }] as const;
const reopened = (at: number) => ["reopened_by_user", at, { ref: null }] as const;

describe("a finding on a pull request", () => {
  it.each([
    ["fixed before the merge", story([["fixed", day(4.5)]]), prevented],
    [
      "fixed on the head, not on the merge ref",
      story([["fixed", day(4.5), { ref: "refs/pull/1/head" }]]),
      prevented,
    ],
    ["open at the merge and then on the default branch", story([reached(day(5.1))]), introduced],
    ["on the default branch after the window", story([reached(window.to + 1)]), introduced],
    [
      "fixed, and back before the merge",
      story([["fixed", day(4.2)], ["reopened", day(4.4)], reached(day(5.1))]),
      introduced,
    ],
    [
      "fixed, back, and fixed again before the merge",
      story([
        ["fixed", day(4.2)],
        ["reopened", day(4.4)],
        ["fixed", day(4.6)],
      ]),
      prevented,
    ],
    [
      "dismissed, fixed, and its dismissal taken back before the merge",
      story([dismissed(day(4.1)), ["fixed", day(4.2)], reopened(day(4.3))]),
      prevented,
    ],
    [
      "fixed, back, and a dismissal of it taken back before the merge",
      story([
        ["fixed", day(4.1)],
        ["reopened", day(4.2)],
        dismissed(day(4.3)),
        reopened(day(4.4)),
        reached(day(5.1)),
      ]),
      introduced,
    ],
    [
      "fixed after the merge, on the default branch",
      story([reached(day(5.1)), ["fixed", day(6), main]]),
      introduced,
    ],
    [
      "first seen on it after the merge",
      [...pullRequest(1, day(5)), ...codeLife(1, day(5.1), [reached(day(5.2))], { ref: merge() })],
      introduced,
    ],
  ] as const)("that is %s", (_, facts, expected) => {
    expect(outcome(facts)).toEqual(expected);
  });

  it("is introduced where GitHub lists it on the default branch and does not tell since when", () => {
    const listed = (createdAt: number) => [
      ...pullRequest(1, day(5)),
      ...codeLife(1, createdAt, [], { ref: merge() }),
      ...codeLife(1, createdAt, [], main),
    ];
    expect(outcome(listed(day(4)))).toEqual(introduced);
    expect(outcome(listed(day(5.1)))).toEqual(introduced);
  });

  it.each([
    ["a millisecond before the merge", day(5) - 1, prevented],
    ["in the very second of the merge", day(5), ["not-measured", "alerts-not-listed", "outcome-not-told"]],
  ])("that is fixed %s", (_, at, expected) => {
    expect(outcome(story([["fixed", at]]))).toEqual(expected);
  });

  it("counts once for each pull request that was merged", () => {
    const facts = [
      ...story([["created", day(4), { ref: merge(2) }], ["fixed", day(4.5)], reached(day(8.1))]),
      ...pullRequest(2, day(8)),
      ...pullRequest(3, day(9), { merged: false }),
      codeScanningAlertFact({ number: 1, at: day(4), ref: merge(3) }),
    ];
    expect(outcome(facts)).toEqual([1, 2, {}]);
    expect(compute(facts).evidence.map(({ id, at, counted }) => [id, at, counted])).toEqual([
      ["code-scanning#1 on #1", day(5), true],
      ["code-scanning#1 on #2", day(8), false],
    ]);
  });
});

describe("one that was fixed on its pull request and is on the default branch all the same", () => {
  const facts = (steps: Steps) => [
    ...story([["fixed", day(4.5)], ["created", day(4), { ref: merge(2) }], ...(steps ?? [])]),
    ...pullRequest(2, day(8)),
  ];
  const contradiction = "fixed on the pull request, yet on the default branch after its merge";

  it("is explained by another pull request that was merged with it", () => {
    expect(outcome(facts([reached(day(8.1))]))).toEqual([1, 2, {}]);
  });

  it("is not explained by one that was fixed too, nor by one that was merged only later", () => {
    const fixedToo = facts([["fixed", day(7), { ref: merge(2) }], reached(day(8.1))]);
    expect(outcome([...fixedToo, ...allListed()])).toEqual(nothing);
    expect(compute(fixedToo).excluded).toEqual({ [contradiction]: 2 });
    expect(outcome(facts([reached(day(5.1))]))).toEqual([0, 1, { [contradiction]: 1 }]);
  });
});

describe("what is left out", () => {
  const good = [
    ...pullRequest(9, day(7)),
    ...codeLife(9, day(6.5), [["fixed", day(6.6), { ref: merge(9) }]], { ref: merge(9) }),
  ];

  it.each([
    [
      "on the default branch before",
      [
        ...pullRequest(1, day(5)),
        ...codeLife(1, day(-3), [["appeared_in_branch", day(4), { ref: merge() }]]),
      ],
    ],
    [notTold, story()],
    ["dismissed before the merge as an accepted risk", story([dismissed(day(4.5)), reached(day(5.1))])],
    [
      "dismissed before the merge without a known reason",
      story([dismissed(day(4.5), null), reached(day(5.1))]),
    ],
    ["false positive", story([dismissed(day(4.5), "false positive"), reached(day(5.1))])],
    ["false positive", story([reached(day(5.1)), dismissed(day(9), "false positive")])],
    ["used in tests", story([["fixed", day(4.2)], dismissed(day(4.5), "used in tests")])],
    [
      "fixed on the pull request, yet on the default branch after its merge",
      story([["fixed", day(4.5)], reached(day(5.1))]),
    ],
  ] as const)("%s, with its count", (reason, facts) => {
    expect(outcome([...good, ...facts])).toEqual([1, 1, { [reason]: 1 }]);
    expect(compute([...good, ...facts]).evidence[0]).toMatchObject({
      note: expect.stringContaining(`left out: ${reason}`),
      counted: null,
    });
  });

  it("is not one that was dismissed and reopened before the merge, nor one dismissed as a risk after it", () => {
    expect(outcome(story([dismissed(day(4.2)), reopened(day(4.4)), reached(day(5.1))]))).toEqual(introduced);
    expect(outcome(story([reached(day(5.1)), dismissed(day(6))]))).toEqual(introduced);
  });

  it("is, without a word, what has no security severity, or is no merge into the default branch", () => {
    const style = story([["fixed", day(4.5)]], { securitySeverity: null });
    const closed = [
      ...pullRequest(1, day(5), { merged: false }),
      ...codeLife(1, day(4), [["fixed", day(4.5)]], { ref: merge() }),
    ];
    const topic = [
      ...pullRequest(1, day(5), { baseRef: "topic" }),
      ...codeLife(1, day(4), [["fixed", day(4.5)]], { ref: merge() }),
    ];
    for (const facts of [style, closed, topic]) {
      expect(outcome([...facts, ...dependabotLife(1, day(4)), ...allListed()])).toEqual(nothing);
    }
  });
});

describe("the window", () => {
  it.each([
    ["one millisecond before it", window.from - 1, false],
    ["exactly at its beginning", window.from, true],
    ["in its last millisecond", window.to - 1, true],
    ["exactly at its end", window.to, false],
  ])("holds a pull request merged %s: %s → %s", (_, at, inWindow) => {
    const alert = codeLife(1, at - 9_000_000, [["fixed", at - 6_000_000]], { ref: merge() });
    const facts = [...pullRequest(1, at), ...alert, ...allListed()];
    expect(outcome(facts)).toEqual(inWindow ? prevented : nothing);
  });
});

describe("what cannot be seen", () => {
  const facts = story([["fixed", day(4.5)]]);

  it("is said where there is nothing", () => {
    expect(outcome(allListed())).toEqual(nothing);
    expect(outcome([])).toEqual(["not-measured", "alerts-not-listed"]);
    expect(outcome(allListed(), { coveredFrom: day(2) })).toEqual(["not-measured", "history-incomplete"]);
    expect(outcome([...story(), ...allListed()])).toEqual(["not-measured", "outcome-not-told"]);
  });

  it("is a permission that is missing, by the installation or by what GitHub answered", () => {
    const permissions = { security_events: "read" };
    expect(measure(findingsPrevented, kpiInput(facts, { permissions }))).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "permission-missing", text: expect.stringContaining('"pull_requests: read"') }],
    });
    const refused = findingsListedFact({ listing: unseen("security_events: read") });
    expect(outcome([...facts, refused])).toEqual(["not-measured", "permission-missing"]);
  });

  it("is code scanning that is off; the other sources are none of it", () => {
    const off = (source: "code-scanning" | "dependabot") =>
      findingsListedFact({ source, listing: unseen(null, "feature-off") });
    expect(outcome([...facts, off("code-scanning")])).toEqual(["not-measured", "feature-off"]);
    expect(outcome([...facts, off("dependabot")])).toEqual(prevented);
    expect(compute([...facts, off("dependabot")]).notes.join()).not.toContain("Dependabot");
  });
});

describe("what stands beside it", () => {
  const onPullRequest = (number: number, steps: Steps, data = {}) =>
    codeLife(number, day(4), steps, { ref: merge(), ...data });
  const facts = [
    ...pullRequest(1, day(5)),
    ...onPullRequest(1, [reached(day(5.1))]),
    ...onPullRequest(2, [reached(day(5.1))]),
    ...onPullRequest(3, [reached(day(5.1))], { ruleId: "js/sqli" }),
    ...onPullRequest(4, [["fixed", day(4.5)]]),
    ...onPullRequest(5, []),
  ];

  it("is what was introduced most, and what to do about it", () => {
    const computed = compute(facts);
    expect(computed).toMatchObject({ value: 25, numerator: 1, denominator: 4 });
    expect(computed.breakdown.map(({ label, count, of }) => [label, count, of])).toEqual([
      ["js/xss (CodeQL) in web/", 2, 3],
      ["js/sqli (CodeQL) in web/", 1, 3],
    ]);
    expect(computed.beside.map(({ id, value }) => [id, value])).toEqual([
      ["prevented", 1],
      ["introduced", 3],
      ["not-told", 1],
    ]);
    const { config } = kpiInput([]);
    expect(findingsPrevented.advise(computed, config)?.why).toBe(
      "2 of 3 findings that were open at the merge are js/xss (CodeQL) in web/.",
    );
    expect(findingsPrevented.advise(compute([]), config)).toBeNull();
  });

  it("is one row for each finding and pull request, linked to the alert", () => {
    expect(compute(facts).evidence).toHaveLength(5);
    expect(compute(facts).evidence[3]).toEqual({
      kind: "alert",
      id: "code-scanning#4 on #1",
      url: "https://github.com/acme/shop/security/code-scanning/4",
      at: day(5),
      note: expect.stringContaining("prevented: fixed before the merge"),
      counted: true,
    });
  });

  it("is the same in any order and however often the facts come", () => {
    const more = [
      ...facts,
      ...onPullRequest(6, [
        ["fixed", day(4.5)],
        ["reopened", day(4.5)],
        dismissed(day(4.5)),
        reopened(day(4.5)),
      ]),
      ...pullRequest(2, day(5)),
      codeScanningAlertFact({ number: 1, at: day(4), ref: merge(2) }),
    ];
    expectAnyOrderTheSame(more, compute);
  });
});
