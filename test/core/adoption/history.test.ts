import fc from "fast-check";
import { expect, it } from "vitest";
import { openAccountRoads } from "../../../src/core/adoption/account-roads.ts";
import type { RepositoryInput } from "../../../src/core/adoption/fold-repository.ts";
import { tallyHistory } from "../../../src/core/adoption/history.ts";
import { defaultConfig } from "../../../src/core/config/defaults.ts";
import type { Fact } from "../../../src/core/facts/fact.ts";
import { isoWeekEnd } from "../../../src/core/scorecard/iso-week.ts";
import { pavedRoadFact, repositoryState } from "../../support/facts.ts";
import { dockerfile, imageRule } from "../../support/paved-road.ts";

const to = isoWeekEnd("2026-W47");

function repository(facts: readonly Fact[], given: Partial<RepositoryInput> = {}): RepositoryInput {
  return {
    repository: repositoryState(),
    facts,
    config: { ...defaultConfig, templates: { rules: [imageRule()] } },
    groupTargets: { all: null, byGroup: {} },
    permissions: null,
    account: openAccountRoads([]),
    at: to,
    window: { from: 0, to },
    ...given,
  };
}

const observed = (isoWeek: string, image: string, before = 1) =>
  pavedRoadFact({ at: isoWeekEnd(isoWeek) - before, dockerfiles: [dockerfile("Dockerfile", image)] });

const repositories = [
  repository([observed("2026-W45", "alpine:3"), observed("2026-W46", "node:24")]),
  // On the edge: observed at the very end of W46, which is in W47.
  repository([observed("2026-W46", "node:24", 0)]),
  repository([observed("2026-W47", "alpine:3")], {
    repository: repositoryState({ createdAt: isoWeekEnd("2026-W46") }),
  }),
];

function rowsOf(inputs: readonly RepositoryInput[], rule: string | null = null) {
  const tally = tallyHistory("2026-W47", 3, rule);
  for (const input of inputs) tally.add(input);
  return tally.rows();
}

it("tells each week what had been observed by its end, and counts what was not read apart", () => {
  const rows = rowsOf(repositories, "images").map(({ isoWeek, share, notMeasured }) => [
    isoWeek,
    share.numerator,
    share.denominator,
    notMeasured,
  ]);
  expect(rows).toEqual([
    ["2026-W45", 0, 1, 1],
    ["2026-W46", 1, 1, 1],
    ["2026-W47", 2, 3, 0],
  ]);
});

it("counts repositories that satisfy all rules first, then each rule", () => {
  expect(rowsOf(repositories).map(({ isoWeek, ruleId }) => [isoWeek, ruleId])).toEqual([
    ["2026-W45", null],
    ["2026-W45", "images"],
    ["2026-W46", null],
    ["2026-W46", "images"],
    ["2026-W47", null],
    ["2026-W47", "images"],
  ]);
});

it("is the same whatever order the repositories and their facts come in", () => {
  const titled = repositories.map((one, n) => ({
    ...one,
    config: { ...one.config, templates: { rules: [imageRule({ title: `Images ${n}` })] } },
  }));
  const expected = rowsOf(titled);
  fc.assert(
    fc.property(fc.shuffledSubarray(titled, { minLength: titled.length }), (shuffled) => {
      const turned = shuffled.map((one) => ({ ...one, facts: [...one.facts, ...one.facts].reverse() }));
      expect(rowsOf(turned)).toEqual(expected);
    }),
  );
});
