import { describe, expect, it } from "vitest";
import { actionRule, evaluateOne, template, workflow, workflowRule } from "../../support/paved-road.ts";

const calling = "acme/templates/.github/workflows/build.yml@v3.1.0";

describe("a rule on a reusable workflow", () => {
  it("is adopted where a workflow on pull_request or push calls it, and shows the line", () => {
    expect(evaluateOne(workflowRule(), { workflows: [workflow("ci", "push", calling)] })).toEqual({
      ruleId: "build",
      title: "Secure build",
      kind: "reusable_workflow",
      status: "adopted",
      allowed: "acme/templates/.github/workflows/build.yml at v3 or later",
      note: "Called in .github/workflows/ci.yml:4 at v3.1.0.",
      evidence: [
        { path: ".github/workflows/ci.yml", line: 4, found: "v3.1.0", version: "v3.1.0", satisfied: true },
      ],
    });
  });

  it.each([
    [
      "another workflow of the template",
      [workflow("ci", "push", "acme/templates/.github/workflows/other.yml@v3")],
      "missing",
    ],
    [
      "owner and repository in another case",
      [workflow("ci", "push", "Acme/Templates/.github/workflows/build.yml@v3")],
      "adopted",
    ],
    [
      "the path in another case",
      [workflow("ci", "push", "acme/templates/.github/workflows/Build.yml@v3")],
      "missing",
    ],
    [
      "an older version",
      [workflow("ci", "push", "acme/templates/.github/workflows/build.yml@v2")],
      "outdated",
    ],
    [
      "one old and one new call",
      [
        workflow("a", "push", "acme/templates/.github/workflows/build.yml@v2"),
        workflow("b", "push", calling),
      ],
      "adopted",
    ],
    [
      "an old call and one that cannot be judged",
      [
        workflow("a", "push", "acme/templates/.github/workflows/build.yml@v2"),
        workflow("b", "push", `acme/templates/.github/workflows/build.yml@${"9".repeat(40)}`),
      ],
      "not-measured",
    ],
    ["no workflow at all", [], "missing"],
    ["a broken workflow besides", [{ ...workflow("ci", "push"), problem: "Not valid YAML" }], "not-measured"],
    [
      "an old call and a broken workflow besides",
      [
        { ...workflow("x", "push"), problem: "Not valid YAML" },
        workflow("ci", "push", "acme/templates/.github/workflows/build.yml@v2"),
      ],
      "not-measured",
    ],
    [
      "a broken workflow besides one that calls it",
      [{ ...workflow("x", "push"), problem: "Not valid YAML" }, workflow("ci", "push", calling)],
      "adopted",
    ],
  ])("with %s", (_, workflows, status) => {
    expect(evaluateOne(workflowRule(), { workflows })).toMatchObject({ status });
  });

  it.each(["schedule", "workflow_dispatch", "pull_request_target", "workflow_call"])(
    "does not count on %s alone, and says where it is called",
    (trigger) => {
      const result = evaluateOne(workflowRule(), { workflows: [workflow("ci", trigger, calling)] });
      expect(result.status).toBe("missing");
      expect(result.note).toContain(".github/workflows/ci.yml:4");
    },
  );

  it("is followed through local reusable workflows, in a circle too", () => {
    const workflows = [
      workflow("ci", "pull_request", "./.github/workflows/one.yml"),
      workflow("one", "workflow_call", "./.github/workflows/two.yml"),
      workflow("two", "workflow_call", "./.github/workflows/one.yml", calling),
    ];
    expect(evaluateOne(workflowRule(), { workflows })).toMatchObject({
      status: "adopted",
      evidence: [{ path: ".github/workflows/two.yml" }],
    });
  });

  it("is not followed into a local workflow that cannot be called", () => {
    const workflows = [
      workflow("ci", "push", "./.github/workflows/one.yml"),
      workflow("one", "schedule", calling),
    ];
    expect(evaluateOne(workflowRule(), { workflows }).status).toBe("missing");
  });

  it("is not met by an action of the same name", () => {
    const { path, triggers, uses } = workflow("ci", "push", calling);
    const workflows = [
      { path, triggers, problem: null, uses: uses.map((one) => ({ ...one, kind: "action" as const })) },
    ];
    expect(evaluateOne(workflowRule(), { workflows }).status).toBe("missing");
  });

  it("judges a SHA by the tags of its template, whatever the case of its name", () => {
    const sha = "3".repeat(40);
    const workflows = [workflow("ci", "push", `acme/templates/.github/workflows/build.yml@${sha}`)];
    const rule = workflowRule({ uses: "Acme/Templates/.github/workflows/build.yml" });
    const templates = { "acme/templates": template({ tags: { "v3.4.0": sha } }) };
    expect(evaluateOne(rule, { workflows, templates }).status).toBe("adopted");
    const unseen = {
      why: "permission-missing",
      permission: null,
      text: "acme/templates cannot be read",
    } as const;
    const hidden = { "acme/templates": template({ complete: false, unseen }) };
    expect(evaluateOne(rule, { workflows, templates: hidden })).toMatchObject({
      status: "not-measured",
      note: expect.stringContaining("acme/templates cannot be read"),
    });
  });
});

describe("a rule on an action", () => {
  const withAction = (uses: string) => [workflow("ci", "pull_request", uses)];

  it.each([
    ["acme/scan@v1", "adopted"],
    ["acme/scan/deep@v1", "missing"],
    ["other/scan@v1", "missing"],
  ])("finds %s in a step: %s", (uses, status) => {
    expect(evaluateOne(actionRule(), { workflows: withAction(uses) }).status).toBe(status);
  });

  it("asks for a full SHA where it is pinned", () => {
    const rule = actionRule({ ref: { kind: "pinned" } });
    expect(evaluateOne(rule, { workflows: withAction("acme/scan@v1") })).toMatchObject({
      status: "outdated",
      note: "In .github/workflows/ci.yml:4: v1 can be moved; a full commit SHA cannot.",
    });
    expect(evaluateOne(rule, { workflows: withAction(`acme/scan@${"a".repeat(40)}`) }).status).toBe(
      "adopted",
    );
  });
});
