// A posted scorecard made again: the same to the digit, or what differs and why.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashConfig } from "../../../src/core/config/hash.ts";
import type { KpiDefinition } from "../../../src/core/kpis/definition.ts";
import { kpiDefinitions } from "../../../src/core/kpis/registry.ts";
import {
  basisOf,
  chooseUsed,
  fingerprintOf,
  type ScorecardBasis,
} from "../../../src/core/scorecard/basis.ts";
import { buildScorecard, type ScorecardInput } from "../../../src/core/scorecard/build.ts";
import { compareScorecards } from "../../../src/core/scorecard/compare-scorecards.ts";
import { reproduce } from "../../../src/core/scorecard/reproduce.ts";
import type { Scorecard } from "../../../src/core/scorecard/scorecard.ts";
import { pushFact, secretScanningAlertFact } from "../../support/facts.ts";
import { configWith, day, scorecardInput, triedChange } from "../../support/scorecard-input.ts";

const facts = [
  ...triedChange(1, "failure", day(1)),
  ...triedChange(2, "success", day(2)),
  pushFact({ at: day(3), commits: 40 }),
  secretScanningAlertFact({ at: day(4) }),
];
const cut = { recordedBefore: day(29), settledBefore: day(29) - 60_000, from: 0, standingKinds: [] };

/** As the database gives it back: plain JSON. */
function stored<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

function posted(given: Partial<ScorecardInput> = {}): { scorecard: Scorecard; basis: ScorecardBasis } {
  const config = configWith({ windowDays: 28, timeZone: "Europe/Berlin" });
  const { hash: _, ...unhashed } = config;
  const input = scorecardInput(facts, {
    config: { ...config, hash: hashConfig(unhashed) },
    resumedAt: 5,
    permissions: { contents: "read", checks: "write", pull_requests: "read", statuses: "read" },
    ...given,
  });
  return stored({ scorecard: buildScorecard(input), basis: basisOf(input, cut) });
}

/** The registry with a first-pass rate that counts otherwise. */
function withChangedFormula(version: number): KpiDefinition[] {
  return kpiDefinitions.map((definition) =>
    definition.id !== "first-pass-rate"
      ? definition
      : {
          ...definition,
          version,
          compute: (input) => ({ ...definition.compute(input), notes: ["counted otherwise"] }),
        },
  );
}

describe("reproduce", () => {
  it("gives the posted scorecard again, field by field, from stored JSON", () => {
    const week = posted();
    const { exact, differences, causes, rebuilt } = reproduce(week, facts);
    expect({ exact, differences, causes }).toEqual({ exact: true, differences: [], causes: [] });
    expect(stored(rebuilt)).toEqual(week.scorecard);
    expect(rebuilt.kpis[0]).toMatchObject({ numerator: 1, denominator: 2 });
  });

  it("does so whatever the order of the facts and however often each is told", () => {
    const week = posted();
    const repeated = fc.shuffledSubarray([...facts, ...facts], { minLength: 2 * facts.length });
    fc.assert(
      fc.property(repeated, (shuffled) => reproduce(week, shuffled).exact),
      { numRuns: 30 },
    );
  });

  it("says that a definition has a new version, and which fields it changed", () => {
    const { exact, differences, causes } = reproduce(posted(), facts, withChangedFormula(2));
    expect(exact).toBe(false);
    expect(causes).toEqual(["The definition of first-pass-rate was version 1 then and is version 2 today."]);
    expect(differences.map(({ path }) => path)).toEqual([
      "kpis.first-pass-rate.definitionVersion",
      "kpis.first-pass-rate.notes[0]",
    ]);
    expect(differences[0]).toMatchObject({ posted: 1, rebuilt: 2 });
  });

  it("calls a formula that was changed without a new version a defect", () => {
    const { causes } = reproduce(posted(), facts, withChangedFormula(1));
    expect(causes).toEqual([expect.stringContaining("report it as a defect")]);
  });

  it("names KPIs that came and went", () => {
    const [first, second, ...others] = kpiDefinitions;
    const input = scorecardInput(facts);
    const week = stored({
      scorecard: buildScorecard(input, [first!, second!]),
      basis: basisOf(input, cut),
    });
    expect(reproduce(week, facts, [first!, others[0]!]).causes).toEqual([
      `${second!.id} is no KPI of this version of Firstpass.`,
      `${others[0]!.id} was no KPI then.`,
    ]);
  });

  it("says that facts were still being written then", () => {
    const late = [...facts, ...triedChange(3, "failure", day(5))];
    const { exact, causes } = reproduce(posted(), late);
    expect(exact).toBe(false);
    expect(causes).toEqual([
      "The ledger holds 8 facts recorded before 2026-11-17T00:00:00.000Z and 6 of them were used: the others were still being written then, for more than a minute.",
    ]);
  });

  it("says that the ledger lost facts", () => {
    expect(reproduce(posted(), facts.slice(2)).causes).toEqual([
      expect.stringMatching(
        /^The ledger is not the same any more: 6 facts were used then, 4 are there today/,
      ),
    ]);
  });

  it("says that a kept configuration was tampered with", () => {
    const week = posted();
    const basis = { ...week.basis, config: { ...week.basis.config, timeZone: "UTC" } };
    const { exact, causes, differences } = reproduce({ ...week, basis }, facts);
    expect(exact).toBe(false);
    expect(differences.map(({ path }) => path)).toEqual(["configHash"]);
    expect(causes).toEqual([expect.stringContaining("the database was changed")]);
  });

  it("says that a stored number was tampered with", () => {
    const week = posted();
    const kpis = week.scorecard.kpis.map((kpi) => ({ ...kpi, value: kpi.value === 50 ? 95 : kpi.value }));
    const { differences, causes } = reproduce({ ...week, scorecard: { ...week.scorecard, kpis } }, facts);
    expect(differences).toEqual([{ path: "kpis.first-pass-rate.value", posted: 95, rebuilt: 50 }]);
    expect(causes).toEqual([expect.stringContaining("the stored scorecard was changed")]);
  });

  it("says that the scorecard was stored by another version of its schema", () => {
    const week = posted();
    const { review: _, ...older } = { ...week.scorecard, schemaVersion: 1 };
    const { causes, differences } = reproduce({ ...week, scorecard: older as never }, facts);
    expect(causes).toEqual([
      "The scorecard was stored in version 1 of its schema and is made in version 2 today: fields came or went.",
    ]);
    expect(differences.map(({ path }) => path)).toEqual(["review", "schemaVersion"]);
  });

  it("takes the default for a key that the kept configuration did not know", () => {
    const { riskWeights: _, ...config } = posted().basis.config;
    const older = { ...config, weekly: { ...config.weekly, escalateAfterWeeks: undefined } };
    const { hash: __, ...kept } = stored(older);
    const input = scorecardInput(facts, {
      config: { ...posted().basis.config, hash: hashConfig(kept as never) },
    });
    const week = stored({ scorecard: buildScorecard(input), basis: basisOf(input, cut) });
    const basis = { ...week.basis, config: { ...kept, hash: hashConfig(kept as never) } as never };
    expect(reproduce({ ...week, basis }, facts)).toMatchObject({ exact: true });
    expect(reproduce({ scorecard: { ...week.scorecard, generatedAt: 1 }, basis }, facts).causes).toEqual([
      "The configuration did not know riskWeights, weekly.escalateAfterWeeks then: the default was taken.",
    ]);
  });
});

describe("compareScorecards", () => {
  const scorecard = buildScorecard(scorecardInput(facts));

  it("finds no difference in the order of keys and KPIs", () => {
    const turned = Object.fromEntries(Object.entries(scorecard).reverse()) as unknown as Scorecard;
    expect(compareScorecards(scorecard, { ...turned, kpis: scorecard.kpis.toReversed() })).toEqual([]);
  });

  it("tells a row of evidence that is gone from one that says null", () => {
    const [first, ...others] = scorecard.kpis;
    const cutOff = { ...scorecard, kpis: [{ ...first!, evidence: first!.evidence.slice(0, 1) }, ...others] };
    expect(compareScorecards(scorecard, cutOff)).toEqual([
      { path: "kpis.first-pass-rate.evidence[1]", posted: first!.evidence[1], rebuilt: undefined },
    ]);
    const unknown = { ...scorecard, coveredFrom: null };
    expect(compareScorecards(scorecard, unknown)).toMatchObject([{ path: "coveredFrom", rebuilt: null }]);
  });
});

describe("chooseUsed", () => {
  it("takes of what was not settled then only what was used", () => {
    const used = facts.slice(4);
    const late = triedChange(3, "failure", day(5));
    const basis = stored(basisOf(scorecardInput(facts), cut, [...used, ...late]));
    expect(basis.facts.unsettled).toHaveLength(2);
    const chosen = chooseUsed(basis, { settled: facts.slice(0, 4), unsettled: [...late, ...used] });
    expect(fingerprintOf(chosen)).toEqual(fingerprintOf(facts));
  });
});

describe("fingerprintOf", () => {
  it("is the same for equal sets of facts, and another for any other set", () => {
    expect(fingerprintOf([...facts, ...facts.toReversed()])).toEqual(fingerprintOf(facts));
    expect(fingerprintOf(facts).count).toBe(6);
    expect(fingerprintOf(facts.slice(1)).digest).not.toBe(fingerprintOf(facts).digest);
    expect(fingerprintOf([...facts.slice(1), pushFact({ at: day(9) })]).digest).not.toBe(
      fingerprintOf(facts).digest,
    );
  });
});
