import fc from "fast-check";
import { expect, it } from "vitest";
import { auditHistory, pathspecsOf } from "../../../src/workflows/audit/adoption-history.ts";
import { auditClone } from "../../../src/workflows/audit/audit-clone.ts";
import { importHistory } from "../../support/git-repository.ts";
import { dayMillis, inputFor, makeRepository, now, pinnedWorkflow, taggedWorkflow } from "./support.ts";

const policy = `version: 1
templates:
  rules:
    - id: checkout
      kind: action
      uses: actions/checkout
      ref: { pinned: true }
    - id: image
      kind: base_image
      images: ["node:24*"]
      applies_to: { has_dockerfile: true }
    - id: library
      kind: library
      ecosystem: npm
      forbidden: left-pad
`;
const organisationConfig = { path: "policy.yml", text: policy };

const changes = fc.oneof(
  fc.record({ ".github/workflows/ci.yml": fc.constantFrom(pinnedWorkflow, taggedWorkflow, "on: [", null) }),
  fc.record({ "web/Dockerfile": fc.constantFrom("FROM node:24\n", "FROM node:20\n", null) }),
  fc.record({ "package.json": fc.constantFrom('{"dependencies":{"left-pad":"1"}}', "{}", null) }),
  fc.record({ "src/a.ts": fc.constantFrom("1", "2") }),
);

it("tells at each commit what a reading of that commit alone tells", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(changes, { minLength: 1, maxLength: 6 }), async (steps) => {
      const repository = makeRepository();
      const start = now / 1000 - 86_400 * 30;
      const shas = importHistory(
        repository,
        steps.map((files, index) => ({
          parents: index === 0 ? [] : [index - 1],
          seconds: start + index * 86_400,
          files,
        })),
      );
      repository.git("reset", "--quiet", "--hard");
      const { points } = await auditHistory(await inputFor(repository, { organisationConfig }), null);
      const told = new Map(points.map((point) => [point.commit.sha, point]));
      let standing = points[0];
      const turned: Record<string, string> = {};
      for (const sha of shas) {
        standing = told.get(sha) ?? standing;
        for (const { ruleId, to } of told.get(sha)?.turned ?? []) turned[ruleId] = to;
        const input = await inputFor(repository, { organisationConfig, at: { revision: sha } });
        const { road } = await auditClone(input);
        const naive = Object.fromEntries(road.map(({ ruleId, status }) => [ruleId, status]));
        // Before the first commit that a rule looks at nothing is told.
        if (Object.keys(turned).length === 0) continue;
        expect(turned).toEqual(naive);
        expect(standing?.met).toBe(road.filter(({ status }) => status === "adopted").length);
      }
      expect(Object.keys(turned)).toHaveLength(3);
    }),
    { numRuns: 8 },
  );
}, 120_000);

it("begins with what stood when the time that was asked for began", async () => {
  const repository = makeRepository();
  const old = repository.commit({ ".github/workflows/ci.yml": taggedWorkflow }, { at: now - 90 * dayMillis });
  const recent = repository.commit({ ".github/workflows/ci.yml": pinnedWorkflow }, { at: now - dayMillis });
  repository.commit({ "a.ts": "" }, { at: now - dayMillis / 2 });
  const input = await inputFor(repository, { organisationConfig });
  const { points } = await auditHistory(input, 28 * dayMillis);
  expect(points.map(({ commit }) => commit.sha)).toEqual([old, recent, repository.head()]);
  expect(points.map(({ met, measured }) => [met, measured])).toEqual([
    [0, 1],
    [1, 1],
    [1, 1],
  ]);
});

it("looks for every manifest only where a rule does", () => {
  expect(pathspecsOf([]).some((spec) => spec.includes("package"))).toBe(false);
});
