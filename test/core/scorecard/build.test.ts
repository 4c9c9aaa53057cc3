// The scorecard: target, status, variance, interval, trend, and the rules that hold for every KPI.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/core/facts/fact.ts";
import type { KpiId } from "../../../src/core/kpis/measurement.ts";
import { kpiDefinitions } from "../../../src/core/kpis/registry.ts";
import { buildScorecard, type ScorecardInput } from "../../../src/core/scorecard/build.ts";
import { historyWeeks } from "../../../src/core/scorecard/history.ts";
import { pushFact, secretScanFact, secretScanningAlertFact, sha } from "../../support/facts.ts";
import {
  configWith,
  day,
  dayMillis,
  scorecardInput,
  triedChange,
  window,
} from "../../support/scorecard-input.ts";

function kpiOf(id: KpiId, facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  const kpi = buildScorecard(scorecardInput(facts, given)).kpis.find((each) => each.id === id);
  if (kpi === undefined) throw new Error(`no ${id}`);
  return kpi;
}

/** So many changes that passed and failed on the first try, an hour apart from `from` on. */
function changes(passed: number, failed: number, from: number, firstNumber = 1): Fact[] {
  return Array.from({ length: passed + failed }, (_, index) =>
    triedChange(firstNumber + index, index < passed ? "success" : "failure", from + index * 3_600_000),
  ).flat();
}

const before = window.from - 20 * dayMillis;

it("says whose it is, of when, and by which configuration", () => {
  const { kpis, ...head } = buildScorecard(scorecardInput([]));
  expect(kpis.map(({ id }) => id)).toEqual(kpiDefinitions.map(({ id }) => id));
  expect(head).toMatchObject({
    schemaVersion: 2,
    repository: {
      id: 2001,
      fullName: "acme/shop",
      visibility: "private",
      url: "https://github.com/acme/shop",
    },
    window,
    generatedAt: window.to + dayMillis,
    configHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

describe("status", () => {
  it.each([
    [17, 3, "on-target", 0],
    [16, 4, "near", -5],
    [15, 5, "off-target", -10],
    [9, 0, "low-sample", 15],
    [0, 9, "low-sample", -85],
    [10, 0, "on-target", 15],
  ])("of %i passed and %i failed against 85 %% is %s", (passed, failed, status, variance) => {
    const kpi = kpiOf("first-pass-rate", changes(passed, failed, day(1)));
    expect(kpi.status).toBe(status);
    expect(kpi.variance).toBeCloseTo(variance, 9);
  });

  it("goes by the configured target where there is one", () => {
    const config = configWith({ targets: { "first-pass-rate": { op: ">=", value: 70, tolerance: 1 } } });
    const kpi = kpiOf("first-pass-rate", changes(15, 5, day(1)), { config });
    expect(kpi).toMatchObject({ status: "on-target", target: { value: 70 }, variance: 5 });
  });

  it("of a rate where lower is better is turned round", () => {
    const facts = [pushFact({ at: day(1), commits: 1000 }), secretScanningAlertFact({ at: day(2) })];
    const against = (value: number) => {
      const config = configWith({ targets: { "secret-exposure": { op: "<=", value, tolerance: 0.25 } } });
      return kpiOf("secret-exposure", facts, { config }).status;
    };
    expect([against(1), against(0.75), against(0.5)]).toEqual(["on-target", "near", "off-target"]);
    expect(kpiOf("secret-exposure", facts).status).toBe("no-target");
  });
});

describe("uncertainty", () => {
  it("of a share is its Wilson interval, in percent", () => {
    const { interval } = kpiOf("first-pass-rate", changes(15, 5, day(1)));
    expect(interval?.low).toBeCloseTo(53.13, 2);
    expect(interval?.high).toBeCloseTo(88.81, 2);
  });

  it("of a rate is its exact Poisson interval, per 1,000 commits", () => {
    const { interval } = kpiOf("secret-exposure", [pushFact({ at: day(1), commits: 500 })]);
    expect(interval).toMatchObject({ low: 0, high: expect.closeTo(2 * 3.689, 2) });
  });
});

describe("trend", () => {
  it("is told beyond chance only", () => {
    const worse = [...changes(20, 20, day(1)), ...changes(36, 4, before, 100)];
    expect(kpiOf("first-pass-rate", worse).trend).toMatchObject({
      previous: 90,
      delta: -40,
      verdict: "worsening",
    });
    const better = [...changes(36, 4, day(1)), ...changes(20, 20, before, 100)];
    expect(kpiOf("first-pass-rate", better).trend).toMatchObject({ delta: 40, verdict: "improving" });
    const noise = [...changes(7, 3, day(1)), ...changes(9, 1, before, 100)];
    expect(kpiOf("first-pass-rate", noise).trend).toMatchObject({
      verdict: "steady",
      pValue: expect.closeTo(0.58, 2),
    });
  });

  it("knows that fewer secrets are better", () => {
    const alerts = Array.from({ length: 12 }, (_, index) =>
      secretScanningAlertFact({ number: index + 1, at: before + index * 1000 }),
    );
    const facts = [
      pushFact({ at: day(1), commits: 500 }),
      pushFact({ at: before, commits: 500, after: sha("d5") }),
      ...alerts,
    ];
    expect(kpiOf("secret-exposure", facts).trend).toMatchObject({
      previous: 24,
      delta: -24,
      verdict: "improving",
    });
  });

  it("does not take secret scanning that was turned on for secrets getting worse", () => {
    const pushes = [
      pushFact({ at: day(1), commits: 500 }),
      pushFact({ at: before, commits: 500, after: sha("d5") }),
    ];
    const alerts = Array.from({ length: 12 }, (_, index) =>
      secretScanningAlertFact({ number: index + 1, at: day(2) + index * 1000 }),
    );
    expect(kpiOf("secret-exposure", [...pushes, ...alerts]).trend).toBeNull();
    const scanned = secretScanFact({ at: before });
    expect(kpiOf("secret-exposure", [...pushes, ...alerts, scanned]).trend).toMatchObject({
      verdict: "worsening",
    });
  });

  it("is not told where the window before was not measured", () => {
    expect(kpiOf("first-pass-rate", changes(7, 3, day(1))).trend).toBeNull();
  });

  it("is not told where the window before was seen in part only", () => {
    const facts = [...changes(7, 3, day(1)), ...changes(9, 1, before, 100)];
    expect(kpiOf("first-pass-rate", facts, { coveredFrom: before }).trend).toBeNull();
    expect(kpiOf("first-pass-rate", facts, { coveredFrom: null }).trend).toBeNull();
    const earlier = triedChange(500, "success", window.from - 60 * dayMillis);
    expect(kpiOf("first-pass-rate", [...facts, ...earlier], { coveredFrom: null }).trend).not.toBeNull();
  });
});

it("never gives a number, an interval or a variance for what was not measured", () => {
  for (const kpi of buildScorecard(scorecardInput([], { coveredFrom: null })).kpis) {
    expect(kpi).toMatchObject({
      value: null,
      numerator: null,
      denominator: null,
      interval: null,
      variance: null,
    });
    expect(kpi.status).toBe(kpi.outcome);
    expect(kpi.reason).toMatch(/\w/);
    expect(kpi.reasons.length).toBeGreaterThan(0);
  }
});

describe("history", () => {
  const facts = [
    ...changes(8, 2, Date.UTC(2026, 9, 27)),
    ...triedChange(90, "failure", Date.UTC(2026, 10, 10)),
    pushFact({ at: Date.UTC(2026, 10, 12), commits: 200 }),
  ];

  it("is one value per week, each of the window that ends with it, newest first, with gaps", () => {
    const { window: _, ...input } = scorecardInput(facts);
    const weeks = [...historyWeeks({ ...input, weeks: 5, untilIsoWeek: "2026-W46" })]
      .reverse()
      .map(({ isoWeek, values: { "first-pass-rate": rate, "secret-exposure": exposure } }) => ({
        isoWeek,
        values: {
          ...(rate === undefined ? {} : { "first-pass-rate": rate }),
          ...(exposure === undefined ? {} : { "secret-exposure": exposure }),
        },
      }));
    expect(weeks).toEqual([
      { isoWeek: "2026-W42", values: {} },
      { isoWeek: "2026-W43", values: {} },
      { isoWeek: "2026-W44", values: { "first-pass-rate": 80 } },
      { isoWeek: "2026-W45", values: { "first-pass-rate": 80 } },
      { isoWeek: "2026-W46", values: { "first-pass-rate": expect.closeTo(72.73, 2), "secret-exposure": 0 } },
    ]);
  });

  it("ends with the value of the scorecard of the same window", () => {
    const input = scorecardInput(facts);
    const [last] = historyWeeks({ ...input, weeks: 1, untilIsoWeek: "2026-W46" });
    expect(last?.values["first-pass-rate"]).toBe(kpiOf("first-pass-rate", facts).value);
  });
});
