import { describe, expect, it } from "vitest";
import type { AppliesTo } from "../../../src/core/config/config.ts";
import { effectiveConfig } from "../../../src/core/config/effective.ts";
import type { TeamRepositoriesFact } from "../../../src/core/facts/account.ts";
import type { PavedRoadData } from "../../../src/core/facts/paved-road.ts";
import type { RepositoryState } from "../../../src/core/facts/repository.ts";
import { findMembership } from "../../../src/core/paved-road/membership.ts";
import { repositoryState } from "../../support/facts.ts";
import { dockerfile, evaluateOne, workflowRule } from "../../support/paved-road.ts";

describe("what a rule applies to", () => {
  const whole = { what: "tree", reason: "GitHub cut the list of files" };
  const docker = { dockerfiles: [dockerfile("Dockerfile", "node:24")] };

  it.each<[AppliesTo, Partial<RepositoryState>, Partial<PavedRoadData>, string]>([
    [{}, {}, {}, "missing"],
    [{ languages: ["typescript"] }, { language: "TypeScript" }, {}, "missing"],
    [{ languages: ["Go"] }, { language: "TypeScript" }, {}, "not-applicable"],
    [{ languages: ["Go"] }, { language: null }, {}, "not-measured"],
    [{ hasDockerfile: true }, {}, docker, "missing"],
    [{ hasDockerfile: true }, {}, {}, "not-applicable"],
    [{ hasDockerfile: false }, {}, docker, "not-applicable"],
    [{ hasDockerfile: false }, {}, {}, "missing"],
    [{ hasDockerfile: true }, {}, { unreadable: [whole] }, "not-measured"],
    [{ properties: { tier: ["1", "2"] } }, { customProperties: { tier: "2" } }, {}, "missing"],
    [{ properties: { tier: ["1"] } }, { customProperties: { tier: "2" } }, {}, "not-applicable"],
    [{ properties: { tier: ["1"] } }, { customProperties: { tier: ["0", "1"] } }, {}, "missing"],
    [{ properties: { tier: ["1"] } }, { customProperties: { tier: null } }, {}, "not-applicable"],
    [{ properties: { tier: ["1"] } }, { customProperties: {} }, {}, "not-applicable"],
    [{ properties: { tier: ["1"] } }, { customProperties: null }, {}, "not-measured"],
    [{ properties: { constructor: ["1"] } }, { customProperties: {} }, {}, "not-applicable"],
    [{ repositories: ["acme/*"] }, { ownerLogin: "Acme", name: "web" }, {}, "missing"],
    [{ repositories: ["acme/api-*"] }, { ownerLogin: "acme", name: "web" }, {}, "not-applicable"],
    [
      { languages: ["Go"], properties: { tier: ["1"] } },
      { language: "C", customProperties: null },
      {},
      "not-applicable",
    ],
  ])("%j for %j", (appliesTo, repository, observed, status) => {
    expect(evaluateOne(workflowRule({ appliesTo }), observed, repository).status).toBe(status);
  });

  const belonging = {
    groups: ["payments"],
    tier: "1",
    teams: { memberOf: ["web"], notMemberOf: ["ops"] },
  };

  it.each<[AppliesTo, typeof belonging | undefined, string]>([
    [{ groups: ["payments", "other"] }, belonging, "missing"],
    [{ groups: ["other"] }, belonging, "not-applicable"],
    [{ groups: ["payments"] }, undefined, "not-measured"],
    [{ tiers: ["1", "2"] }, belonging, "missing"],
    [{ tiers: ["2"] }, belonging, "not-applicable"],
    [{ tiers: ["1"] }, undefined, "not-measured"],
    [{ teams: ["web"] }, belonging, "missing"],
    [{ teams: ["ops"] }, belonging, "not-applicable"],
    [{ teams: ["nobody-knows"] }, belonging, "not-measured"],
    [{ teams: ["web"] }, undefined, "not-measured"],
    [{ visibility: ["public"] }, belonging, "not-applicable"],
    [{ groups: ["payments"], tiers: ["2"], teams: ["nobody-knows"] }, belonging, "not-applicable"],
  ])("%j for one that belongs to %j: %s", (appliesTo, membership, status) => {
    const repository = { visibility: "private" } as const;
    expect(evaluateOne(workflowRule({ appliesTo }), {}, repository, membership).status).toBe(status);
  });
});

describe("where a repository belongs", () => {
  const config = {
    groups: [{ id: "payments", title: "Payments", kind: null, owner: null, tier: "1" }],
    tier: "1",
  };
  const team = (slug: string, at: number, repositories: TeamRepositoriesFact["data"]["repositories"]) => ({
    kind: "team-repositories" as const,
    accountId: 1,
    repositoryId: 0,
    subject: `team-repositories:${slug}`,
    occurredAt: at,
    data: { team: slug, repositories },
  });

  it("takes groups and tier from the configuration, and teams as they were read last", () => {
    const facts = [
      team("web", 1, { seen: [] }),
      team("web", 5, { seen: [7, 8] }),
      team("web", 10, { seen: [] }),
      team("ops", 2, { seen: [8] }),
      team("gone", 2, { unseen: { why: "not-available", permission: null, text: "No such team." } }),
    ];
    const expected = { groups: ["payments"], tier: "1", teams: { memberOf: ["web"], notMemberOf: ["ops"] } };
    expect(findMembership(config, facts, 7, 10)).toEqual(expected);
    expect(findMembership(config, [...facts, ...facts.toReversed()].slice(2), 7, 10)).toEqual(expected);
  });
});

describe("a rule where it is open whether the repository belongs to a group", () => {
  const why = "its custom property product-line is not known";
  const open = { groups: [{ id: "payments", why }], tiers: ["2", "1"] };
  const membership = {
    groups: ["web"],
    tier: "2",
    teams: { memberOf: [], notMemberOf: [] },
    open,
  };

  it.each<[AppliesTo, string]>([
    [{ groups: ["payments"] }, "not-measured"],
    [{ groups: ["payments", "web"] }, "missing"],
    [{ groups: ["other"] }, "not-applicable"],
    [{ tiers: ["1"] }, "not-measured"],
    [{ tiers: ["1", "2"] }, "missing"],
    [{ tiers: ["3"] }, "not-applicable"],
  ])("for %j is %s", (appliesTo, status) => {
    const found = evaluateOne(workflowRule({ appliesTo }), {}, {}, membership);
    expect(found.status).toBe(status);
    if (status === "not-measured") expect(found.note).toContain(why);
  });
});

describe("groups that are open", () => {
  const organisation = {
    path: "firstpass.yml",
    text: `version: 1
groups:
  - { id: a, title: A, kind: team, tier: "1", match: { repositories: ["acme/*"] } }
  - { id: b, title: B, kind: team, tier: "2", match: { properties: { line: [x] } } }
  - { id: c, title: C, kind: team, tier: "3", match: { repositories: ["other/*"] } }
`,
  };
  const openOf = (customProperties: RepositoryState["customProperties"]) => {
    const state = repositoryState({ ownerLogin: "acme", name: "web", customProperties });
    const traits = { state, teams: { memberOf: [], notMemberOf: [] } };
    return effectiveConfig({ organisation, repository: null, traits }).config.open;
  };

  it("are told with what is not known, and with the tiers that it may have", () => {
    expect(openOf(null)).toEqual({
      groups: [{ id: "b", why: expect.stringContaining("line") }],
      tiers: ["1", "2"],
    });
  });

  it("are none where everything is known", () => {
    expect(openOf({ line: "x" })).toBeUndefined();
    expect(openOf({})).toBeUndefined();
  });
});
