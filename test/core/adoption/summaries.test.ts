import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareTiers, isFirstTier } from "../../../src/core/adoption/order.ts";
import { standingOf } from "../../../src/core/adoption/standing.ts";
import { summariseGroups } from "../../../src/core/adoption/summarise-groups.ts";
import { summariseRules } from "../../../src/core/adoption/summarise-rules.ts";
import { whoIsNext } from "../../../src/core/adoption/who-is-next.ts";
import type { RuleStatus } from "../../../src/core/paved-road/rule-result.ts";
import { group, repositoryAdoption, ruleState } from "../../support/adoption.ts";

describe("a repository's standing", () => {
  it.each<[RuleStatus[], string]>([
    [[], "not-applicable"],
    [["not-applicable"], "not-applicable"],
    [["adopted", "not-applicable"], "all"],
    [["adopted", "not-measured"], "not-measured"],
    [["not-measured", "missing"], "not-all"],
    [["adopted", "outdated"], "not-all"],
    [["adopted", "drifted"], "not-all"],
  ])("of %j is %s", (statuses, standing) => {
    expect(standingOf(statuses.map((status) => ({ status })))).toBe(standing);
  });
});

describe("a rule over all repositories", () => {
  it("counts each status, and leaves what was not seen out of the share", () => {
    const statuses: RuleStatus[] = [
      "adopted",
      "adopted",
      "outdated",
      "drifted",
      "missing",
      "not-measured",
      "not-applicable",
    ];
    const [rule] = summariseRules(statuses.map((status, n) => repositoryAdoption(`r${n}`, [status])));
    expect(rule).toMatchObject({
      repositories: 7,
      counts: { adopted: 2, outdated: 1, drifted: 1, missing: 1, "not-measured": 1, "not-applicable": 1 },
      share: { numerator: 2, denominator: 5, percent: 40 },
      running: null,
    });
  });

  it("has no share where nothing could be seen", () => {
    const [rule] = summariseRules([repositoryAdoption("a", ["not-measured"])]);
    expect(rule?.share).toEqual({ numerator: 0, denominator: 0, percent: null });
  });

  it("says of those that adopted it how many were seen to run it", () => {
    const states = [2, 0, null].map((runs) => ruleState("build", "adopted", { runs }));
    const [rule] = summariseRules(
      states.map((state, n) => repositoryAdoption(`r${n}`, [], { rules: [state] })),
    );
    expect(rule?.running).toMatchObject({ numerator: 1, denominator: 2 });
  });

  it("names all that is asked for under one id, the most common first", () => {
    const asking = (allowed: string) =>
      repositoryAdoption("a", [], { rules: [ruleState("images", "adopted", { allowed })] });
    const [rule] = summariseRules([asking("alpine"), asking("node"), asking("node")]);
    expect(rule?.allowed).toEqual(["node", "alpine"]);
  });
});

describe("a group's share", () => {
  const payments = group("payments", { tier: "1" });
  const of = (statuses: RuleStatus[], given = {}) =>
    repositoryAdoption("a", statuses, { groups: [payments], tier: "1", ...given });
  const summary = (...members: ReturnType<typeof of>[]) => summariseGroups(members, [payments])[0];

  it("is of repositories that satisfy all of theirs, the unknown apart", () => {
    expect(
      summary(of(["adopted"]), of(["adopted", "missing"]), of(["not-measured"]), of(["not-applicable"])),
    ).toMatchObject({
      repositories: 4,
      standings: { all: 1, "not-all": 1, "not-measured": 1, "not-applicable": 1 },
      share: { numerator: 1, denominator: 2, percent: 50 },
    });
  });

  it("is held against 85 % of its tier-1 repositories where no target is configured", () => {
    const met = Array.from({ length: 17 }, () => of(["adopted"]));
    const unmet = Array.from({ length: 3 }, () => of(["missing"]));
    expect(summary(...met, ...unmet, of(["missing"], { tier: "2" }))?.target).toMatchObject({
      of: "tier-1 repositories",
      share: { numerator: 17, denominator: 20 },
      status: "on-target",
    });
    expect(summary(...met.slice(1), ...unmet)?.target).toMatchObject({ status: "near" });
    expect(summary(...met.slice(0, 4), ...unmet)?.target).toMatchObject({ status: "off-target" });
  });

  it("is held against the target written for it, over all of its repositories, and all against that of all", () => {
    const at = (value: number) => ({ op: ">=", value, tolerance: 0 }) as const;
    const groupTargets = { all: at(60), byGroup: { payments: at(50) } };
    const members = [of(["adopted"], { groupTargets, tier: null }), of(["missing"], { groupTargets })];
    const held = { of: "all repositories", share: { numerator: 1, denominator: 2 } };
    expect(summary(...members)?.target).toMatchObject({ ...held, status: "on-target" });
    expect(summariseGroups(members, [payments]).at(-1)?.target).toMatchObject({
      ...held,
      status: "off-target",
    });
  });

  it.each([
    ["none is of tier 1", [of(["adopted"], { tier: "2" })], /tier 1/],
    ["nothing could be seen", [of(["not-measured"])], /judged/],
  ])("is not judged where %s", (_, members, reason) => {
    expect(summary(...members)?.target).toMatchObject({
      outcome: "not-judged",
      reason: expect.stringMatching(reason),
    });
  });

  it("is told of a group without repositories, and of how many it is not known whether they belong to it", () => {
    const open = repositoryAdoption("b", ["adopted"], { undecidedGroups: ["payments"] });
    expect(summary(open)).toMatchObject({ repositories: 0, undecided: 1, share: { percent: null } });
  });

  it("comes by tier and title, all repositories last", () => {
    const groups = [
      group("z"),
      group("b", { tier: "10" }),
      group("c", { tier: "2" }),
      group("a", { tier: "10" }),
    ];
    expect(summariseGroups([], groups).map((one) => one.group?.id ?? null)).toEqual([
      "c",
      "a",
      "b",
      "z",
      null,
    ]);
  });
});

describe("who is next", () => {
  it("comes by tier, then by how little is missing, then by name", () => {
    const steps = whoIsNext([
      repositoryAdoption("e", ["missing"]),
      repositoryAdoption("d", ["missing", "missing"], { tier: "1" }),
      repositoryAdoption("c", ["missing", "adopted"], { tier: "1" }),
      repositoryAdoption("b", ["outdated"], { tier: "1" }),
      repositoryAdoption("a", ["drifted"], { tier: "2" }),
      repositoryAdoption("done", ["adopted"], { tier: "1" }),
      repositoryAdoption("unseen", ["not-measured", "adopted"], { tier: "1" }),
    ]);
    expect(steps.map(({ fullName, unmet, measured }) => [fullName, unmet, measured])).toEqual([
      ["acme/b", 1, 1],
      ["acme/c", 1, 2],
      ["acme/d", 2, 2],
      ["acme/a", 1, 1],
      ["acme/e", 1, 1],
    ]);
  });

  it("is told the smallest step: raise a ref before mending a file before taking something up", () => {
    const [step] = whoIsNext([repositoryAdoption("a", ["missing", "drifted", "outdated"])]);
    expect(step).toMatchObject({ ruleId: "r2", text: "Rule r2 (outdated): A sentence. Asked for: node." });
  });

  it("comes in the same order whatever order the repositories are in", () => {
    const all = ["1", "2", null].flatMap((tier) =>
      ["x", "y"].map((name) => repositoryAdoption(`${name}${tier}`, ["missing"], { tier })),
    );
    const expected = whoIsNext(all);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(whoIsNext(shuffled)).toEqual(expected);
      }),
    );
  });
});

it("orders tiers as people count, none last, and knows the first by its common names", () => {
  expect(["10", null, "2", "critical", "1"].sort(compareTiers)).toEqual(["1", "2", "10", "critical", null]);
  expect(["1", "tier-1", "Tier 1", "11", "tier-2", "", null].map(isFirstTier)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
