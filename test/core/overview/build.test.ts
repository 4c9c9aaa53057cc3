import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildOverview, type OverviewInput } from "../../../src/core/overview/build.ts";
import type { RepositoryDigest } from "../../../src/core/overview/digest.ts";
import { narrateChanges } from "../../../src/core/overview/narrate.ts";
import { digestOfRepository as digest, group, digestedKpi as kpi } from "../../support/adoption.ts";

function build(digests: readonly RepositoryDigest[], given: Partial<OverviewInput> = {}) {
  return buildOverview({
    account: { id: 1001, login: "acme" },
    isoWeek: "2026-W46",
    generatedAt: Date.UTC(2026, 10, 16, 7),
    onlyGroup: null,
    digests,
    groups: [],
    broken: [],
    ...given,
  });
}

const off = { status: "off-target", value: 50, numerator: 5, offTargetWeeks: 1 } as const;
const unmeasured = { status: "not-measured", value: null, numerator: null, denominator: null } as const;

describe("a group's rates", () => {
  it("are sums over sums of the repositories that measured them", () => {
    const [all] = build([
      digest(1, [kpi("first-pass-rate", { numerator: 9, denominator: 10 })]),
      digest(2, [kpi("first-pass-rate", { numerator: 10, denominator: 90 })]),
      digest(3, [kpi("first-pass-rate", unmeasured)]),
    ]).groups;
    expect(all?.firstPassRate).toMatchObject({ numerator: 19, denominator: 100, value: 19, repositories: 2 });
    // Wilson, 19 of 100.
    expect(all?.firstPassRate.interval?.low).toBeCloseTo(12.51, 2);
    expect(all?.firstPassRate.interval?.high).toBeCloseTo(27.78, 2);
  });

  it("count secrets per 1,000 commits, and have no value without a commit", () => {
    const secrets = (numerator: number, denominator: number) =>
      kpi("secret-exposure", { numerator, denominator });
    const [all] = build([digest(1, [secrets(1, 300)]), digest(2, [secrets(0, 700)])]).groups;
    expect(all?.secretExposure).toMatchObject({ numerator: 1, denominator: 1000, value: 1, repositories: 2 });
    // Garwood, one event.
    expect(all?.secretExposure.interval?.low).toBeCloseTo(0.0253, 4);
    expect(all?.secretExposure.interval?.high).toBeCloseTo(5.5716, 4);
    const [none] = build([digest(1, [kpi("secret-exposure", unmeasured)])]).groups;
    expect(none?.secretExposure).toEqual({
      numerator: 0,
      denominator: 0,
      value: null,
      interval: null,
      repositories: 0,
    });
  });

  it("are of the group's own repositories, and all repositories come last", () => {
    const payments = group("payments");
    const { groups } = build(
      [
        digest(1, [kpi("first-pass-rate")], { groups: [payments] }),
        digest(2, [kpi("first-pass-rate")], { undecidedGroups: ["payments"] }),
      ],
      { groups: [payments] },
    );
    expect(
      groups.map((one) => [
        one.group?.id ?? null,
        one.repositories,
        one.undecided,
        one.firstPassRate.denominator,
      ]),
    ).toEqual([
      ["payments", 1, 1, 10],
      [null, 2, 0, 20],
    ]);
  });

  it("come with how many repositories stand how in each KPI", () => {
    const statuses = ["on-target", "near", "off-target", "off-target", "low-sample", "not-measured"] as const;
    const [all] = build(statuses.map((status, n) => digest(n, [kpi("risk-debt", { status })]))).groups;
    expect(all?.kpis).toMatchObject([
      {
        kpi: "risk-debt",
        counts: {
          "on-target": 1,
          near: 1,
          "off-target": 2,
          "low-sample": 1,
          "not-measured": 1,
          "no-target": 0,
        },
      },
    ]);
  });
});

describe("since last week", () => {
  const earlier = (given: Parameters<typeof kpi>[1]) => [kpi("first-pass-rate", given)];

  it("tells what went off target, came back and cannot be seen any more", () => {
    const { changes } = build([
      digest(1, [kpi("first-pass-rate", off)], { last: earlier({}) }),
      digest(2, [kpi("first-pass-rate")], { last: earlier(off) }),
      digest(3, [kpi("first-pass-rate", unmeasured)], { last: earlier({}) }),
      digest(4, [kpi("first-pass-rate", off)], { last: earlier(off) }),
      digest(5, [kpi("first-pass-rate", off)]),
      digest(6, [kpi("first-pass-rate", off)], { last: earlier({ status: "low-sample" }) }),
    ]);
    const names = (list: readonly { fullName: string }[]) => list.map(({ fullName }) => fullName);
    expect(changes.compared).toBe(5);
    expect([names(changes.worse), names(changes.better), names(changes.lost)]).toEqual([
      ["acme/r1"],
      ["acme/r2"],
      ["acme/r3"],
    ]);
  });

  it.each([
    ["target", { target: { op: ">=", value: 90, tolerance: 0 } }],
    ["formula", { definitionVersion: 2 }],
  ] as const)("does not compare what has another %s now", (_, other) => {
    const { changes } = build([
      digest(1, [kpi("first-pass-rate", { ...off, ...other })], { last: earlier({}) }),
    ]);
    expect([changes.worse, changes.notComparable]).toEqual([[], 1]);
  });

  it("compares rates over the same repositories on both sides", () => {
    const { changes } = build([
      digest(1, [kpi("first-pass-rate", { numerator: 9 })], { last: earlier({ numerator: 7 }) }),
      digest(2, [kpi("first-pass-rate", { numerator: 1 })]),
      digest(3, [kpi("first-pass-rate", unmeasured)], { last: earlier({ numerator: 1 }) }),
    ]);
    expect(changes.firstPass).toMatchObject({
      before: { numerator: 7, denominator: 10, repositories: 1 },
      now: { numerator: 9, denominator: 10, repositories: 1 },
    });
  });

  it("is one paragraph, and says so where there is nothing to compare with", () => {
    const overview = build([
      digest(1, [kpi("first-pass-rate", off)], { last: earlier({}) }),
      digest(2, [kpi("first-pass-rate", off)], { last: earlier({}) }),
      digest(3, []),
    ]);
    expect(narrateChanges(overview)).toEqual([
      "2 of 3 repositories can be compared with the weekly scorecard that was posted for an earlier week.",
      "2 KPIs went off target in 2 repositories (most often “first-pass-rate”: 2); no KPI came back.",
      "First-pass rate over 2 repositories with both: 80 % (16/20) then, 50 % (10/20) now.",
    ]);
    expect(narrateChanges(build([digest(1, [])]))).toEqual([
      "No repository has a weekly scorecard of an earlier week: there is nothing to compare with.",
    ]);
  });
});

it("names who must act: escalated first, then the longest off target, then by tier and name", () => {
  const missing = (weeks: number, escalated = false) =>
    kpi("first-pass-rate", { ...off, offTargetWeeks: weeks, escalated });
  const { mustAct } = build([
    digest(1, [missing(2)]),
    digest(2, [missing(2)], { tier: "1" }),
    digest(3, [missing(2), kpi("risk-debt", { ...off, offTargetWeeks: 1 })]),
    digest(4, [missing(9)]),
    digest(5, [missing(3, true)]),
    digest(6, [kpi("first-pass-rate")]),
  ]);
  expect(mustAct.map(({ repositoryId }) => repositoryId)).toEqual([5, 4, 3, 2, 1]);
});

it("tells what cannot be seen by permission, what blinds most first", () => {
  const lacking = (permission: string) => ({ lacking: [{ permission, kpis: ["ownership" as const] }] });
  const { unseen } = build([
    digest(1, [], lacking("contents: read")),
    digest(2, [], lacking("administration: read")),
    digest(3, [], lacking("administration: read")),
  ]);
  expect(unseen).toEqual([
    { permission: "administration: read", kpis: ["ownership"], repositories: ["acme/r2", "acme/r3"] },
    { permission: "contents: read", kpis: ["ownership"], repositories: ["acme/r1"] },
  ]);
});

it("is the same whatever order the repositories, groups and files come in", () => {
  const digests = [1, 2, 3, 4].map((n) =>
    digest(n, [kpi("first-pass-rate", n % 2 === 0 ? off : {}), kpi("secret-exposure")], {
      last: [kpi("first-pass-rate")],
      groups: [group("payments")],
      windowDays: 28 * n,
      lacking: [{ permission: `p${n % 3}: read`, kpis: ["ownership"] }],
    }),
  );
  const groups = [group("payments"), group("search", { tier: "1" })];
  const broken = ["b", "a"].map((where) => ({ where, since: 1, inForce: null }));
  const expected = build(digests, { groups, broken });
  fc.assert(
    fc.property(
      fc.shuffledSubarray(digests, { minLength: 4 }),
      fc.shuffledSubarray(groups, { minLength: 2 }),
      fc.shuffledSubarray(broken, { minLength: 2 }),
      (a, b, c) => {
        expect(build(a, { groups: b, broken: c })).toEqual(expected);
      },
    ),
  );
});
