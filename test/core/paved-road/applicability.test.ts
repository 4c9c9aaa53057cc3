import { describe, expect, it } from "vitest";
import type { AppliesTo } from "../../../src/core/config/config.ts";
import type { PavedRoadData } from "../../../src/core/facts/paved-road.ts";
import type { RepositoryState } from "../../../src/core/facts/repository.ts";
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
});
