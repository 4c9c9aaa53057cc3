import { describe, expect, it } from "vitest";
import { actionRule, evaluateOne, template, workflow, workflowRule } from "../../support/paved-road.ts";

/** What `acme/<name>` calls: `templates/other` is acme/templates/.github/workflows/other.yml. */
function calledWorkflow(name: string, given: { ref?: string; uses?: string[]; problem?: string } = {}) {
  const [repository, file] = name.split("/");
  const target = `acme/${repository}/.github/workflows/${file}.yml`;
  const { ref = "v3", uses = [], problem = null } = given;
  const data = { ...workflow(name, "workflow_call", ...uses), target, ref, problem };
  return { [`${target}@${ref}`]: data };
}

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
    const called = { ...calledWorkflow("templates/other"), ...calledWorkflow("templates/Build") };
    expect(evaluateOne(workflowRule(), { workflows, called })).toMatchObject({ status });
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

  describe("through workflows of other repositories", () => {
    const ci = (...uses: string[]) => ({ workflows: [workflow("ci", "push", ...uses)] });
    const all = "acme/pipelines/.github/workflows/all.yml@v2";

    it("is adopted at the ref of the innermost call, and names all places on the way", () => {
      const called = { ...calledWorkflow("pipelines/all", { ref: "v2", uses: [calling] }) };
      expect(evaluateOne(workflowRule(), { ...ci(all), called })).toMatchObject({
        status: "adopted",
        note: `Called in .github/workflows/ci.yml:4 → ${all}:4 at v3.1.0.`,
        evidence: [{ path: ".github/workflows/ci.yml", line: 4, via: [`${all}:4`], found: "v3.1.0" }],
      });
    });

    it("takes a local reference there for a file of that repository at that ref", () => {
      const sha = "5".repeat(40);
      const called = calledWorkflow("templates/all", { ref: sha, uses: ["./.github/workflows/build.yml"] });
      const workflows = [workflow("ci", "push", `Acme/Templates/.github/workflows/all.yml@${sha}`)];
      const templates = { "acme/templates": template({ tags: { "v3.2.0": sha } }) };
      expect(evaluateOne(workflowRule(), { workflows, called, templates })).toMatchObject({
        status: "adopted",
        evidence: [{ found: sha, version: "v3.2.0" }],
      });
      const older = { "acme/templates": template({ tags: { "v2.2.0": sha } }) };
      expect(evaluateOne(workflowRule(), { workflows, called, templates: older }).status).toBe("outdated");
    });

    it("ends in a circle", () => {
      const called = {
        ...calledWorkflow("pipelines/all", { ref: "v2", uses: ["./.github/workflows/more.yml"] }),
        ...calledWorkflow("pipelines/more", { ref: "v2", uses: [all, calling] }),
      };
      expect(evaluateOne(workflowRule(), { ...ci(all), called })).toMatchObject({
        status: "adopted",
        evidence: [{ via: [`${all}:4`, "acme/pipelines/.github/workflows/more.yml@v2:5"] }],
      });
    });

    it("finds an action in the steps of a called workflow", () => {
      const called = calledWorkflow("pipelines/all", { ref: "v2", uses: ["acme/scan@v1"] });
      expect(evaluateOne(actionRule(), { ...ci(all), called }).status).toBe("adopted");
    });

    it.each([
      ["it has not been read", {}, /has not been read yet/],
      [
        "it cannot be read",
        calledWorkflow("pipelines/all", { ref: "v2", problem: "404" }),
        /cannot be read: 404/,
      ],
    ])("leaves it open where %s", (_, called, note) => {
      expect(evaluateOne(workflowRule(), { ...ci(all), called })).toMatchObject({
        status: "not-measured",
        note: expect.stringMatching(note),
      });
      expect(evaluateOne(workflowRule(), { ...ci(all, calling), called }).status).toBe("adopted");
    });

    it("does not look into workflows of other accounts, nor into what cannot be called", () => {
      const foreign = "other/pipelines/.github/workflows/all.yml@v2";
      expect(evaluateOne(workflowRule(), ci(foreign)).status).toBe("missing");
      const [key, data] = Object.entries(calledWorkflow("pipelines/all", { ref: "v2", uses: [calling] }))[0]!;
      const called = { [key]: { ...data, triggers: ["push"] } };
      expect(evaluateOne(workflowRule(), { ...ci(all), called }).status).toBe("missing");
    });

    it("keeps an outdated call outdated, though the workflow it calls was not read", () => {
      const old = "acme/templates/.github/workflows/build.yml@v1";
      expect(evaluateOne(workflowRule(), ci(old)).status).toBe("outdated");
    });

    const levels = (count: number) =>
      Object.assign(
        {},
        ...Array.from({ length: count }, (_, index) =>
          calledWorkflow(`pipelines/l${index + 2}`, {
            ref: "v2",
            uses: [index + 1 === count ? calling : `./.github/workflows/l${index + 3}.yml`],
          }),
        ),
      );

    it.each([
      [8, "adopted"],
      [9, "not-measured"],
      [12, "not-measured"],
    ])("with %i levels of workflows between: %s", (count, status) => {
      const workflows = [workflow("ci", "push", "acme/pipelines/.github/workflows/l2.yml@v2")];
      expect(evaluateOne(workflowRule(), { workflows, called: levels(count) }).status).toBe(status);
    });

    it("follows 50 workflows of one caller, and no more", () => {
      const wide = (count: number) => {
        const names = Array.from({ length: count }, (_, index) => `pipelines/w${index}`);
        const called = Object.assign({}, ...names.map((name) => calledWorkflow(name, { ref: "v2" })));
        const uses = names.map((name) => `${Object.keys(calledWorkflow(name, { ref: "v2" }))[0]}`);
        return evaluateOne(workflowRule(), { ...ci(...uses), called }).status;
      };
      expect(wide(50)).toBe("missing");
      expect(wide(51)).toBe("not-measured");
    });
  });

  it("says so where `uses` holds an expression", () => {
    const expression = (uses: string) => [workflow("ci", "push", uses)];
    expect(evaluateOne(actionRule(), { workflows: expression(`\${{ matrix.scan }}`) })).toMatchObject({
      status: "not-measured",
      note: "In .github/workflows/ci.yml:4: `uses` holds an expression: it cannot be resolved.",
      evidence: [{ line: 4, satisfied: null }],
    });
    expect(evaluateOne(actionRule(), { workflows: expression(`acme/scan@\${{ env.V }}`) })).toMatchObject({
      status: "not-measured",
      note: expect.stringContaining("its ref is missing or an expression"),
    });
    expect(evaluateOne(actionRule(), { workflows: expression(`other/\${{ matrix.scan }}@v1`) }).status).toBe(
      "missing",
    );
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
