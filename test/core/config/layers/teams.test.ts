// Which teams configurations name, and what is known of them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldTeams, listNamedTeams, teamsOfRepository } from "../../../../src/core/config/layers/teams.ts";
import type { Fact } from "../../../../src/core/facts/fact.ts";

describe("listNamedTeams", () => {
  const rule = (teams: string) =>
    `{ id: r, kind: file, path: a, template: acme/t, applies_to: { teams: [${teams}] } }`;

  it.each([
    ["groups", "groups: [{ id: a, match: { teams: [web, payments] } }]", ["payments", "web"]],
    [
      "rules of a group",
      `groups: [{ id: a, match: { topics: [pci] }, settings: { templates: { rules: [${rule("web")}] } } }]`,
      ["web"],
    ],
    ["rules", `templates: { rules: [${rule("core, web")}] }`, ["core", "web"]],
    ["a key with an escape", 'groups: [{ id: a, match: { "te\\u0061ms": [web] } }]', ["web"]],
    ["nothing", "owner: teams", []],
    ["a broken file", "windw: 1\ngroups: [{ id: a, match: { teams: [web] } }]", []],
  ])("finds those of %s", (_, text, expected) => {
    const file = { path: "p", text: `version: 1\n${text}\n` };
    expect(listNamedTeams([file, file])).toEqual(expected);
  });
});

const told = (team: string, at: number, repositories: readonly number[] | null): Fact => ({
  kind: "team-repositories",
  accountId: 1,
  repositoryId: 0,
  subject: `team-repositories:${team}`,
  occurredAt: at,
  data: {
    team,
    repositories:
      repositories === null
        ? { unseen: { why: "permission-missing", permission: "members: read", text: "grant it" } }
        : { seen: repositories },
  },
});

describe("teamsOfRepository", () => {
  it("knows by the last word on each team, and leaves open what could not be seen", () => {
    const facts = [
      told("web", 1, []),
      told("web", 2, [7]),
      told("core", 1, [8]),
      told("ops", 1, [7]),
      told("ops", 2, null),
    ];
    expect(teamsOfRepository(foldTeams(facts), 7)).toEqual({ memberOf: ["web"], notMemberOf: ["core"] });
  });

  it("is the same whatever the order and repetition of the facts", () => {
    const fact = fc
      .tuple(
        fc.constantFrom("web", "core"),
        fc.integer({ min: 1, max: 3 }),
        fc.option(fc.subarray([1, 2, 3]), { nil: null }),
      )
      .map((parts) => told(...parts));
    const shuffled = fc
      .array(fact, { maxLength: 8 })
      .chain((facts) =>
        fc.tuple(
          fc.constant(facts),
          fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([facts, other]) => {
        for (const id of [1, 2, 3])
          expect(teamsOfRepository(foldTeams(other), id)).toEqual(teamsOfRepository(foldTeams(facts), id));
      }),
    );
  });
});
