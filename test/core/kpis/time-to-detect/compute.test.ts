// Time to detect: from which commit to which alert, and what has no such time.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import type { CommitFact } from "../../../../src/core/facts/observations.ts";
import { computeTimeToDetect } from "../../../../src/core/kpis/time-to-detect/compute.ts";
import { timeToDetect } from "../../../../src/core/kpis/time-to-detect/definition.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { measure } from "../../../../src/core/scorecard/measure.ts";
import { codeLife, dependabotLife, secretLife } from "../../../support/alert-lives.ts";
import {
  defaultAccountId,
  defaultRepositoryId,
  pushFact,
  secretLocationFact,
  secretScanFact,
  sha,
} from "../../../support/facts.ts";
import { allListed, findingsListedFact } from "../../../support/findings.ts";
import { deliveriesMissedFact, unseen } from "../../../support/observations.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { day, kpiInput, window } from "../../../support/scorecard-input.ts";

const hour = 3_600_000;

function compute(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  return computeTimeToDetect(kpiInput(facts, given));
}

/** The values and what was left out; or the outcome and why. */
function outcome(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  const computed = compute(facts, given);
  return computed.outcome === "measured"
    ? [computed.samples, computed.excluded]
    : [computed.outcome, ...computed.reasons.map(({ code }) => code)];
}

function commitFact(commit: string, committedAt: number): CommitFact {
  return {
    kind: "commit",
    accountId: defaultAccountId,
    repositoryId: defaultRepositoryId,
    subject: `commit:${commit}`,
    occurredAt: committedAt,
    data: { sha: commit, committedAt },
  };
}

/** An alert that GitHub raised so many days after its commit was made. */
function detected(number: number, days: number, at = day(20), data = {}): Fact[] {
  const commitSha = sha(`c${number % 10}`);
  return [...codeLife(number, at, [], { commitSha, ...data }), commitFact(commitSha, at - days * 24 * hour)];
}

const nothing = ["not-applicable", "no-finding-detected"];

describe("the time", () => {
  it("is from the commit that a push told of to the alert, in days", () => {
    const push = pushFact({
      at: day(4),
      after: sha("c1"),
      commits: [{ sha: sha("c1"), committedAt: day(3), distinct: true }],
    });
    expect(outcome([push, ...codeLife(1, day(4.5))])).toEqual([[1.5], {}]);
  });

  it("is from the commit that GitHub was asked for, where no push tells; of two times the earlier", () => {
    const alert = codeLife(1, day(4));
    expect(outcome([...alert, commitFact(sha("c1"), day(2))])).toEqual([[2], {}]);
    expect(outcome([...alert, commitFact(sha("c1"), day(2)), commitFact(sha("c1"), day(1))])).toEqual([
      [3],
      {},
    ]);
  });

  it("of a secret is from the first commit that holds it", () => {
    const facts = [
      ...secretLife(1, day(6)),
      secretLocationFact({ at: day(6), commitSha: sha("d2") }),
      secretLocationFact({ at: day(6), commitSha: sha("d1") }),
      commitFact(sha("d1"), day(5)),
      commitFact(sha("d2"), day(2)),
    ];
    expect(outcome(facts)).toEqual([[4], {}]);
  });

  it("counts what is found on a pull request, by its first alert", () => {
    const facts = [
      ...codeLife(1, day(4), [], { ref: "refs/pull/7/merge" }),
      ...codeLife(1, day(4), [
        ["appeared_in_branch", day(9), { ref: "refs/heads/main", commitSha: sha("c2") }],
      ]).slice(1),
      commitFact(sha("c1"), day(3)),
      commitFact(sha("c2"), day(8)),
    ];
    expect(outcome(facts)).toEqual([[1], {}]);
  });

  it("of a reopened, or dismissed and reopened, or reintroduced alert is that of its first", () => {
    const steps = [
      ["closed_by_user", day(5)],
      ["reopened_by_user", day(6)],
      ["fixed", day(7)],
      ["reopened", day(8)],
    ] as const;
    expect(outcome([...codeLife(1, day(4), steps), commitFact(sha("c1"), day(2))])).toEqual([[2], {}]);
    expect(outcome([...codeLife(1, day(-4), steps), commitFact(sha("c1"), day(-6)), ...allListed()])).toEqual(
      nothing,
    );
  });

  it("is the median of all, with mean, 90th percentile and each source beside", () => {
    const secret = [
      ...secretLife(1, day(20)),
      secretLocationFact({ at: day(20), commitSha: sha("d1") }),
      commitFact(sha("d1"), day(10)),
    ];
    const computed = compute([...detected(1, 0.5), ...detected(2, 1), ...detected(3, 4), ...secret]);
    expect(computed).toMatchObject({ outcome: "measured", value: 2.5, numerator: null, denominator: 4 });
    expect(computed.beside.map(({ id, value }) => [id, value])).toEqual([
      ["mean", 3.875],
      ["p90", expect.closeTo(8.2, 9)],
      ["code-scanning", 1],
      ["secret-scanning", 10],
      ["slow", 2],
    ]);
  });
});

describe("what is left out", () => {
  const good = detected(9, 1);

  it.each([
    ["time of the commit not known", codeLife(1, day(4))],
    ["commit dated after its alert", [...codeLife(1, day(4)), commitFact(sha("c1"), day(4) + 1)]],
    [
      "false positive",
      [...codeLife(1, day(4), [["closed_by_user", day(5), { dismissedReason: "false positive" }]])],
    ],
    [
      "false positive",
      codeLife(1, day(4), [["closed_by_user", day(5), { ref: null, dismissedReason: "false positive" }]], {
        ref: "refs/pull/7/merge",
      }),
    ],
    [
      "used in tests",
      codeLife(1, day(4), [["closed_by_user", day(5), { dismissedReason: "used in tests" }]]),
    ],
    [
      "found in history",
      [
        ...secretLife(1, day(4)),
        secretScanFact({ scanType: "backfill", startedAt: day(3), completedAt: day(5) }),
      ],
    ],
  ] as const)("%s, with its count", (reason, facts) => {
    expect(outcome([...good, ...facts])).toEqual([[1], { [reason]: 1 }]);
  });

  it.each([
    [9, "measured"],
    [8, "not-measured"],
  ])("commit not told, which %i with a time bear: %s", (timed, expected) => {
    const untold = codeLife(50, day(4), [], { commitSha: null });
    const times = Array.from({ length: timed }, (_, index) => detected(10 + index, 1));
    const computed = compute([...times.flat(), ...untold]);
    expect(computed).toMatchObject({ outcome: expected, excluded: { "commit not told": 1 } });
    if (computed.outcome === "measured") return;
    expect(computed.excluded).toEqual({
      "commit not told": 1,
      "timed, but of too many others no commit was told": 8,
    });
    expect(computed.reasons).toContainEqual({
      code: "commit-not-told",
      text: expect.stringContaining("The commit of one new alert is not known"),
    });
    expect(computed.beside.find(({ id }) => id === "mean")?.value).toBeNull();
  });

  it("before deliveries began: lists name neither commits nor what was found on pull requests", () => {
    const listed = codeLife(1, day(9), [], { commitSha: null });
    const facts = [...listed, ...detected(2, 5, day(9)), ...detected(3, 2, day(12)), ...allListed()];
    const left = { "before deliveries began": 2 };
    expect(outcome(facts, { coveredFrom: day(10) })).toEqual([[2], left]);
    expect(outcome(facts, { coveredFrom: day(12) })).toEqual([[2], left]);
    expect(outcome(facts, { coveredFrom: day(12) + 1 })).toEqual(["not-measured", "history-incomplete"]);
    expect(outcome([...detected(2, 5, day(9)), ...detected(3, 2, day(12))], { coveredFrom: null })).toEqual([
      [2, 5],
      {},
    ]);
  });

  it("before deliveries came again after a gap", () => {
    const missed = deliveriesMissedFact({ from: day(3), to: day(10), at: day(10) });
    expect(outcome([...detected(2, 5, day(2)), ...detected(3, 2, day(12)), missed])).toEqual([
      [2],
      { "before deliveries began": 1 },
    ]);
  });

  it("are Dependabot's alerts and results without security severity, without a word", () => {
    const style = detected(3, 2, day(20), { securitySeverity: null });
    expect(outcome([...good, ...dependabotLife(1, day(4)), ...style])).toEqual([[1], {}]);
  });

  it("is not a commit of the very time of its alert", () => {
    expect(outcome(detected(1, 0))).toEqual([[0], {}]);
  });
});

describe("the window", () => {
  it.each([
    ["one millisecond before it", window.from - 1, false],
    ["exactly at its beginning", window.from, true],
    ["in its last millisecond", window.to - 1, true],
    ["exactly at its end", window.to, false],
  ])("holds an alert created %s: %s → %s", (_, at, inWindow) => {
    expect(outcome([...detected(1, 2, at), ...allListed()])).toEqual(inWindow ? [[2], {}] : nothing);
  });
});

describe("what cannot be seen", () => {
  it("is said where there is no time", () => {
    expect(outcome(allListed())).toEqual(nothing);
    expect(outcome([])).toEqual(["not-measured", "alerts-not-listed"]);
    expect(outcome(allListed(), { coveredFrom: day(2) })).toEqual(["not-measured", "history-incomplete"]);
    const unknown = [...codeLife(1, day(4)), ...codeLife(2, day(4), [], { commitSha: null })];
    expect(outcome([...allListed(), ...unknown])).toEqual([
      "not-measured",
      "commit-not-told",
      "commit-time-unknown",
    ]);
  });

  it("is a permission that is missing, by the installation or by what GitHub answered", () => {
    const permissions = { security_events: "read", secret_scanning_alerts: "read" };
    expect(measure(timeToDetect, kpiInput(detected(1, 1), { permissions }))).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "permission-missing", text: expect.stringContaining('"contents: read"') }],
    });
    const refused = findingsListedFact({ listing: unseen("security_events: read") });
    expect(outcome([...detected(1, 1), refused])).toEqual(["not-measured", "permission-missing"]);
  });

  it("is a source that is off; Dependabot's is none of it", () => {
    const off = (source: "code-scanning" | "dependabot" | "secret-scanning") =>
      findingsListedFact({ source, listing: unseen(null, "feature-off") });
    const computed = compute([...detected(1, 1), off("secret-scanning"), off("dependabot")]);
    expect(computed.outcome).toBe("measured");
    expect(computed.notes.join()).toContain("Secret scanning is not in this number");
    expect(computed.notes.join()).not.toContain("Dependabot");
    expect(outcome([...detected(1, 1), off("secret-scanning"), off("code-scanning")])).toEqual([
      "not-measured",
      "feature-off",
    ]);
  });
});

describe("what stands beside it", () => {
  const facts = [
    ...detected(1, 0.04),
    ...detected(2, 3),
    ...detected(3, 4, day(21)),
    ...detected(4, 2, day(21), { toolName: "Semgrep" }),
  ];

  it("is which tool found most of what took more than a day, and what to do about it", () => {
    const computed = compute(facts);
    expect(computed.breakdown.map(({ label, count, of }) => [label, count, of])).toEqual([
      ["CodeQL", 2, 3],
      ["Semgrep", 1, 3],
    ]);
    const { config } = kpiInput([]);
    expect(timeToDetect.advise(computed, config)?.why).toBe(
      "2 of 3 findings found more than a day after the commit are by CodeQL.",
    );
    expect(timeToDetect.advise(compute(detected(1, 1)), config)).toBeNull();
  });

  it("is one row for each, with how long it took", () => {
    expect(compute(facts).evidence.map(({ id, note }) => [id, note])).toEqual([
      ["code-scanning#1", expect.stringContaining("58 minutes after commit c1c1c1c")],
      ["code-scanning#2", expect.stringContaining("3 days after commit c2c2c2c")],
      ["code-scanning#3", expect.stringContaining("4 days after commit c3c3c3c")],
      ["code-scanning#4", expect.stringContaining("2 days after commit c4c4c4c")],
    ]);
  });

  it("is the same in any order and however often the facts come", () => {
    const more = [
      ...facts,
      commitFact(sha("c1"), day(1)),
      ...secretLife(1, day(6), [
        ["resolved", day(6)],
        ["reopened", day(6)],
      ]),
      secretLocationFact({ at: day(6), commitSha: sha("d1") }),
      secretLocationFact({ at: day(6), commitSha: sha("d2") }),
      commitFact(sha("d1"), day(5)),
    ];
    expectAnyOrderTheSame(more, compute);
  });
});
