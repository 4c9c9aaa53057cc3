// How the gate stood at the moment of a merge: not before, not after.
import { describe, expect, it } from "vitest";
import { type GateAtMerge, judgeAtMerge } from "../../../src/core/changes/judge-at-merge.ts";
import { securityCheckFilter } from "../../../src/core/changes/select-checks.ts";
import type { Config } from "../../../src/core/config/config.ts";
import { defaultConfig } from "../../../src/core/config/defaults.ts";
import type { Fact } from "../../../src/core/facts/fact.ts";
import { checkRunFact, commitStatusFact } from "../../support/facts.ts";
import { at, run, running } from "../../support/heads.ts";
import { expectAnyOrderTheSame } from "../../support/properties.ts";

const mergedAt = at(60);

function judge(
  facts: readonly Fact[],
  checks: Partial<Config["checks"]> = {},
  mergeGroup = false,
): GateAtMerge {
  const config = { ...defaultConfig, checks: { ...defaultConfig.checks, ...checks } };
  return judgeAtMerge(facts, { config, isSecurityCheck: securityCheckFilter(config), mergedAt, mergeGroup });
}

const codeql = { checkRunId: 31, checkSuiteId: 31 };
const begun = checkRunFact({ ...codeql, status: "in_progress", conclusion: null, at: at(50) });
const passedLater = checkRunFact({ ...codeql, startedAt: at(50), at: at(61) });

describe("the gate at a merge", () => {
  it.each<[string, Fact[], GateAtMerge["state"], string[]]>([
    [
      "is passed where every check had passed",
      [run("CodeQL", "success", 10), run("Semgrep", "neutral", 20)],
      "passed",
      [],
    ],
    [
      "is failed where one had failed",
      [run("CodeQL", "success", 10), run("Semgrep", "failure", 20)],
      "failed",
      ["Semgrep"],
    ],
    [
      "is passed where a re-run had passed",
      [run("CodeQL", "failure", 10), run("CodeQL", "success", 20)],
      "passed",
      [],
    ],
    [
      "is failed where a re-run had failed",
      [run("CodeQL", "success", 10), run("CodeQL", "failure", 20)],
      "failed",
      ["CodeQL"],
    ],
    [
      "is failed where the re-run passed after it",
      [run("CodeQL", "failure", 10), run("CodeQL", "success", 90)],
      "failed",
      ["CodeQL"],
    ],
    [
      "is passed where it failed after it",
      [run("CodeQL", "success", 10), run("CodeQL", "failure", 90)],
      "passed",
      [],
    ],
    [
      "is unfinished where a re-run still ran",
      [run("CodeQL", "failure", 10), running("CodeQL", 59)],
      "unfinished",
      ["CodeQL"],
    ],
    ["is missing where no check was there", [], "missing", []],
    [
      "is missing where only another check was there",
      [checkRunFact({ name: "lint", appSlug: "github-actions", at: at(10) })],
      "missing",
      [],
    ],
    ["is missing where the check began after it", [run("CodeQL", "success", 62)], "missing", []],
    [
      "is missing where all checks were skipped",
      [run("CodeQL", "skipped", 10), run("Semgrep", "skipped", 10)],
      "missing",
      [],
    ],
    [
      "is passed where one was skipped beside one that passed",
      [run("CodeQL", "skipped", 10), run("Semgrep", "success", 10)],
      "passed",
      [],
    ],
    ["is unfinished where a check ran still", [begun], "unfinished", ["CodeQL"]],
    ["is unfinished where a check that ran passed after it", [begun, passedLater], "unfinished", ["CodeQL"]],
    ["is unfinished where only the end of that run was delivered", [passedLater], "unfinished", ["CodeQL"]],
    ["is unfinished where a check was cancelled", [run("CodeQL", "cancelled", 10)], "unfinished", ["CodeQL"]],
    [
      "is unfinished where one was stale and another passed",
      [run("CodeQL", "stale", 10), run("Semgrep", "success", 10)],
      "unfinished",
      ["CodeQL"],
    ],
    ["counts what concluded in its second", [run("CodeQL", "success", 60)], "passed", []],
    [
      "does not count what concluded a second later",
      [checkRunFact({ ...codeql, startedAt: at(59), at: at(60) + 1000 })],
      "unfinished",
      ["CodeQL"],
    ],
    [
      "has nothing to do with a run that the merge sets off in its second",
      [run("CodeQL", "success", 10), running("CodeQL", 60)],
      "passed",
      [],
    ],
    [
      "counts a status of its second",
      [commitStatusFact({ state: "failure", at: at(60) })],
      "failed",
      ["security/snyk (acme)"],
    ],
    [
      "reads commit statuses as they stood",
      [
        commitStatusFact({ state: "pending", at: at(10) }),
        commitStatusFact({ state: "success", at: at(61), statusId: 702 }),
      ],
      "unfinished",
      ["security/snyk (acme)"],
    ],
  ])("%s", (_, facts, state, checks) => {
    expect(judge(facts)).toEqual({ state, checks });
  });

  it("is missing where a required check was not there, whatever else passed", () => {
    const facts = [run("CodeQL", "success", 10)];
    expect(judge(facts, { required: ["CodeQL", "Trivy*"] })).toEqual({
      state: "missing",
      checks: ["Trivy*"],
    });
    expect(judge([], { required: ["Trivy*"] })).toEqual({ state: "missing", checks: ["Trivy*"] });
  });

  it("waits for required checks alone, but lets no failed one pass", () => {
    const required = { required: ["CodeQL"] };
    expect(judge([run("CodeQL", "success", 10), running("Semgrep", 10)], required).state).toBe("passed");
    expect(judge([running("CodeQL", 10), run("Semgrep", "success", 10)], required).state).toBe("unfinished");
    expect(judge([run("CodeQL", "success", 10), run("Semgrep", "failure", 10)], required).state).toBe(
      "failed",
    );
  });

  it("takes neutral for what the configuration says", () => {
    const facts = [run("CodeQL", "neutral", 10)];
    expect(judge(facts, { neutral: "fail" }).state).toBe("failed");
    expect(judge(facts, { neutral: "undecided" }).state).toBe("unfinished");
  });

  it("reads runs of the merge queue only where it is asked to", () => {
    const facts = [checkRunFact({ headBranch: "gh-readonly-queue/main/pr-1-b0b0", at: at(10) })];
    expect(judge(facts).state).toBe("missing");
    expect(judge(facts, {}, true).state).toBe("passed");
  });

  it("is the same in any order", () => {
    const facts = [
      begun,
      passedLater,
      run("CodeQL", "failure", 10),
      run("Semgrep", "skipped", 20),
      running("Trivy", 30),
    ];
    expectAnyOrderTheSame(facts, (shuffled) => judge(shuffled));
  });
});
