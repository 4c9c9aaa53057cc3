import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseWorkflow } from "../../../src/core/paved-road/parse-workflow.ts";

const path = ".github/workflows/ci.yml";
const sha = "11bd71901bbe5b1630ceea73d27597364c9af683";

function usesOf(text: string) {
  return parseWorkflow(path, text).uses.map(
    ({ kind, target, ref, versionComment, line }) => `${line}: ${kind} ${target} @${ref} # ${versionComment}`,
  );
}

const withStep = (uses: string) => `on: push\njobs:\n  a:\n    steps:\n      - uses: ${uses}\n`;

describe("parsing a workflow", () => {
  it("reads reusable workflows and actions with ref, version comment and line", () => {
    const text = `name: CI
on:
  pull_request:
    branches: [main]
  push:
jobs:
  build:
    uses: acme/templates/.github/workflows/build.yml@v3
  local:
    uses: ./.github/workflows/local.yml
  test:
    runs-on: ubuntu-latest
    steps:
      - name: check out
        uses: actions/checkout@${sha} # v4.2.2
      - run: npm test
      - { uses: "acme/scan/deep@main" }
      - uses: ./.github/actions/own
      - uses: docker://alpine:3.20
`;
    expect(parseWorkflow(path, text)).toMatchObject({
      path,
      triggers: ["pull_request", "push"],
      problem: null,
    });
    expect(usesOf(text)).toEqual([
      "8: reusable_workflow acme/templates/.github/workflows/build.yml @v3 # null",
      "10: reusable_workflow ./.github/workflows/local.yml @null # null",
      `15: action actions/checkout @${sha} # v4.2.2`,
      "17: action acme/scan/deep @main # null",
      "18: action ./.github/actions/own @null # null",
      "19: action docker://alpine:3.20 @null # null",
    ]);
  });

  it.each([
    ["on: push", ["push"]],
    ["on: [push, pull_request]", ["push", "pull_request"]],
    ["on:\n  - push", ["push"]],
    ["on: { push: , pull_request: { types: [opened] } }", ["push", "pull_request"]],
    ['"on": push', ["push"]],
    ["'on': &x [push, push]", ["push"]],
    ["%YAML 1.1\n---\non: push", ["push"]],
    ["events: &e [push]\non: *e", ["push"]],
  ])("reads the triggers of %j", (on, triggers) => {
    const parsed = parseWorkflow(path, `${on}\njobs: { a: { steps: [] } }\n`);
    expect(parsed).toMatchObject({ triggers, problem: null });
  });

  it.each([
    [`a/b@${sha} # v3.2.1`, "v3.2.1"],
    [`a/b@${sha} # tag=v3.2.1`, "v3.2.1"],
    [`a/b@${sha} # pin@v3`, "v3"],
    [`a/b@${sha} # ratchet:a/b@v3.2`, "v3.2"],
    [`a/b@${sha} #v3`, "v3"],
    [`a/b@${sha} # 3.2.1`, "3.2.1"],
    [`a/b@${sha} # v3.0.0-rc.1`, "v3.0.0-rc.1"],
    [`"a/b@${sha}"   # v1.0.0, see notes`, "v1.0.0"],
    [`a/b@${sha} # 2024-01-01 bump`, null],
    [`a/b@${sha} # 3 things`, null],
    [`a/b@${sha} # main`, null],
    [`a/b@${sha}`, null],
    [`a/b@${sha}\n      # v9.9.9`, null],
  ])("reads the version behind %s as %s", (uses, versionComment) => {
    expect(parseWorkflow(path, withStep(uses)).uses).toMatchObject([
      { target: "a/b", ref: sha, versionComment },
    ]);
  });

  it("cannot resolve a ref that is an expression", () => {
    expect(parseWorkflow(path, withStep(`a/b@\${{ inputs.ref }}`)).uses).toMatchObject([
      { target: "a/b", ref: null },
    ]);
  });

  it("follows anchors, and shows an alias on its own line", () => {
    const text = `on: push
jobs:
  a:
    steps: &steps
      - uses: &scan acme/scan@v1 # v1.2.0
  b:
    steps:
      - uses: *scan
  c:
    steps: *steps
`;
    expect(usesOf(text)).toEqual(["5: action acme/scan @v1 # v1.2.0", "8: action acme/scan @v1 # v1.2.0"]);
  });

  it("reads block scalars, CRLF and a BOM", () => {
    expect(usesOf(`\uFEFF${withStep(">-\n          acme/scan@v1").replaceAll("\n", "\r\n")}`)).toEqual([
      "5: action acme/scan @v1 # null",
    ]);
  });

  it.each([
    ["on: push\njobs: [", /^Not valid YAML at line 2/],
    ["on: push\non: push\njobs: {}", /^Not valid YAML at line 2/],
    ["just text", /no map/],
    ["", /no map/],
    ["on: push\n", /no jobs/],
    ["jobs: { a: {} }", /on which events/],
    ["on: push\njobs:\n  a: &a { steps: [] }\n  b:\n    <<: *a\n", /merge keys.*line 5/],
    ["on: push\njobs: { a: { env: { <<: { A: 1 } } } }\n", /merge keys.*line 2/],
    [`on: push\njobs: ${"[".repeat(5_000)}`, /^Not valid YAML|nested too deeply/],
    [`# ${"x".repeat(512 * 1024)}`, /longer than GitHub reads/],
  ])("says why %.40j cannot be read", (text, problem) => {
    expect(parseWorkflow(path, text)).toEqual({
      path,
      triggers: [],
      uses: [],
      problem: expect.stringMatching(problem),
    });
  });

  it("reads a matrix, conditions and a `<<` inside a script for what they are", () => {
    const text = `on: push
jobs:
  a:
    if: false
    strategy:
      matrix: { node: [22, 24], uses: [acme/other@v1] }
    steps:
      - run: |
          cat <<EOF
          <<: uses: acme/no@v1
          EOF
      - uses: \${{ matrix.uses }}
`;
    expect(usesOf(text)).toEqual([`12: action \${{ matrix.uses }} @null # null`]);
  });

  it("takes odd values for nothing", () => {
    const text =
      "on: push\njobs: { a: 1, b: null, c: { uses: 3, steps: { uses: x/y@v1 } }, d: { steps: [1, null, { uses: }] } }";
    expect(usesOf(text)).toEqual([]);
  });

  it("reads what aliases multiply only once", () => {
    const steps = Array.from({ length: 2_000 }, () => "      - uses: a/b@v1\n").join("");
    const jobs = Array.from({ length: 2_000 }, (_, index) => `  j${index}: { steps: *s }\n`).join("");
    const { uses } = parseWorkflow(path, `on: push\njobs:\n  first:\n    steps: &s\n${steps}${jobs}`);
    expect(uses).toHaveLength(2_000);
  });

  it("never throws, whatever the text is", () => {
    const snippet = fc.constantFrom(
      "on: push\n",
      "jobs:\n",
      "  a:\n",
      "    steps:\n",
      "      - uses: ",
      "a/b@v1",
      "*x",
      "&x ",
      "{",
      "[",
      "'",
      "\t",
      "# v1",
      "<<: *x\n",
      "\u0000",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(snippet, { maxLength: 30 }).map((parts) => parts.join("")),
        ),
        (text) => {
          const parsed = parseWorkflow(path, text);
          if (parsed.problem !== null) expect(parsed.uses).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("takes a key that stands in its map twice for invalid, as GitHub does", () => {
    expect(parseWorkflow(path, "on: push\njobs:\n  a: {}\n  b: {}\n  a: {}\n").problem).toBe(
      "Not valid YAML at line 5: Map keys must be unique",
    );
  });

  it.each([
    ["many keys", `on: push\njobs:\n${Array.from({ length: 40_000 }, (_, at) => ` j${at}: {}\n`).join("")}`],
    ["many uses in one line", `on: push\njobs: { a: { steps: [${"{uses: a/b@v1},".repeat(30_000)}] } }\n`],
    ["many jobs of the same steps", manyAliases()],
  ])("reads half a megabyte in a moment: %s", (_, text) => {
    const startedAt = performance.now();
    parseWorkflow(path, text);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });

  function manyAliases(): string {
    const steps = "   - uses: a/b@v1\n".repeat(5_000);
    const jobs = Array.from({ length: 30_000 }, (_, at) => ` b${at}: *a\n`).join("");
    return `on: push\njobs:\n a: &a\n  steps:\n${steps}${jobs}`;
  }

  it("keeps no more than people write", () => {
    const uses = (count: number) =>
      `on: push\njobs: { a: { steps: [${"{uses: a/b@v1},".repeat(count)}] } }\n`;
    expect(parseWorkflow(path, uses(2_000)).uses).toHaveLength(2_000);
    expect(parseWorkflow(path, uses(2_001)).problem).toBe(
      "It has 2001 places with `uses`; at most 2000 are read.",
    );
    const events = Array.from({ length: 201 }, (_, at) => `e${at}`).join(", ");
    expect(parseWorkflow(path, `on: [${events}]\njobs: {}\n`).problem).toContain(
      "more events than there are",
    );
    const [long] = parseWorkflow(path, `on: push\njobs: { a: { uses: "a/b@${"v".repeat(5_000)}" } }\n`).uses;
    expect(long?.ref).toHaveLength(1_001 - "a/b@".length);
    expect(long?.ref).toMatch(/…$/);
  });
});
