import { describe, expect, it } from "vitest";
import { openAccountRoads } from "../../../src/core/adoption/account-roads.ts";
import { foldRepository, type RepositoryInput } from "../../../src/core/adoption/fold-repository.ts";
import type { TemplateRule } from "../../../src/core/config/config.ts";
import { defaultConfig } from "../../../src/core/config/defaults.ts";
import { accountFactKinds } from "../../../src/core/facts/account.ts";
import type { Fact } from "../../../src/core/facts/fact.ts";
import { templateFacts } from "../../support/adoption.ts";
import { defaultAt, pavedRoadFact, repositoryState, sha, workflowRunFact } from "../../support/facts.ts";
import { dockerfile, imageRule, workflow, workflowRule } from "../../support/paved-road.ts";
import { expectAnyOrderTheSame } from "../../support/properties.ts";

const day = 86_400_000;
const at = defaultAt + 30 * day;

/** Facts of the account and of the repository in one list, as they come. */
function fold(rules: readonly TemplateRule[], facts: readonly Fact[], given: Partial<RepositoryInput> = {}) {
  const isShared = ({ kind }: Fact) => accountFactKinds.some((one) => one === kind);
  return foldRepository({
    repository: repositoryState(),
    facts: facts.filter((fact) => !isShared(fact)),
    config: { ...defaultConfig, templates: { rules } },
    groupTargets: { all: null, byGroup: {} },
    permissions: null,
    account: openAccountRoads(facts.filter(isShared)),
    at,
    window: { from: at - 28 * day, to: at },
    ...given,
  });
}

const approved = (n: number) =>
  pavedRoadFact({ at: defaultAt + n * day, dockerfiles: [dockerfile("Dockerfile", "node:24")] });
const refused = (n: number) =>
  pavedRoadFact({ at: defaultAt + n * day, dockerfiles: [dockerfile("Dockerfile", "alpine:3")] });
const unknown = (n: number) =>
  pavedRoadFact({ at: defaultAt + n * day, dockerfiles: [dockerfile("Dockerfile", null)] });

describe("since when a rule has its status", () => {
  it.each([
    ["the first observation there is, as a lower bound", [approved(0), approved(3)], 0, true],
    ["the first observation after another status", [refused(0), approved(2), approved(3)], 2, false],
    ["the last time it came back", [approved(0), refused(1), approved(5)], 5, false],
    ["a lower bound where before nothing could be seen", [refused(0), unknown(1), approved(4)], 4, true],
    ["not what is observed at the time asked for or later", [approved(0), refused(30)], 0, true],
  ])("is %s", (_, facts, sinceDay, atLeast) => {
    const [rule] = fold([imageRule()], facts).rules;
    expect([rule?.status, rule?.since]).toEqual(["adopted", { at: defaultAt + sinceDay * day, atLeast }]);
  });

  it("is when the template's tags told what a pinned commit is, after they had not", () => {
    const pinned = {
      ...workflow("ci", "push"),
      uses: workflow("ci", "push", `acme/templates/.github/workflows/build.yml@${sha("a3")}`).uses,
    };
    const rule = workflowRule({ ref: { kind: "minimum", version: "v3", branches: [] } });
    const [state] = fold(
      [rule],
      [
        pavedRoadFact({ at: defaultAt, workflows: [pinned] }),
        ...templateFacts({ "v2.0.0": sha("a2") }, defaultAt - day),
        ...templateFacts({ "v2.0.0": sha("a2"), "v3.0.0": sha("a3") }, defaultAt + 2 * day),
      ],
    ).rules;
    expect(state).toMatchObject({ status: "adopted", since: { at: defaultAt + 2 * day } });
  });

  it("is not known of a repository that was never observed", () => {
    const told = fold([imageRule()], []);
    expect(told).toMatchObject({ observedAt: null, standing: "not-measured" });
    expect(told.rules).toMatchObject([
      { status: "not-measured", since: null, note: expect.stringMatching(/not been read/) },
    ]);
  });
});

describe("what is told of a rule", () => {
  it("names what decided it and where, and not what else was looked at", () => {
    const facts = [
      pavedRoadFact({
        dockerfiles: [
          dockerfile("Dockerfile", "node:24", "alpine:3"),
          dockerfile("b/Dockerfile", "alpine:3"),
        ],
      }),
    ];
    expect(fold([imageRule()], facts).rules[0]).toMatchObject({
      found: ["alpine:3"],
      place: { path: "Dockerfile", line: 2 },
    });
  });

  it("counts runs of an adopted reusable workflow in the window, and says nothing of other kinds", () => {
    const uses = "acme/templates/.github/workflows/build.yml@v3";
    const rule = workflowRule({ ref: { kind: "any", branches: [] } });
    const run = (runId: number, when: number) =>
      workflowRunFact({
        runId,
        at: when,
        referencedWorkflows: [{ path: uses, ref: "v3", sha: sha("a3") }],
      });
    const road = pavedRoadFact({
      workflows: [workflow("ci", "push", uses)],
      dockerfiles: [dockerfile("Dockerfile", "node:24")],
    });
    const runsOf = (...facts: Fact[]) =>
      fold([rule, imageRule()], [road, ...facts]).rules.map(({ runs }) => runs);
    expect(runsOf()).toEqual([0, null]);
    expect(runsOf(run(1, at - 1), run(2, at - 28 * day), run(3, at - 28 * day - 1), run(4, at))).toEqual([
      2,
      null,
    ]);
  });

  it("measures nothing where the installation may not read the contents", () => {
    const told = fold([imageRule()], [approved(0)], { permissions: { metadata: "read" } });
    expect(told.rules).toMatchObject([
      { status: "not-measured", since: null, note: expect.stringMatching(/contents: read/) },
    ]);
    expect(told.standing).toBe("not-measured");
  });
});

it("gives the same for every order and repetition of the facts", () => {
  const pinned = workflow("ci", "push", `acme/templates/.github/workflows/build.yml@${sha("a3")}`);
  const rules = [imageRule(), workflowRule({ ref: { kind: "minimum", version: "v3", branches: [] } })];
  const facts = [
    refused(0),
    unknown(1),
    approved(2),
    // Two observations of one moment: content decides, not arrival.
    refused(2),
    pavedRoadFact({ at: defaultAt + 4 * day, workflows: [pinned] }),
    ...templateFacts({ "v2.0.0": sha("a2"), "v3.0.0": sha("a2") }, defaultAt + 3 * day),
    ...templateFacts({ "v3.0.0": sha("a3") }, defaultAt + 6 * day),
    workflowRunFact({ at: at - day }),
  ];
  expectAnyOrderTheSame(facts, (shuffled) => fold(rules, shuffled));
});
