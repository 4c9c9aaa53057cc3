// What is told of a change for thousands of repositories: what gets worse first, counted whole even where it is cut.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KpiChange, Verdict } from "../../../src/core/simulation/simulation.ts";
import { cutSimulation, type RepositoryEffect, summarise } from "../../../src/core/simulation/summarise.ts";

const statuses = {
  worse: ["on-target", "off-target"],
  lost: ["on-target", "not-measured"],
  other: ["no-target", "not-measured"],
  better: ["off-target", "on-target"],
} as const;

function change(kpi: KpiChange["kpi"], verdict: Verdict): KpiChange {
  const [before, after] = statuses[verdict];
  return {
    kpi,
    verdict,
    before: { status: before, value: 80, target: null },
    after: { status: after, value: 80, target: null },
  };
}

function effect(repository: string, changes: readonly KpiChange[], given: Partial<RepositoryEffect> = {}) {
  return {
    repository,
    affected: true,
    kpis: { looked: [], changes, sameStatus: 0 },
    settings: [],
    groups: { enters: [], leaves: [] },
    refused: [],
    requestsToRead: 0,
    ...given,
  };
}

const effects = [
  effect("acme/b", [change("risk-debt", "better"), change("first-pass-rate", "worse")]),
  effect("acme/a", [change("first-pass-rate", "worse")], {
    groups: { enters: ["pay"], leaves: [] },
    settings: [{ key: "mode", before: "advisory", after: "enforce" }],
  }),
  effect("acme/c", [change("ownership", "lost"), change("release-evidence", "other")], {
    groups: { enters: ["pay"], leaves: ["web"] },
    settings: [
      { key: "mode", before: "advisory", after: "enforce" },
      { key: "window", before: "28d", after: "14d" },
    ],
    requestsToRead: 2,
  }),
  effect("acme/d", [], { affected: false, refused: [".github/firstpass.yml:2:1: mode is locked."] }),
];

describe("summarise", () => {
  it("counts repositories, and sorts by what gets worse first, then KPI, then name", () => {
    const simulation = summarise(effects, 10, 5);
    expect(simulation.repositories).toEqual({ total: 10, affected: 3, worse: 2, better: 1 });
    expect(
      simulation.changes.map(({ repository, kpi, verdict }) => `${verdict} ${kpi} ${repository}`),
    ).toEqual([
      "worse first-pass-rate acme/a",
      "worse first-pass-rate acme/b",
      "lost ownership acme/c",
      "other release-evidence acme/c",
      "better risk-debt acme/b",
    ]);
    expect(simulation.transitions[0]).toEqual({
      kpi: "first-pass-rate",
      verdict: "worse",
      before: "on-target",
      after: "off-target",
      repositories: 2,
      examples: ["acme/a", "acme/b"],
    });
  });

  it("tells one value that changes in several repositories once, and who enters and leaves groups", () => {
    const { settings, groups, refused, unread } = summarise(effects, 10, 5);
    expect(settings).toEqual([
      { key: "mode", before: "advisory", after: "enforce", repositories: 2 },
      { key: "window", before: "28d", after: "14d", repositories: 1 },
    ]);
    expect(groups).toEqual([
      { group: "pay", enter: ["acme/a", "acme/c"], leave: [] },
      { group: "web", enter: [], leave: ["acme/c"] },
    ]);
    expect(refused).toEqual([
      { repository: "acme/d", problem: ".github/firstpass.yml:2:1: mode is locked." },
    ]);
    expect(unread).toEqual({ repositories: 1, requestsAtLeast: 2 });
  });

  it("gives the same in any order of the repositories", () => {
    const expected = summarise(effects, 10, 5);
    const shuffled = fc.shuffledSubarray(effects, { minLength: effects.length });
    fc.assert(
      fc.property(shuffled, (told) => {
        expect(summarise(told, 10, 5)).toEqual(expected);
      }),
    );
  });

  it("keeps every count when its lists are cut", () => {
    const many = Array.from({ length: 500 }, (_, n) => effect(`acme/r${n}`, [change("risk-debt", "worse")]));
    const cut = cutSimulation(summarise(many, 2000, 5), 100);
    expect(cut.changes).toHaveLength(100);
    expect(cut.repositories).toEqual({ total: 2000, affected: 500, worse: 500, better: 0 });
    expect(cut.transitions).toMatchObject([
      { repositories: 500, examples: ["acme/r0", "acme/r1", "acme/r10"] },
    ]);
  });
});
