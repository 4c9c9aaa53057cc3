import { describe, expect, it } from "vitest";
import type { AppliesTo, TemplateRule } from "../../../src/core/config/config.ts";
import type { PavedRoadData } from "../../../src/core/facts/paved-road.ts";
import type { RepositoryState } from "../../../src/core/facts/repository.ts";
import { evaluateRules } from "../../../src/core/paved-road/evaluate-rules.ts";
import { repositoryState } from "../../support/facts.ts";
import {
  actionRule,
  dockerfile,
  fileRule,
  imageRule,
  observation,
  workflow,
  workflowRule,
} from "../../support/paved-road.ts";

function evaluate(
  rule: TemplateRule,
  observed: Partial<PavedRoadData>,
  repository: Partial<RepositoryState> = {},
) {
  const [result] = evaluateRules({
    observed: observation(observed),
    rules: [rule],
    repository: repositoryState(repository),
  });
  return result!;
}

const calling = "acme/templates/.github/workflows/build.yml@v3.1.0";

describe("a rule on a reusable workflow", () => {
  it("is adopted where a workflow on pull_request or push calls it, and shows the line", () => {
    expect(evaluate(workflowRule(), { workflows: [workflow("ci", "push", calling)] })).toEqual({
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
      "a broken workflow besides one that calls it",
      [{ ...workflow("x", "push"), problem: "Not valid YAML" }, workflow("ci", "push", calling)],
      "adopted",
    ],
  ])("with %s", (_, workflows, status) => {
    expect(evaluate(workflowRule(), { workflows })).toMatchObject({ status });
  });

  it.each(["schedule", "workflow_dispatch", "pull_request_target", "workflow_call"])(
    "does not count on %s alone, and says where it is called",
    (trigger) => {
      const result = evaluate(workflowRule(), { workflows: [workflow("ci", trigger, calling)] });
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
    expect(evaluate(workflowRule(), { workflows })).toMatchObject({
      status: "adopted",
      evidence: [{ path: ".github/workflows/two.yml" }],
    });
  });

  it("is not followed into a local workflow that cannot be called", () => {
    const workflows = [
      workflow("ci", "push", "./.github/workflows/one.yml"),
      workflow("one", "schedule", calling),
    ];
    expect(evaluate(workflowRule(), { workflows }).status).toBe("missing");
  });

  it("is not met by an action of the same name", () => {
    const { path, triggers, uses } = workflow("ci", "push", calling);
    const workflows = [
      { path, triggers, problem: null, uses: uses.map((one) => ({ ...one, kind: "action" as const })) },
    ];
    expect(evaluate(workflowRule(), { workflows }).status).toBe("missing");
  });

  it("judges a SHA by the tags of its template, whatever the case of its name", () => {
    const sha = "3".repeat(40);
    const workflows = [workflow("ci", "push", `acme/templates/.github/workflows/build.yml@${sha}`)];
    const templates = { "Acme/Templates": { tags: { "v3.4.0": sha }, files: {} } };
    expect(evaluate(workflowRule(), { workflows, templates }).status).toBe("adopted");
    const unreadable = [{ what: "acme/templates", reason: "no permission" }];
    expect(evaluate(workflowRule(), { workflows, unreadable })).toMatchObject({
      status: "not-measured",
      note: expect.stringContaining("acme/templates cannot be read: no permission"),
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
    expect(evaluate(actionRule(), { workflows: withAction(uses) }).status).toBe(status);
  });

  it("asks for a full SHA where it is pinned", () => {
    const rule = actionRule({ ref: { kind: "pinned" } });
    expect(evaluate(rule, { workflows: withAction("acme/scan@v1") })).toMatchObject({
      status: "outdated",
      note: "In .github/workflows/ci.yml:4: v1 can be moved; a full commit SHA cannot.",
    });
    expect(evaluate(rule, { workflows: withAction(`acme/scan@${"a".repeat(40)}`) }).status).toBe("adopted");
  });
});

describe("a rule on base images", () => {
  it.each([
    [["node:24-slim"], ["node:24*"], "adopted"],
    [["docker.io/library/node:24"], ["node:24"], "adopted"],
    [["node:24"], ["docker.io/library/node"], "adopted"],
    [["index.docker.io/acme/base:1"], ["acme/base"], "adopted"],
    [["ghcr.io/acme/base-go:3.1"], ["ghcr.io/acme/base-*:3*"], "adopted"],
    [["ghcr.io/acme/base-go:2.9"], ["ghcr.io/acme/base-*:3*"], "outdated"],
    [["ghcr.io/acme/team/base:3"], ["ghcr.io/acme/*"], "missing"],
    [["ghcr.io/acme/team/base:3"], ["ghcr.io/acme/**"], "adopted"],
    [["registry:5000/base:1"], ["registry:5000/base"], "adopted"],
    [["node"], ["node:latest"], "adopted"],
    [["node"], ["node:24"], "outdated"],
    [["node@sha256:abc"], ["node"], "adopted"],
    [["node@sha256:abc"], ["node:24"], "not-measured"],
    [["node:24@sha256:abc"], ["node:24"], "adopted"],
    [["node:24"], ["node:24@sha256:*"], "outdated"],
    [["node:24@sha256:abc"], ["node:24@sha256:*"], "adopted"],
    [["node@sha256:abc"], ["node@sha256:*"], "adopted"],
    [["node:24", "alpine:3"], ["node"], "drifted"],
    [["evil.io/node:24"], ["node"], "missing"],
    [["node:24", null], ["node"], "not-measured"],
    [["alpine:3", null], ["node"], "drifted"],
    [[null], ["**"], "not-measured"],
    [[], ["node"], "adopted"],
  ])("with the bases %j under %j is %s", (images, approved, status) => {
    const result = evaluate(imageRule({ images: approved }), {
      dockerfiles: [dockerfile("Dockerfile", ...images)],
    });
    expect(result).toMatchObject({ status });
  });

  it("is not applicable without a Dockerfile, unless one may be there unseen", () => {
    expect(evaluate(imageRule(), {}).status).toBe("not-applicable");
    const unreadable = [{ what: "tree", reason: "GitHub cut the list of files" }];
    expect(evaluate(imageRule(), { unreadable }).status).toBe("not-measured");
  });

  it("is not measured where a Dockerfile is broken, though the others are approved", () => {
    const dockerfiles = [
      dockerfile("Dockerfile", "node:24"),
      { ...dockerfile("b/Dockerfile"), problem: "It has no FROM." },
    ];
    expect(evaluate(imageRule(), { dockerfiles })).toMatchObject({
      status: "not-measured",
      note: expect.stringContaining("b/Dockerfile"),
    });
  });
});

describe("a rule on a file", () => {
  const templates = {
    "acme/templates": {
      tags: { "v1.0.0": "1", "v2.0.0": "2" },
      files: { "dependabot.yml": { "v1.0.0": "blob1", "v1.5.0": "blob1", "v2.0.0": "blob2" } },
    },
  };
  const path = ".github/dependabot.yml";
  const read = { filesLookedFor: [path], templates };

  it.each([
    ["the newest version", { ...read, files: { [path]: "blob2" } }, "adopted"],
    ["an older version", { ...read, files: { [path]: "blob1" } }, "outdated"],
    ["text of one's own", { ...read, files: { [path]: "own" } }, "drifted"],
    ["no file", read, "missing"],
    ["a file that was not looked for", { ...read, filesLookedFor: [] }, "not-measured"],
    [
      "a file that could not be read",
      { ...read, unreadable: [{ what: path, reason: "too big" }] },
      "not-measured",
    ],
    ["a cut list of files", { ...read, unreadable: [{ what: ".", reason: "cut" }] }, "not-measured"],
    ["no template read", { ...read, templates: {}, files: { [path]: "blob2" } }, "not-measured"],
    [
      "a template that could not be read",
      {
        ...read,
        templates: {},
        files: { [path]: "x" },
        unreadable: [{ what: "acme/templates", reason: "gone" }],
      },
      "not-measured",
    ],
  ])("with %s", (_, observed, status) => {
    expect(evaluate(fileRule(), observed).status).toBe(status);
  });

  it("takes any released version where no minimum is asked for, and names the newest that it is", () => {
    const result = evaluate(fileRule({ minimum: null }), { ...read, files: { [path]: "blob1" } });
    expect(result).toMatchObject({ status: "adopted", note: `${path} is that of v1.5.0.` });
  });
});

describe("a rule on the template repository", () => {
  const rule: TemplateRule = {
    id: "born",
    title: "From the template",
    kind: "template_repository",
    templates: ["acme/service"],
    appliesTo: {},
  };

  it.each([
    ["Acme/Service", "adopted"],
    ["acme/other", "missing"],
    [null, "not-measured"],
  ])("generated from %s: %s", (templateRepository, status) => {
    expect(evaluate(rule, {}, { templateRepository }).status).toBe(status);
  });
});

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
    expect(evaluate(workflowRule({ appliesTo }), observed, repository).status).toBe(status);
  });
});
