import { describe, expect, it } from "vitest";
import type { TemplateRule } from "../../../src/core/config/config.ts";
import { branchRules, controlsFact, seen, unseen } from "../../support/observations.ts";
import { evaluateOne, template } from "../../support/paved-road.ts";

const path = ".github/workflows/scan.yml";

function requiredRule(ref: Extract<TemplateRule, { kind: "required_workflow" }>["ref"]): TemplateRule {
  return {
    id: "scan",
    title: "Required scan",
    kind: "required_workflow",
    workflow: `acme/ci/${path}`,
    ref,
    appliesTo: {},
  };
}

const anyRef = requiredRule({ kind: "any", branches: [] });
const atLeast2 = requiredRule({ kind: "minimum", version: "v2", branches: [] });

const requiring = (...requiredWorkflows: string[]) => ({
  controls: controlsFact({ rulesets: seen(branchRules({ requiredWorkflows })) }).data,
});

describe("a rule on a required workflow", () => {
  it.each([
    ["a ruleset requires it", anyRef, [`acme/ci/${path}@main`], "adopted"],
    ["the name is in another case", anyRef, [`Acme/CI/${path}@main`], "adopted"],
    ["no ruleset requires it", anyRef, [], "missing"],
    ["a ruleset requires another", anyRef, ["acme/ci/.github/workflows/lint.yml@main"], "missing"],
    ["the ruleset names no ref, and any will do", anyRef, [`acme/ci/${path}`], "adopted"],
    ["the ruleset names no ref, and a version is asked for", atLeast2, [`acme/ci/${path}`], "outdated"],
    [
      "the ruleset names no ref, and a branch would do",
      requiredRule({ kind: "minimum", version: "v2", branches: ["main"] }),
      [`acme/ci/${path}`],
      "not-measured",
    ],
    ["it is required at a tag that is new enough", atLeast2, [`acme/ci/${path}@refs/tags/v2.1.0`], "adopted"],
    ["it is required at an old tag", atLeast2, [`acme/ci/${path}@refs/tags/v1.0.0`], "outdated"],
    ["it is required at a branch", atLeast2, [`acme/ci/${path}@refs/heads/main`], "outdated"],
    [
      "one ruleset requires an old and one a new version",
      atLeast2,
      [`acme/ci/${path}@v1`, `acme/ci/${path}@v2`],
      "adopted",
    ],
    ["a repository cannot be named", anyRef, [`repositories/9/${path}@main`], "not-measured"],
    [
      "another workflow's repository cannot be named",
      anyRef,
      ["repositories/9/.github/workflows/lint.yml"],
      "missing",
    ],
    [
      "an old one is required, and one that cannot be named",
      atLeast2,
      [`acme/ci/${path}@v1`, `repositories/9/${path}@v2`],
      "not-measured",
    ],
  ])("where %s", (_, rule, workflows, status) => {
    expect(evaluateOne(rule, requiring(...workflows)).status).toBe(status);
  });

  it("judges a SHA by the tags of the workflow's repository", () => {
    const sha = "2".repeat(40);
    const templates = { "acme/ci": template({ tags: { "v2.3.0": sha } }) };
    const observed = { ...requiring(`acme/ci/${path}@${sha}`), templates };
    expect(evaluateOne(atLeast2, observed).status).toBe("adopted");
  });

  it("is not measured where rulesets were not read or cannot be, and missing where there can be none", () => {
    expect(evaluateOne(anyRef, { controls: null })).toMatchObject({
      status: "not-measured",
      note: expect.stringContaining("have not been read yet"),
    });
    const hidden = controlsFact({ rulesets: unseen("metadata: read") }).data;
    expect(evaluateOne(anyRef, { controls: hidden })).toMatchObject({
      status: "not-measured",
      note: "Grant metadata: read.",
    });
    const off = controlsFact({ rulesets: unseen(null, "feature-off") }).data;
    expect(evaluateOne(anyRef, { controls: off }).status).toBe("missing");
  });
});

describe("a rule on code scanning's default setup", () => {
  const rule: TemplateRule = {
    id: "default-setup",
    title: "Default setup",
    kind: "code_scanning_default_setup",
    appliesTo: {},
  };

  it.each([
    ["configured", seen(true), "adopted"],
    ["not configured", seen(false), "missing"],
    ["off", unseen(null, "feature-off"), "missing"],
    ["not to be seen", unseen("administration: read"), "not-measured"],
  ])("that is %s: %s", (_, defaultSetup, status) => {
    expect(evaluateOne(rule, { controls: controlsFact({ defaultSetup }).data }).status).toBe(status);
  });

  it("is not measured before it was read", () => {
    expect(evaluateOne(rule, { controls: null }).status).toBe("not-measured");
  });
});
