// Every number opens: the rows of its evidence are what it was made of, neither more nor less.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kpiDefinitions } from "../../../src/core/kpis/registry.ts";
import { buildScorecard } from "../../../src/core/scorecard/build.ts";
import type { KpiResult } from "../../../src/core/scorecard/scorecard.ts";
import { richInput } from "../../support/rich-ledger.ts";

const scorecard = buildScorecard(richInput());
const byId = new Map(scorecard.kpis.map((kpi) => [kpi.id, kpi]));

const rows = (kpi: KpiResult, counted: boolean) =>
  kpi.evidence.filter((row) => row.counted === counted).length;

describe.each(kpiDefinitions.map(({ id, statistic }) => [id, statistic] as const))("%s", (id, statistic) => {
  const kpi = byId.get(id)!;

  it("is measured in a repository that has everything", () => {
    expect([kpi.outcome, kpi.reasons]).toEqual(["measured", []]);
    expect(kpi.evidence.length).toBeGreaterThan(0);
  });

  it("has the rows that it is made of", () => {
    const [yes, no] = [rows(kpi, true), rows(kpi, false)];
    switch (statistic) {
      case "share":
      case "census":
        return expect([yes, yes + no]).toEqual([kpi.numerator, kpi.denominator]);
      case "median":
        return expect(yes).toBe(kpi.denominator);
      case "total":
        return expect(yes + no).toBe(kpi.denominator);
      case "events-per-exposure":
        return expect(yes).toBe(kpi.numerator);
    }
  });

  it("links each row, and names each once for what it counts as", () => {
    expect(kpi.evidence.filter(({ url }) => url === null)).toEqual([]);
    const counted = kpi.evidence
      .filter((row) => row.counted !== null)
      .map(({ kind, id: row }) => `${kind} ${row}`);
    expect(counted.filter((row, n) => counted.indexOf(row) !== n)).toEqual([]);
  });

  it("refers to no evidence that is not there", () => {
    const known = new Set(kpi.evidence.map((row) => row.id));
    const referred = [...kpi.beside, ...kpi.breakdown].flatMap(({ evidenceIds = [] }) => evidenceIds);
    expect([...referred, ...(kpi.advice?.evidenceIds ?? [])].filter((row) => !known.has(row))).toEqual([]);
  });
});

it("is the same scorecard whatever the order of the facts and however often each is told", () => {
  const { facts } = richInput();
  const shuffled = fc.shuffledSubarray([...facts, ...facts], { minLength: 2 * facts.length });
  fc.assert(
    fc.property(shuffled, (told) => {
      expect(buildScorecard(richInput({ facts: told }))).toEqual(scorecard);
    }),
    { numRuns: 8 },
  );
});
