import { describe, expect, it } from "vitest";
import type { RefPolicy } from "../../../src/core/config/config.ts";
import { parseWorkflow } from "../../../src/core/paved-road/parse-workflow.ts";
import { suggestImageLine, suggestUsesLine } from "../../../src/core/paved-road/suggest-line.ts";
import { template } from "../../support/paved-road.ts";

const commit = (digit: string) => digit.repeat(40);
const releases = template({
  tags: {
    v2: commit("2"),
    "v2.9.0": commit("2"),
    "v3.1.0": commit("a"),
    v3: commit("3"),
    "v3.4.0": commit("3"),
    "v4.0.0-rc.1": commit("4"),
    nightly: commit("f"),
  },
});
const atLeast3: RefPolicy = { kind: "minimum", version: "v3", branches: [] };

/** The line as the parser reads it in a workflow, and what is suggested for it. */
function suggest(line: string, policy: RefPolicy = atLeast3, known = releases) {
  const [uses] = parseWorkflow("ci.yml", `on: push\njobs:\n  a:\n    steps:\n${line}\n`).uses;
  return suggestUsesLine(line.split("\n")[0]!, uses!, policy, known);
}

describe("the suggested line for a call", () => {
  it.each([
    ["a short tag stays short", "      - uses: acme/scan@v2", "      - uses: acme/scan@v3"],
    ["a full tag stays full", "      - uses: acme/scan@v2.9.0", "      - uses: acme/scan@v3.4.0"],
    ["a branch becomes a tag", "      - uses: acme/scan@main", "      - uses: acme/scan@v3.4.0"],
    [
      "a pin stays a pin, with its comment",
      `      - uses: acme/scan@${commit("2")} # v2.9.0`,
      `      - uses: acme/scan@${commit("3")} # v3.4.0`,
    ],
    [
      "a pin without a comment gets one",
      `      - uses: acme/scan@${commit("9")}`,
      `      - uses: acme/scan@${commit("3")} # v3.4.0`,
    ],
    [
      "a comment of another kind stays",
      `      - uses: acme/scan@${commit("9")}   # keep this`,
      `      - uses: acme/scan@${commit("3")} # v3.4.0, keep this`,
    ],
    [
      "the form of the comment stays",
      `      - uses: acme/scan@${commit("2")} # tag=v2.9.0 by a bot`,
      `      - uses: acme/scan@${commit("3")} # tag=v3.4.0 by a bot`,
    ],
    [
      "quotes and braces stay",
      `      - { name: x, uses: "acme/scan@${commit("2")}" } # v2.9.0`,
      `      - { name: x, uses: "acme/scan@${commit("3")}" } # v3.4.0`,
    ],
    [
      "quotes without a comment",
      `      - uses: 'acme/scan@${commit("2")}'`,
      `      - uses: 'acme/scan@${commit("3")}' # v3.4.0`,
    ],
    ["the case of the name stays", "      - uses: Acme/Scan@v2.9.0", "      - uses: Acme/Scan@v3.4.0"],
  ])("%s", (_, line, expected) => {
    expect(suggest(line)).toBe(expected);
  });

  it("pins where pins are asked for", () => {
    expect(suggest("      - uses: acme/scan@v3 # v3.4.0", { kind: "pinned" })).toBe(
      `      - uses: acme/scan@${commit("3")} # v3.4.0`,
    );
  });

  it("names the full version where the short tag is not at it", () => {
    const lagging = template({ tags: { v3: commit("a"), "v3.1.0": commit("a"), "v3.4.0": commit("3") } });
    expect(suggest("      - uses: acme/scan@v2", atLeast3, lagging)).toBe("      - uses: acme/scan@v3.4.0");
  });

  it.each([
    ["the value stands on another line", "      - uses: >-\n          acme/scan@v2"],
    ["the ref is an expression", `      - uses: acme/scan@\${{ env.V }}`],
  ])("is none where %s", (_, line) => {
    expect(suggest(line)).toBeNull();
  });

  it("is none where no release is new enough, or nothing is known", () => {
    const line = "      - uses: acme/scan@v2";
    expect(suggest(line, { kind: "minimum", version: "v4", branches: [] })).toBeNull();
    expect(suggest(line, atLeast3, template())).toBeNull();
    expect(suggest(line, { kind: "any", branches: [] })).toBeNull();
  });

  it("is none where another value begins with this one", () => {
    const uses = {
      kind: "action",
      target: "acme/scan",
      ref: "v2",
      versionComment: null,
      line: 1,
    } as const;
    expect(suggestUsesLine("- uses: acme/scan@v2.9.0", uses, atLeast3, releases)).toBeNull();
  });
});

describe("the suggested line for a base image", () => {
  it.each([
    ["FROM alpine:3", ["acme/base:1"], "FROM acme/base:1"],
    [
      "  from  --platform=linux/amd64 alpine:3  AS build",
      ["acme/base:1"],
      "  from  --platform=linux/amd64 acme/base:1  AS build",
    ],
    ["FROM alpine:3", ["acme/base:*"], null],
    ["FROM alpine:3", ["acme/base:1", "acme/base:2"], null],
    ["FROM alpine:3", ["acme/base"], null],
    ["FROM $BASE", ["acme/base:1"], null],
    ["FROM \\", ["acme/base:1"], null],
  ])("%s under %j: %s", (line, images, expected) => {
    expect(suggestImageLine(line, "alpine:3", images)).toBe(expected);
  });
});
