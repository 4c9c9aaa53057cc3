import { describe, expect, it } from "vitest";
import { renderCheckRun } from "../../src/render/check/check-run.ts";
import { buildChange, buildCheck, buildEvaluation, buildHead, earlierSha } from "../support/changes.ts";
import { buildConfig } from "../support/scorecards.ts";
import { buildCheckRunView } from "../support/views.ts";

const codeql = buildCheck({ outcome: "fail" });
const semgrep = buildCheck({ name: "Semgrep", appSlug: "semgrep-app", url: null });
const semgrepWaits = buildCheck({
  ...semgrep,
  outcome: "waiting",
  latestOutcome: "waiting",
  conclusion: null,
});

const passedEarlier = buildEvaluation({ headSha: earlierSha });
const failedHere = buildEvaluation({ outcome: "fail", failedChecks: [codeql], checks: [codeql] });
const failedEarlier = { ...failedHere, headSha: earlierSha };

const passes = buildHead();
const fails = buildHead({ checks: [codeql], evaluation: "fail" });
const waits = buildHead({
  checks: [semgrepWaits],
  waitingFor: ["Semgrep"],
  evaluation: "waiting",
  decidedAt: null,
});
const none = buildHead({ checks: [], evaluation: "none", decidedAt: null });
const cancelled = buildHead({
  checks: [buildCheck({ outcome: "undecided", conclusion: "cancelled" })],
  evaluation: "passed-over",
  decidedAt: null,
});
const greenAfterRerun = buildHead({
  checks: [{ ...codeql, latestOutcome: "pass", changedByRerun: true }],
  evaluation: "fail",
});
const redAfterRerun = buildHead({ checks: [buildCheck({ latestOutcome: "fail", changedByRerun: true })] });
const rerunning = buildHead({ checks: [{ ...codeql, latestOutcome: "waiting" }], evaluation: "fail" });
const rerunCancelled = buildHead({ checks: [{ ...codeql, latestOutcome: "undecided" }], evaluation: "fail" });

const unseen = {
  firstEvaluation: null,
  headsUntilGreen: null,
  firstTryUnknown: "beginning-not-seen" as const,
};
const open = { firstEvaluation: null, headsUntilGreen: null };

describe("the check run's title and conclusion", () => {
  it.each([
    ["Passed on the first try", "success", passes, {}],
    ["Failed on the first try: CodeQL", "neutral", fails, { firstEvaluation: failedHere }],
    ["Waiting for Semgrep", null, waits, open],
    ["No security check ran", "neutral", none, open],
    ["Not decided: the security checks were cancelled", "neutral", cancelled, open],
    [
      "Passes after a re-run; failed on the first try: CodeQL",
      "success",
      greenAfterRerun,
      { firstEvaluation: failedHere },
    ],
    ["Waiting for CodeQL; failed on the first try: CodeQL", null, rerunning, { firstEvaluation: failedHere }],
    ["Failed on the first try: CodeQL", "neutral", rerunCancelled, { firstEvaluation: failedHere }],
    ["Passed on the first try; fails now: CodeQL", "neutral", redAfterRerun, {}],
    ["Passes now; failed on the first try: CodeQL", "success", passes, { firstEvaluation: failedEarlier }],
    ["Passes now; passed on the first try", "success", passes, { firstEvaluation: passedEarlier }],
    ["Still failing: CodeQL", "neutral", fails, { firstEvaluation: failedEarlier }],
    ["Fails now: CodeQL; passed on the first try", "neutral", fails, { firstEvaluation: passedEarlier }],
    ["Waiting for Semgrep; failed on the first try: CodeQL", null, waits, { firstEvaluation: failedEarlier }],
    ["No security check ran; passed on the first try", "neutral", none, { firstEvaluation: passedEarlier }],
    ["Passes now; its first try was not seen", "success", passes, unseen],
    ["Passes; its first try is not decided yet", "success", passes, open],
    ["Fails now: CodeQL; its first try was not seen", "neutral", fails, unseen],
    ["Waiting for Semgrep; its first try was not seen", null, waits, unseen],
    ["Draft: the first try starts when it is ready for review", "neutral", null, { ...open, draft: true }],
    [
      "Draft; failed on the first try: CodeQL",
      "neutral",
      fails,
      { firstEvaluation: failedEarlier, draft: true },
    ],
    ["Not measured: this commit was not up for review", "neutral", null, open],
  ])("is %j and %j", (title, conclusion, head, change) => {
    const content = renderCheckRun(buildCheckRunView({ head, change: buildChange(change) }));
    expect({ title: content.title, conclusion: content.conclusion }).toEqual({ title, conclusion });
    expect(content.status).toBe(conclusion === null ? "in_progress" : "completed");
  });

  it.each([
    ["Merge queue: passed", passes],
    ["Merge queue: failed: CodeQL", fails],
    ["Merge queue: waiting for Semgrep", waits],
    ["Merge queue: no security check ran", none],
  ])("fault 26: on a merge queue's commit is %j, whatever the change's first try was", (title, head) => {
    const mergeGroup = { pullRequestNumber: 412 };
    const change = buildChange({ firstEvaluation: failedEarlier });
    const content = renderCheckRun(buildCheckRunView({ head, change, mergeGroup }));
    expect(content.title).toBe(title);
    expect(content.summary).toContain("it is not a first try");
  });

  it("says that no measured pull request is known, and judges nothing", () => {
    const content = renderCheckRun(buildCheckRunView({ change: null, head: null }));
    expect(content.title).toBe("No measured pull request for this commit");
    expect(content.conclusion).toBe("neutral");
  });

  it("names three checks and counts the others", () => {
    const failedChecks = ["A", "B", "C", "D", "E"].map((name) => buildCheck({ name, outcome: "fail" }));
    const head = buildHead({ checks: failedChecks, evaluation: "fail" });
    const change = buildChange({ firstEvaluation: buildEvaluation({ outcome: "fail", failedChecks }) });
    expect(renderCheckRun(buildCheckRunView({ head, change })).title).toBe(
      "Failed on the first try: A, B, C and 2 more",
    );
  });

  it.each([
    ["failure", fails],
    ["success", passes],
    ["neutral", none],
  ])("is %s where the configuration enforces", (conclusion, head) => {
    const config = buildConfig({ mode: "enforce" });
    expect(renderCheckRun(buildCheckRunView({ head, config })).conclusion).toBe(conclusion);
  });

  it("fault 38: is neutral while the configuration has a problem, even where all passed", () => {
    const configProblems = ["line 3, column 5: unknown key"];
    const content = renderCheckRun(buildCheckRunView({ configProblems }));
    expect(content.conclusion).toBe("neutral");
    expect(content.summary).toContain("> - line 3, column 5: unknown key");
  });
});
