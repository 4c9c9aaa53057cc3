// One organisation, four ways: the App, `firstpass report`, `firstpass audit`, the Action. What two of them can both tell, they tell alike;
// what one cannot, it says.
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { outOfReach } from "../../src/core/kpis/data-source.ts";
import { type KpiId, kpiIdentifiers } from "../../src/core/kpis/measurement.ts";
import type { KpiResult, Scorecard } from "../../src/core/scorecard/scorecard.ts";
import { removeFolders } from "../action/run-action.ts";
import { audit, reportAll, runPullRequest, runReport } from "./four-ways-run.ts";
import { type FourWays, numberOf, openFourWays } from "./four-ways-scene.ts";

type Told = Partial<ReturnType<typeof numberOf>>;

/** Where a way may tell less of a KPI than the App, and never another number. */
interface Exception {
  readonly why: string;
  /** What of the number is held against the App's all the same. */
  readonly same: (kpi: KpiResult, ofApp: KpiResult) => readonly [told: object, expected: object];
}

const without = (kpi: KpiResult, ...names: (keyof Told)[]): Told =>
  Object.fromEntries(Object.entries(numberOf(kpi)).filter(([name]) => !names.some((left) => left === name)));

/** Rules that are about the repository's settings. */
const settingsRules = ["Security workflow required by a ruleset", "Default setup of code scanning"];

/** Rules that apply, and how those that a clone can show fall short. */
function describeRules({ denominator, excluded, breakdown, target }: KpiResult) {
  return {
    apply: (denominator ?? 0) + (excluded["could not be evaluated"] ?? 0),
    doNot: excluded["not for this repository"],
    short: breakdown
      .map(({ label }) => label)
      .filter((label) => !settingsRules.some((title) => label.startsWith(`${title}:`)))
      .sort(),
    target,
  };
}

/** Milliseconds between the App's first reading of the exceptions file and that of a way that came later, and what a day weighs. */
const [laterMillis, weight] = [70 * 60_000, 5];

const ofApi: Readonly<Record<string, Exception>> = {
  "payments-api risk-debt": {
    why: "An exception stops a finding's clock when its entry is first read, which the App has done an hour before.",
    same: (kpi, ofApp) => {
      const later = (kpi.value ?? 0) - (ofApp.value ?? 0);
      const rest = (one: KpiResult) => without(one, "value", "numerator", "variance", "trend");
      return [
        { ...rest(kpi), value: later > 0 && later <= (laterMillis / 86_400_000) * weight ? 1 : later },
        { ...rest(ofApp), value: 1 },
      ];
    },
  },
};

const ofClone: Readonly<Record<string, Exception>> = {
  "template-adoption": {
    why: "Rules about settings cannot be evaluated in a clone; the others stand alike.",
    same: (kpi, ofApp) => [describeRules(kpi), describeRules(ofApp)],
  },
  "secret-exposure": {
    why: "How an alert was judged is not known, and a scanner's log tells of the time before the App's first scan.",
    same: (kpi, ofApp) => {
      const names: (keyof KpiResult & keyof Told)[] = ["excluded"];
      if (ofApp.trend === null) names.push("trend");
      return [without(kpi, ...names), without(ofApp, ...names)];
    },
  },
};

let ways: FourWays;
beforeAll(async () => {
  ways = await openFourWays();
}, 240_000);
afterAll(() => ways.close());
removeFolders();

/** The KPIs that do not say what the App says, each with both numbers. */
async function differences(
  scorecard: Scorecard,
  source: "api" | "clone",
  exceptions: Readonly<Record<string, Exception>>,
): Promise<object[]> {
  const { fullName } = scorecard.repository;
  const app = await ways.askApp({ ...scorecard, repository: fullName });
  expect(app.window).toEqual(scorecard.window);
  expect(app.kpis.map(({ id }) => id)).toEqual(scorecard.kpis.map(({ id }) => id));
  const name = fullName.split("/")[1];
  return scorecard.kpis.flatMap((kpi) => {
    const ofApp = app.kpis.find(({ id }) => id === kpi.id);
    if (ofApp === undefined || outOfReach(source, kpi.id) !== null) return [];
    const exception = exceptions[`${name} ${kpi.id}`] ?? exceptions[kpi.id];
    const [told, expected] = exception?.same(kpi, ofApp) ?? [numberOf(kpi), numberOf(ofApp)];
    const differing = Object.keys(expected).filter(
      (part) => !isDeepStrictEqual(Reflect.get(told, part), Reflect.get(expected, part)),
    );
    return differing.map((part) => ({
      where: `${name} ${kpi.id} ${part}`,
      told: Reflect.get(told, part),
      app: Reflect.get(expected, part),
      reason: kpi.reason,
    }));
  });
}

/** What the source cannot tell is not measured, by the reason that says what it needs. */
function expectOutOfReach(scorecard: Scorecard, source: "api" | "clone"): void {
  expect(scorecard.source).toBe(source);
  for (const id of kpiIdentifiers) {
    const reason = outOfReach(source, id as KpiId);
    if (reason === null) continue;
    const kpi = scorecard.kpis.find((one) => one.id === id);
    expect([id, kpi?.outcome, kpi?.value, kpi?.reasons]).toEqual([id, "not-measured", null, [reason]]);
  }
}

/** A comparison of nothing with nothing proves nothing. */
function expectTelling(scorecards: readonly Scorecard[], measured: number): void {
  const told = scorecards.flatMap(({ kpis }) => kpis.filter(({ outcome }) => outcome === "measured"));
  expect(told.length).toBeGreaterThanOrEqual(measured);
}

test("a report with a token says what the App says, of all that GitHub tells afterwards", async () => {
  const scorecards = await reportAll(ways);
  expect(scorecards.map(({ repository }) => repository.fullName).sort()).toEqual(
    ways.repositories.map(({ name }) => `kestrel-works/${name}`).sort(),
  );
  const found: object[] = [];
  for (const scorecard of scorecards) {
    expectOutOfReach(scorecard, "api");
    found.push(...(await differences(scorecard, "api", ofApi)));
  }
  expect(found).toEqual([]);
  expectTelling(scorecards, 30);
}, 240_000);

test("an audit of a clone says what the App says, of all that a clone tells", async () => {
  const found: object[] = [];
  const scorecards: Scorecard[] = [];
  for (const repository of ways.repositories) {
    const scorecard = await audit(ways, repository);
    scorecards.push(scorecard);
    expectOutOfReach(scorecard, "clone");
    found.push(...(await differences(scorecard, "clone", ofClone)));
  }
  expect(found).toEqual([]);
  expectTelling(scorecards, 6);
}, 240_000);

test("the Action says what the App says, on a schedule from GitHub and on a pull request from the clone", async () => {
  const repository = ways.repositories.find(({ name }) => name === "payments-api");
  if (repository === undefined) throw new Error("payments-api is not there.");
  const report = await runReport(ways, repository);
  expectOutOfReach(report.scorecard, "api");
  expect(await differences(report.scorecard, "api", ofApi)).toEqual([]);

  const change = await runPullRequest(ways, repository);
  expectOutOfReach(change.scorecard, "clone");
  expect(await differences(change.scorecard, "clone", ofClone)).toEqual([]);
}, 240_000);
