// What must be read again after a policy has changed, and what need not.
import { describe, expect, it } from "vitest";
import type { TemplateRule } from "../../../src/core/config/config.ts";
import type { PavedRoadData } from "../../../src/core/facts/paved-road.ts";
import { needsObservation } from "../../../src/core/paved-road/needs-observation.ts";
import { wantedTemplates } from "../../../src/core/paved-road/wanted-templates.ts";
import { actionRule, fileRule, imageRule, observation, workflowRule } from "../../support/paved-road.ts";

function libraryRule(name: string, source: "manifests" | "sbom" = "manifests"): TemplateRule {
  return {
    id: name,
    title: name,
    kind: "library",
    ecosystem: "npm",
    package: name,
    use: "required",
    minimum: null,
    source,
    appliesTo: {},
  };
}

describe("needsObservation", () => {
  const seen = (given: Partial<PavedRoadData> = {}) => observation(given);
  const looked = seen({ manifests: [], librariesLookedFor: ["npm:helmet"] });
  it.each<[string, TemplateRule[], PavedRoadData | null, boolean]>([
    ["no rule at all", [], null, false],
    ["a first rule", [actionRule()], null, true],
    ["another minimum", [workflowRule({ ref: { kind: "pinned" } })], seen(), false],
    ["another image", [imageRule({ images: ["alpine"] })], seen(), false],
    ["a file that was not looked for", [fileRule()], seen(), true],
    ["a file that was looked for", [fileRule()], seen({ filesLookedFor: [".github/dependabot.yml"] }), false],
    ["a first library", [libraryRule("helmet")], seen(), true],
    ["a library that was looked for", [libraryRule("helmet")], looked, false],
    ["another library", [libraryRule("express")], looked, true],
    ["the same library elsewhere", [libraryRule("helmet", "sbom")], looked, true],
    ["a rule less", [], looked, false],
  ])("after %s", (_, rules, before, expected) => {
    expect(needsObservation(rules, before)).toBe(expected);
  });
});

describe("wantedTemplates", () => {
  it("names each template once, with the files that are compared", () => {
    const rules = [
      workflowRule({ uses: "Acme/Templates/.github/workflows/build.yml" }),
      fileRule(),
      fileRule({ id: "policy", templatePath: "SECURITY.md" }),
      actionRule({ uses: "acme/pinned", ref: { kind: "pinned" } }),
      imageRule(),
    ];
    expect([...wantedTemplates(rules)].map(([name, paths]) => [name, [...paths].sort()])).toEqual([
      ["acme/templates", ["SECURITY.md", "dependabot.yml"]],
      ["acme/pinned", []],
    ]);
  });

  it("needs no template where any ref will do", () => {
    expect(wantedTemplates([actionRule({ ref: { kind: "any", branches: [] } })]).size).toBe(0);
  });
});
