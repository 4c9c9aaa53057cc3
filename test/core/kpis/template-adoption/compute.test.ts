import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Config, TemplateRule } from "../../../../src/core/config/config.ts";
import { defaultConfig } from "../../../../src/core/config/defaults.ts";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import type { KpiInput } from "../../../../src/core/kpis/definition.ts";
import { templateAdoption } from "../../../../src/core/kpis/template-adoption/definition.ts";
import { defaultAccountId, pavedRoadFact, repositoryState, workflowRunFact } from "../../../support/facts.ts";
import { branchRules, controlsFact, seen } from "../../../support/observations.ts";
import {
  actionRule,
  dockerfile,
  fileRule,
  imageRule,
  workflow,
  workflowRule,
} from "../../../support/paved-road.ts";

const day = 24 * 60 * 60 * 1000;
const to = Date.UTC(2026, 10, 16);
const from = to - 28 * day;
const commitSha = "c".repeat(40);

function compute(rules: readonly TemplateRule[], facts: readonly Fact[], given: Partial<KpiInput> = {}) {
  const config: Config = { ...defaultConfig, templates: { rules } };
  return templateAdoption.compute({
    repository: repositoryState({ url: "https://github.com/acme/web" }),
    facts,
    changes: [],
    findings: [],
    exceptions: [],
    window: { from, to },
    config,
    now: to,
    coveredFrom: null,
    ...given,
  });
}

const calling = workflow("ci", "push", "acme/templates/.github/workflows/build.yml@v3");

const observed = (at: number, ...workflows: ReturnType<typeof workflow>[]) =>
  pavedRoadFact({ at, commitSha, workflows, dockerfiles: [dockerfile("Dockerfile", "alpine:3")] });

const run = (
  runId: number,
  at: number,
  path: string,
  conclusion: "success" | "skipped" | "failure" = "success",
) => workflowRunFact({ runId, at, conclusion, referencedWorkflows: [{ path, ref: null, sha: null }] });

describe("template adoption where a configuration for all of the account may be hidden", () => {
  const policyUnseen = "None was found, and a workflow's token may not see it.";

  it("is not measured without rules, rather than not to be measured", () => {
    expect(compute([], [observed(from, calling)], { policyUnseen })).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "policy-not-seen", text: `No template rules were found. ${policyUnseen}` }],
    });
    expect(compute([], [observed(from, calling)], { policyUnseen: null }).outcome).toBe("not-applicable");
  });

  it("says beside a number of the repository's own rules that there may be more", () => {
    const { outcome, notes } = compute([workflowRule()], [observed(from, calling)], { policyUnseen });
    expect([outcome, notes]).toEqual(["measured", [`There may be more template rules. ${policyUnseen}`]]);
    expect(compute([workflowRule()], [observed(from, calling)]).notes).toEqual([]);
  });
});

describe("template adoption", () => {
  it("is the share of applicable, measurable rules that are adopted, with what was left out", () => {
    const notForIt = actionRule({ id: "other", appliesTo: { repositories: ["other/*"] } });
    const rules = [workflowRule(), imageRule(), notForIt, fileRule()];
    expect(compute(rules, [observed(from, calling)])).toEqual({
      outcome: "measured",
      value: 50,
      numerator: 1,
      denominator: 2,
      excluded: { "not for this repository": 1, "could not be evaluated": 1 },
      breakdown: [{ label: "Approved images: missing", count: 1, of: 2 }],
      beside: [{ id: "rules-seen-running", label: "Adopted workflows seen to run", value: 0, unit: "rules" }],
      notes: [
        "The rule “Dependabot” could not be evaluated. .github/dependabot.yml has not been looked for yet.",
      ],
      evidence: [
        {
          kind: "file",
          id: ".github/workflows/ci.yml:4",
          url: `https://github.com/acme/web/blob/${commitSha}/.github/workflows/ci.yml#L4`,
          at: from,
          note: "Secure build: adopted. v3 is allowed",
          counted: true,
        },
        {
          kind: "file",
          id: "Dockerfile:1",
          url: `https://github.com/acme/web/blob/${commitSha}/Dockerfile#L1`,
          at: from,
          note: "Approved images: missing. alpine:3 is not allowed; asked for: node",
          counted: false,
        },
        {
          kind: "repository",
          id: "dependabot",
          url: "https://github.com/acme/web",
          at: from,
          note: "Dependabot: not-measured. .github/dependabot.yml has not been looked for yet.",
          counted: null,
        },
      ],
    });
  });

  it("counts a rule once in the evidence, in the row that decided it", () => {
    const uses = ["v1", "v3"].map((ref) => `acme/templates/.github/workflows/build.yml@${ref}`);
    const { evidence } = compute([workflowRule()], [observed(from, workflow("ci", "push", ...uses))]);
    expect(evidence.map(({ counted, note }) => [counted, note])).toEqual([
      [null, expect.stringContaining("v1 is not allowed")],
      [true, expect.stringContaining("v3 is allowed")],
    ]);
  });

  it.each([
    ["no rule is configured", [], [observed(from, calling)], "not-applicable", ["no-template-rules"]],
    ["nothing was read", [workflowRule()], [], "not-measured", ["paved-road-not-read"]],
    [
      "it was read only after the window",
      [workflowRule()],
      [observed(to, calling)],
      "not-measured",
      ["paved-road-not-read"],
    ],
    [
      "no rule is for it",
      [workflowRule({ appliesTo: { repositories: ["other/*"] } })],
      [observed(from, calling)],
      "not-applicable",
      ["no-applicable-rules"],
    ],
    [
      "no rule could be evaluated",
      [fileRule(), fileRule({ id: "b", appliesTo: { properties: { tier: ["1"] } } })],
      [observed(from, calling)],
      "not-measured",
      ["rule-not-evaluated", "rule-not-evaluated"],
    ],
  ] as const)("has no number where %s", (_, rules, facts, outcome, codes) => {
    const computed = compute(rules, facts, { repository: repositoryState({ customProperties: null }) });
    expect(computed.outcome).toBe(outcome);
    expect("reasons" in computed && computed.reasons.map(({ code }) => code)).toEqual(codes);
  });

  it("fault 35: says which permission is missing instead of keeping an old number, and keeps both reasons", () => {
    const permissions = { metadata: "read" };
    expect(compute([workflowRule()], [observed(from, calling)], { permissions })).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "permission-missing", text: expect.stringContaining("contents: read") }],
    });
    expect(compute([workflowRule()], [], { permissions })).toMatchObject({
      reasons: [{ code: "permission-missing" }, { code: "paved-road-not-read" }],
    });
    expect(
      compute([workflowRule()], [observed(from, calling)], { permissions: { contents: "read" } }),
    ).toMatchObject({
      outcome: "measured",
    });
  });

  it("takes the last observation before the window's end, one from long before the window too", () => {
    const rules = [workflowRule()];
    expect(compute(rules, [observed(from - 90 * day, calling)])).toMatchObject({ value: 100 });
    expect(compute(rules, [observed(from, calling), observed(to - 1)])).toMatchObject({ value: 0 });
    expect(compute(rules, [observed(from, calling), observed(to)])).toMatchObject({ value: 100 });
  });

  it("keeps the runs of an adopted workflow in the window as evidence, each run once", () => {
    const path = "Acme/Templates/.github/workflows/build.yml@refs/tags/v3";
    const facts = [
      observed(from, calling),
      run(1, from - 1, path),
      run(2, from, path),
      run(3, from + day, path, "failure"),
      run(3, from + day, path, "failure"),
      run(4, from + 2 * day, path, "skipped"),
      run(5, from + 3 * day, "acme/templates/.github/workflows/other.yml@v3"),
      run(6, to, path),
    ];
    const computed = compute([workflowRule()], facts);
    expect(computed.beside).toMatchObject([{ value: 1 }]);
    expect(computed.evidence.at(-1)).toEqual({
      kind: "workflow-run",
      id: "run 3",
      url: "https://github.com/acme/web/actions/runs/3",
      at: from + day,
      note: "Secure build: ran 2 times in the window, last here",
      counted: null,
    });
    expect(computed.evidence[0]?.note).toBe("Secure build: adopted, and ran in the window. v3 is allowed");
    const missing = compute([workflowRule()], [observed(from), ...facts.slice(1)]);
    expect(missing.evidence.filter(({ kind }) => kind === "workflow-run")).toEqual([]);
  });

  it("shows how a drifted file differs, as a detail of its row", () => {
    const path = ".github/dependabot.yml";
    const drift = { version: "v2.0.0", linesAdded: 1, linesRemoved: 0, difference: "@@ -1 +1,2 @@\n a\n+b" };
    const account = { accountId: defaultAccountId, repositoryId: 0, occurredAt: from };
    const facts: Fact[] = [
      pavedRoadFact({
        at: from,
        files: { [path]: "own" },
        filesLookedFor: [path],
        drifts: { [path]: { "acme/templates:dependabot.yml": drift } },
      }),
      {
        ...account,
        kind: "template-listed",
        subject: "template-listed:acme/templates",
        data: { template: "acme/templates", listing: { seen: { tags: 1, complete: true } } },
      },
      {
        ...account,
        kind: "template-tag",
        subject: "template-tag:acme/templates:v2.0.0",
        data: { template: "acme/templates", tag: "v2.0.0", commitSha },
      },
      {
        ...account,
        kind: "template-file",
        subject: "template-file:acme/templates:dependabot.yml:v2.0.0",
        data: {
          template: "acme/templates",
          path: "dependabot.yml",
          tag: "v2.0.0",
          commitSha,
          blobSha: "two",
        },
      },
    ];
    expect(compute([fileRule()], facts)).toMatchObject({
      value: 0,
      evidence: [
        {
          id: path,
          note: expect.stringContaining("differs from v2.0.0 as shown"),
          detail: drift.difference,
          counted: false,
        },
      ],
    });
  });

  it("takes groups, tier and teams of the repository for what a rule applies to", () => {
    const rules = [
      workflowRule({ appliesTo: { groups: ["payments"], tiers: ["1"], teams: ["web"] } }),
      imageRule({ appliesTo: { tiers: ["2"] } }),
    ];
    const repository = repositoryState();
    const group = { id: "payments", title: "Payments", kind: null, owner: null, tier: "1" };
    const config: Config = { ...defaultConfig, templates: { rules }, groups: [group], tier: "1" };
    const team: Fact = {
      kind: "team-repositories",
      accountId: repository.accountId,
      repositoryId: 0,
      subject: "team-repositories:web",
      occurredAt: from,
      data: { team: "web", repositories: { seen: [repository.repositoryId] } },
    };
    expect(compute(rules, [observed(from, calling), team], { config, repository })).toMatchObject({
      value: 100,
      denominator: 1,
      excluded: { "not for this repository": 1 },
    });
    expect(compute(rules, [observed(from, calling)], { config, repository })).toMatchObject({
      outcome: "not-measured",
      reasons: [{ text: expect.stringContaining("members: read") }],
    });
  });

  it("counts runs of a workflow that a ruleset requires", () => {
    const path = "acme/ci/.github/workflows/scan.yml";
    const rule: TemplateRule = {
      id: "scan",
      title: "Scan",
      kind: "required_workflow",
      workflow: path,
      ref: { kind: "any", branches: [] },
      appliesTo: {},
    };
    const rulesets = seen(branchRules({ requiredWorkflows: [`${path}@main`] }));
    const ran = workflowRunFact({ runId: 9, at: from, conclusion: "success", workflowPath: path });
    const facts = [observed(from), controlsFact({ at: from, rulesets }), ran];
    expect(compute([rule], facts)).toMatchObject({ value: 100, beside: [{ value: 1 }] });
  });

  it("fault 6: any order and any repetition of the facts gives the same answer", () => {
    const path = "acme/templates/.github/workflows/build.yml@v3";
    const facts = [
      observed(from, calling),
      observed(from),
      observed(from - day, calling),
      run(1, from, path),
      run(2, from, path),
    ];
    const rules = [workflowRule(), imageRule()];
    const expected = compute(rules, facts);
    const repeated = fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 });
    fc.assert(
      fc.property(repeated, (shuffled) => {
        expect(compute(rules, shuffled)).toEqual(expected);
      }),
    );
  });
});
