// Which checks of a head are looked at, and what counts when they ran more than once.
import { describe, expect, it } from "vitest";
import { evaluateHead } from "../../../src/core/changes/evaluate-head.ts";
import { defaultConfig } from "../../../src/core/config/defaults.ts";
import type { CheckConclusion } from "../../../src/core/facts/check.ts";
import {
  checkRunFact,
  checkSuiteFact,
  commitStatusFact,
  mergeGroupFact,
  sha,
  workflowRunFact,
} from "../../support/facts.ts";
import { at, evaluate, head, run, running } from "../../support/heads.ts";

describe("selection", () => {
  const actions = checkRunFact({ name: "scan", appSlug: "github-actions", checkSuiteId: 402 });

  it.each([
    ["app", { app: "github-actions" }, 1],
    ["another app", { app: "github" }, 0],
    ["name, upper and lower case alike", { name: "SC*" }, 1],
    [
      "all parts together",
      { app: "github-actions", name: "scan", workflow: ".github/workflows/security.yml" },
      1,
    ],
    ["one part that does not match", { app: "github-actions", name: "build" }, 0],
    ["workflow path", { workflow: ".github/workflows/sec*.yml" }, 1],
    ["another workflow path", { workflow: ".github/workflows/build.yml" }, 0],
    ["no part at all", {}, 0],
  ])("by %s", (_, selector, found) => {
    expect(evaluate([actions, workflowRunFact()], { security: [selector] }).checks).toHaveLength(found);
  });

  it("does not match a workflow path where the workflow run is not known", () => {
    expect(evaluate([actions], { security: [{ workflow: "**" }] }).checks).toEqual([]);
  });

  it("finds commit statuses by name only", () => {
    const status = commitStatusFact({ context: "ci/scan" });
    expect(evaluate([status], { security: [{ name: "ci/*" }] }).checks).toHaveLength(1);
    expect(evaluate([status], { security: [{ name: "ci/*", app: "ci" }] }).checks).toEqual([]);
  });

  it("never counts Firstpass's own check", () => {
    const own = checkRunFact({ name: "Firstpass", conclusion: "failure" });
    expect(evaluate([own], { security: [{ name: "*" }], required: ["Fir*"] }).checks).toEqual([]);
  });
});

describe("re-runs on the same commit", () => {
  it.each([
    ["failure", "success", "fail", "pass"],
    ["success", "failure", "pass", "fail"],
  ] as const)("%s, then %s: the head stays %s and now reads %s", (first, second, evaluation, now) => {
    const result = evaluate([run("CodeQL", second, 9), run("CodeQL", first, 4)]);
    expect(result).toMatchObject({ evaluation, decidedAt: at(4) });
    expect(result.checks).toMatchObject([
      { outcome: evaluation, latestOutcome: now, changedByRerun: true, conclusion: first },
    ]);
  });

  it("that say the same change nothing", () => {
    const result = evaluate([run("CodeQL", "failure", 4), run("CodeQL", "timed_out", 9)]);
    expect(result.checks).toMatchObject([{ changedByRerun: false, conclusion: "failure" }]);
  });

  it("are waited for only in what the engineer sees now", () => {
    const result = evaluate([run("CodeQL", "failure", 4), running("CodeQL", 6)]);
    expect(result.checks).toMatchObject([{ outcome: "fail", latestOutcome: "waiting" }]);
  });

  it("count as the first when what came before was cancelled", () => {
    const result = evaluate([run("CodeQL", "cancelled", 4), run("CodeQL", "success", 9)]);
    expect(result).toMatchObject({ evaluation: "pass", decidedAt: at(9) });
  });

  it("are told apart by app: the same name of two apps is two checks", () => {
    const other = checkRunFact({
      name: "CodeQL",
      appSlug: "codeql-mirror",
      checkRunId: 77,
      conclusion: "success",
    });
    expect(evaluate([run("CodeQL", "failure", 4), other]).checks).toHaveLength(2);
  });

  it("of one check run that is updated keep what it said first", () => {
    const first = checkRunFact({ conclusion: "action_required", at: at(2) });
    const second = checkRunFact({ conclusion: "success", at: at(8) });
    expect(evaluate([second, first])).toMatchObject({ evaluation: "fail", decidedAt: at(2) });
  });

  it("in the second of the first conclusion never make it a pass", () => {
    expect(evaluate([run("CodeQL", "success", 4), run("CodeQL", "failure", 4)]).evaluation).toBe("fail");
  });
});

describe("a check that was skipped and ran as well", () => {
  const other = (minutes: number) => run("Semgrep", "success", minutes);
  const codeql = ({ checks }: ReturnType<typeof evaluate>) => checks.find(({ name }) => name === "CodeQL");

  it.each(["failure", "success"] as const)("counts by the %s of its own before another passed", (own) => {
    const result = evaluate([run("CodeQL", "skipped", 3), run("CodeQL", own, 6), other(9)]);
    const evaluation = own === "failure" ? { evaluation: "fail", decidedAt: at(6) } : { evaluation: "pass" };
    expect(result).toMatchObject(evaluation);
    expect(codeql(result)).toMatchObject({ conclusion: own, changedByRerun: false });
  });

  it("is waited for where it runs when another passes, and counts by what it says then", () => {
    const begun = [run("CodeQL", "skipped", 3), running("CodeQL", 5), other(6)];
    expect(evaluate(begun)).toMatchObject({ evaluation: "waiting", waitingFor: ["CodeQL"] });
    const failed = checkRunFact({ conclusion: "failure", startedAt: at(5), at: at(9), checkRunId: 88 });
    expect(evaluate([run("CodeQL", "skipped", 3), other(6), failed])).toMatchObject({
      evaluation: "fail",
      decidedAt: at(9),
    });
  });

  it("stays passed beside the other where it began to run only later", () => {
    const late = checkRunFact({ conclusion: "failure", startedAt: at(8), at: at(9), checkRunId: 89 });
    const result = evaluate([run("CodeQL", "skipped", 3), other(6), late]);
    expect(result).toMatchObject({ evaluation: "pass", decidedAt: at(6) });
    expect(codeql(result)).toMatchObject({
      conclusion: "skipped",
      latestOutcome: "fail",
      changedByRerun: true,
    });
  });

  it("is not changed by a later run that is skipped", () => {
    const result = evaluate([run("CodeQL", "failure", 3), other(6), run("CodeQL", "skipped", 9)]);
    expect(codeql(result)).toMatchObject({ outcome: "fail", changedByRerun: false });
  });
});

describe("a first run that was not seen", () => {
  const name = "Semgrep";
  const second = workflowRunFact({ runAttempt: 2, attemptStartedAt: at(10), at: at(20) });
  const ofSecond = (conclusion: CheckConclusion) =>
    checkRunFact({ name, checkSuiteId: 402, at: at(18), startedAt: at(11), conclusion, checkRunId: 2 });
  const ofFirst = (conclusion: CheckConclusion) =>
    checkRunFact({ name, checkSuiteId: 402, at: at(8), startedAt: at(3), conclusion, checkRunId: 1 });

  it.each(["success", "failure"] as const)("is not made up from a re-run that says %s", (conclusion) => {
    const result = evaluate([second, ofSecond(conclusion)]);
    expect(result).toMatchObject({ evaluation: "passed-over", decidedAt: null });
    expect(result.checks).toMatchObject([
      {
        firstRunUnseen: true,
        outcome: "undecided",
        latestOutcome: conclusion === "success" ? "pass" : "fail",
      },
    ]);
  });

  it("does not matter when another check failed", () => {
    expect(evaluate([second, ofSecond("success"), run("CodeQL", "failure", 5)]).evaluation).toBe("fail");
  });

  it("keeps the head from passing with the required checks alone", () => {
    const facts = [second, ofSecond("success"), run("CodeQL", "success", 5)];
    expect(evaluate(facts, { required: ["CodeQL"] }).evaluation).toBe("passed-over");
  });

  it("is seen when a run began before the second attempt", () => {
    expect(evaluate([second, ofSecond("success"), ofFirst("failure")])).toMatchObject({
      evaluation: "fail",
      decidedAt: at(8),
    });
  });

  it("is unseen when only the third attempt is known, and the run began before it", () => {
    const third = workflowRunFact({ runAttempt: 3, attemptStartedAt: at(30), at: at(40) });
    expect(evaluate([third, ofSecond("success")]).checks).toMatchObject([{ firstRunUnseen: true }]);
  });
});

describe("the merge queue", () => {
  const queue = `gh-readonly-queue/main/pr-1-${sha("b0")}`;

  it.each([
    ["branch of the check run", [checkRunFact({ headBranch: queue })]],
    [
      "branch of the check suite",
      [checkRunFact({ headBranch: null }), checkSuiteFact({ headBranch: queue })],
    ],
    [
      "event of the workflow run",
      [checkRunFact({ headBranch: null, checkSuiteId: 402 }), workflowRunFact({ event: "merge_group" })],
    ],
  ])("is known by the %s, and left out unless asked for", (_, facts) => {
    expect(evaluate(facts).checks).toEqual([]);
    const asked = evaluateHead([...facts, mergeGroupFact()], head, {
      config: defaultConfig,
      mergeGroup: true,
    });
    expect(asked.evaluation).toBe("pass");
  });
});
