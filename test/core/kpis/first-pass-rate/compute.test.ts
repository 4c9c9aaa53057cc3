// First-pass rate: who is in the denominator of which window, what is left out and why, what stands beside it.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { computeFirstPassRate } from "../../../../src/core/kpis/first-pass-rate/compute.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import {
  checkRunFact,
  pullRequestFact,
  repositoryFact,
  sha,
  workflowRunFact,
} from "../../../support/facts.ts";
import { configWith, day, kpiInput, triedChange, window } from "../../../support/scorecard-input.ts";

function compute(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  return computeFirstPassRate(kpiInput(facts, given));
}

function beside(facts: readonly Fact[], id: string, given: Partial<ScorecardInput> = {}) {
  return compute(facts, given).beside.find((figure) => figure.id === id);
}

describe("the rate", () => {
  it("is passed first tries of decided ones, with every change as evidence", () => {
    const facts = [
      ...triedChange(1, "success", day(1)),
      ...triedChange(2, "failure", day(2)),
      ...triedChange(3, "success", day(3)),
    ];
    const computed = compute(facts);
    expect(computed).toMatchObject({
      outcome: "measured",
      numerator: 2,
      denominator: 3,
      notes: [],
      excluded: {},
    });
    expect(computed.outcome === "measured" && computed.value).toBeCloseTo(66.667, 3);
    expect(computed.evidence).toMatchInlineSnapshot(`
      [
        {
          "at": 1792454400000,
          "counted": true,
          "id": "#1",
          "kind": "pull-request",
          "note": "passed on the first try",
          "url": "https://github.com/acme/shop/pull/1",
        },
        {
          "at": 1792540800000,
          "counted": false,
          "id": "#2",
          "kind": "pull-request",
          "note": "failed on the first try: CodeQL",
          "url": "https://github.com/acme/shop/pull/2",
        },
        {
          "at": 1792627200000,
          "counted": true,
          "id": "#3",
          "kind": "pull-request",
          "note": "passed on the first try",
          "url": "https://github.com/acme/shop/pull/3",
        },
      ]
    `);
  });

  it("of one change is all or nothing", () => {
    expect(compute(triedChange(1, "failure", day(1)))).toMatchObject({
      value: 0,
      numerator: 0,
      denominator: 1,
    });
  });

  it.each([
    ["one millisecond before the window", window.from - 1, false],
    ["exactly at its beginning", window.from, true],
    ["in its last millisecond", window.to - 1, true],
    ["exactly at its end", window.to, false],
  ])("holds a change decided %s: %s → %s", (_, at, counted) => {
    expect(compute(triedChange(1, "success", at)).outcome).toBe(counted ? "measured" : "not-applicable");
  });

  it("counts a change where it was decided, not where it was opened", () => {
    const facts = [
      pullRequestFact({ at: window.from - 5, headSha: sha("a1") }),
      checkRunFact({ headSha: sha("a1"), at: window.from + 5 }),
    ];
    expect(compute(facts)).toMatchObject({ denominator: 1 });
  });
});

describe("what is left out", () => {
  const opened = pullRequestFact({ at: day(2), headSha: sha("a1") });
  const closed = pullRequestFact({ action: "closed", at: day(4), headSha: sha("a1") });
  const running = checkRunFact({ at: day(3), headSha: sha("a1"), status: "in_progress", conclusion: null });

  it.each([
    ["no security check", [opened, closed]],
    ["not decided yet", [opened, running]],
    ["closed before a decision", [opened, running, closed]],
    [
      "beginning not seen",
      [
        pullRequestFact({
          action: "synchronize",
          at: day(2),
          headSha: sha("a1"),
          previousHeadSha: sha("b2"),
        }),
        checkRunFact({ at: day(3), headSha: sha("a1") }),
      ],
    ],
    [
      "first attempt not seen",
      [
        opened,
        workflowRunFact({ headSha: sha("a1"), runAttempt: 2, attemptStartedAt: day(3) - 9, at: day(4) }),
        checkRunFact({
          headSha: sha("a1"),
          name: "Semgrep",
          checkSuiteId: 402,
          startedAt: day(3),
          at: day(3) + 9,
        }),
      ],
    ],
  ])("%s, with its number and as evidence", (reason, facts) => {
    const computed = compute([...facts, ...triedChange(9, "success", day(5))]);
    expect(computed).toMatchObject({ outcome: "measured", denominator: 1, excluded: { [reason]: 1 } });
    expect(computed.evidence).toContainEqual(
      expect.objectContaining({ id: "#1", note: `left out: ${reason}`, counted: null }),
    );
  });

  it("is told in one window only: the one in which it came up for review", () => {
    const later = { from: window.to, to: window.to + 10 };
    expect(compute([opened, running], { window: later }).excluded).toEqual({});
  });

  it("does not hold a draft that was never up for review", () => {
    const draft = pullRequestFact({ at: day(2), headSha: sha("a1"), draft: true });
    expect(compute([draft])).toMatchObject({ outcome: "not-applicable", excluded: {}, evidence: [] });
  });
});

describe("bots", () => {
  const facts = [
    ...triedChange(1, "success", day(1)),
    ...triedChange(2, "failure", day(2), { authorLogin: "renovate[bot]", authorType: "Bot" }),
    ...triedChange(3, "success", day(3), { authorLogin: "renovate[bot]", authorType: "Bot" }),
  ];
  const mode = (bots: "separate" | "include" | "exclude") => ({
    config: configWith({ changes: { baseBranches: [], bots, botLogins: [] } }),
  });

  it("are measured beside it by default", () => {
    expect(compute(facts)).toMatchObject({
      numerator: 1,
      denominator: 1,
      excluded: { "opened by a bot": 2 },
    });
    expect(beside(facts, "bots-first-pass-rate")).toMatchObject({
      value: 50,
      label: "changes by bots passed on the first try (1 of 2)",
      evidenceIds: ["#2", "#3"],
    });
    expect(compute(facts).evidence).toContainEqual(
      expect.objectContaining({ id: "#2", counted: null, note: expect.stringContaining("opened by a bot") }),
    );
  });

  it("are counted with people where the configuration includes them", () => {
    expect(compute(facts, mode("include"))).toMatchObject({ numerator: 2, denominator: 3, excluded: {} });
    expect(beside(facts, "bots-first-pass-rate", mode("include"))).toBeUndefined();
  });

  it("are left out, and said to be, where the configuration excludes them", () => {
    expect(compute(facts, mode("exclude"))).toMatchObject({
      denominator: 1,
      excluded: { "opened by a bot": 2 },
    });
    expect(beside(facts, "bots-first-pass-rate", mode("exclude"))).toBeUndefined();
  });

  it("have no share where there are none", () => {
    expect(beside(triedChange(1, "success", day(1)), "bots-first-pass-rate")).toMatchObject({ value: null });
  });
});

describe("what stands beside it", () => {
  const second = sha("d4");
  const fixed = [
    ...triedChange(1, "failure", day(1)),
    pullRequestFact({
      number: 1,
      action: "synchronize",
      at: day(2),
      headSha: second,
      previousHeadSha: "1".padStart(40, "0"),
    }),
    checkRunFact({ headSha: second, at: day(3), checkRunId: 50, checkSuiteId: 50 }),
  ];

  it("is the median of heads until green", () => {
    expect(beside(fixed, "heads-until-green")?.value).toBe(2);
    expect(beside([...fixed, ...triedChange(2, "success", day(4))], "heads-until-green")?.value).toBe(1.5);
    expect(beside(triedChange(3, "failure", day(4)), "heads-until-green")?.value).toBeNull();
  });

  it("is how many first results a re-run changed", () => {
    const rerun = checkRunFact({
      headSha: "1".padStart(40, "0"),
      at: day(5),
      checkRunId: 60,
      checkSuiteId: 60,
    });
    expect(beside([...fixed, rerun], "changed-by-rerun")).toMatchObject({ value: 1, evidenceIds: ["#1"] });
    expect(compute([...fixed, rerun])).toMatchObject({ numerator: 0, denominator: 1 });
  });

  it("is how many changes had no security check", () => {
    const bare = pullRequestFact({ number: 7, at: day(2), headSha: sha("e5") });
    expect(beside([...fixed, bare], "no-security-check")).toMatchObject({ value: 1, evidenceIds: ["#7"] });
  });

  it("is which checks fail first, most often first, each change once a check", () => {
    const semgrep = checkRunFact({
      name: "Semgrep",
      conclusion: "failure",
      headSha: "2".padStart(40, "0"),
      at: day(2),
      checkRunId: 70,
      checkSuiteId: 70,
    });
    const facts = [...triedChange(1, "failure", day(1)), ...triedChange(2, "failure", day(2)), semgrep];
    expect(compute(facts).breakdown).toEqual([
      { label: "CodeQL", count: 2, of: 2, evidenceIds: ["#1", "#2"] },
      { label: "Semgrep", count: 1, of: 2, evidenceIds: ["#2"] },
    ]);
  });
});

describe("without a decided change", () => {
  const codes = (facts: readonly Fact[], given: Partial<ScorecardInput> = {}) => {
    const computed = compute(facts, given);
    if (computed.outcome === "measured") throw new Error("measured");
    return [computed.outcome, ...computed.reasons.map(({ code }) => code)];
  };

  it("is not applicable where the whole window was seen", () => {
    expect(codes([])).toEqual(["not-applicable", "no-changes"]);
  });

  it("is not measured where it was not, and both reasons are kept", () => {
    expect(codes([], { coveredFrom: day(3) })).toEqual(["not-measured", "history-incomplete", "no-changes"]);
    expect(codes([], { coveredFrom: null })).toEqual(["not-measured", "history-incomplete", "no-changes"]);
  });

  it("takes facts from before the window for a sign that it was seen", () => {
    expect(codes(triedChange(1, "success", window.from - 9), { coveredFrom: null })[0]).toBe(
      "not-applicable",
    );
  });

  it("takes no such sign from facts whose time may be long before their delivery", () => {
    const facts = [repositoryFact({ at: window.from - 9 })];
    expect(codes(facts, { coveredFrom: null })[0]).toBe("not-measured");
  });

  it("says that a check is missing, rather than 0 % or 100 %", () => {
    expect(codes([pullRequestFact({ at: day(2) })])).toEqual(["not-applicable", "no-security-check"]);
  });

  it("says when no check is selected", () => {
    const config = configWith({ checks: { security: [], required: [], neutral: "pass" } });
    expect(codes(triedChange(1, "failure", day(1)), { config })).toEqual([
      "not-applicable",
      "no-check-selected",
    ]);
  });
});

it("notes that the number speaks for a part of the window only where history begins within it", () => {
  const computed = compute(triedChange(1, "success", day(9)), { coveredFrom: day(4) });
  expect(computed.notes).toEqual([
    "The history of this repository is known since 2026-10-23 only: the number speaks for what happened since then.",
  ]);
});
