// One head: what the conclusions of its security checks make of it.
import { describe, expect, it } from "vitest";
import { checkRunFact, checkSuiteFact, commitStatusFact, workflowRunFact } from "../../support/facts.ts";
import { at, evaluate, head, run, running } from "../../support/heads.ts";

describe("conclusions", () => {
  it.each([
    ["success", "pass"],
    ["neutral", "pass"],
    ["failure", "fail"],
    ["timed_out", "fail"],
    ["action_required", "fail"],
    ["startup_failure", "fail"],
    ["cancelled", "passed-over"],
    ["stale", "passed-over"],
    ["skipped", "none"],
  ] as const)("%s alone makes the head %s", (conclusion, evaluation) => {
    expect(evaluate([run("CodeQL", conclusion, 5)]).evaluation).toBe(evaluation);
  });

  it.each([
    ["pass", "pass"],
    ["fail", "fail"],
    ["undecided", "passed-over"],
  ] as const)("neutral configured as %s makes the head %s", (neutral, evaluation) => {
    expect(evaluate([run("CodeQL", "neutral", 5)], { neutral }).evaluation).toBe(evaluation);
  });

  it.each([
    ["success", "pass", "pass"],
    ["neutral", "pass", "pass"],
    ["neutral", "undecided", "passed-over"],
    ["cancelled", "pass", "passed-over"],
    ["failure", "pass", "fail"],
  ] as const)("skipped beside %s (neutral: %s) makes the head %s", (beside, neutral, evaluation) => {
    const facts = [run("CodeQL", beside, 5), run("Semgrep", "skipped", 6)];
    expect(evaluate(facts, { neutral }).evaluation).toBe(evaluation);
  });

  it.each([
    ["success", "pass"],
    ["failure", "fail"],
    ["error", "fail"],
    ["pending", "waiting"],
  ] as const)("commit status %s makes the head %s", (state, evaluation) => {
    expect(evaluate([commitStatusFact({ state })]).evaluation).toBe(evaluation);
  });

  it("of a commit status replace the pending one before it, which has another id", () => {
    const facts = [
      commitStatusFact({ statusId: 1, state: "pending", at: at(1) }),
      commitStatusFact({ statusId: 2, state: "success", at: at(1) }),
    ];
    expect(evaluate(facts).checks).toMatchObject([{ outcome: "pass", latestOutcome: "pass" }]);
  });
});

describe("deciding", () => {
  it("fails at once, while other checks still run", () => {
    const result = evaluate([run("Semgrep", "failure", 3), running("CodeQL", 1)]);
    expect(result).toMatchObject({ evaluation: "fail", decidedAt: at(3), waitingFor: [] });
  });

  it("passes when the last expected check has passed, and not before", () => {
    expect(evaluate([run("Semgrep", "success", 3), running("CodeQL", 1)])).toMatchObject({
      evaluation: "waiting",
      waitingFor: ["CodeQL"],
      decidedAt: null,
    });
    expect(evaluate([run("Semgrep", "success", 3), run("CodeQL", "success", 7)])).toMatchObject({
      evaluation: "pass",
      decidedAt: at(7),
    });
  });

  it("does not wait for a skipped check beside one that still runs", () => {
    const result = evaluate([run("Semgrep", "skipped", 3), running("CodeQL", 1)]);
    expect(result).toMatchObject({ evaluation: "waiting", waitingFor: ["CodeQL"] });
  });

  it("takes the earliest failure for the time of the decision", () => {
    expect(evaluate([run("Semgrep", "failure", 9), run("CodeQL", "failure", 4)]).decidedAt).toBe(at(4));
  });

  it("never takes a cancelled check beside a passed one for a pass", () => {
    expect(evaluate([run("Semgrep", "success", 3), run("CodeQL", "cancelled", 4)])).toMatchObject({
      evaluation: "waiting",
      waitingFor: ["CodeQL"],
    });
  });

  it("waits for the check suite of a passed check where one is known to be open", () => {
    const check = checkRunFact({ at: at(3), checkSuiteId: 401 });
    const open = checkSuiteFact({ status: "in_progress", at: at(1) });
    expect(evaluate([check, open])).toMatchObject({
      evaluation: "waiting",
      waitingFor: ["github-advanced-security (check suite)"],
    });
    expect(evaluate([check, open, checkSuiteFact({ at: at(4) })])).toMatchObject({
      evaluation: "pass",
      decidedAt: at(3),
    });
  });

  it("does not wait for suites of apps that have nothing to do with security", () => {
    const foreign = checkSuiteFact({ checkSuiteId: 9, appSlug: "deploy-bot", status: "queued", at: at(1) });
    expect(evaluate([run("CodeQL", "success", 3), foreign]).evaluation).toBe("pass");
  });

  it("finds no security check where only other checks ran", () => {
    const lint = checkRunFact({ name: "lint", appSlug: "github-actions", conclusion: "failure" });
    expect(evaluate([lint])).toMatchObject({ evaluation: "none", checks: [] });
  });

  it("waits for a security check while a workflow still runs", () => {
    const workflow = workflowRunFact({ status: "in_progress", conclusion: null });
    const lint = checkRunFact({ name: "lint", appSlug: "github-actions" });
    expect(evaluate([workflow, lint]).evaluation).toBe("waiting");
    expect(evaluate([workflow, lint, workflowRunFact({ at: at(9) })]).evaluation).toBe("none");
  });

  it("waits where nothing is known of the commit", () => {
    expect(evaluate([])).toEqual({
      sha: head,
      since: 0,
      supersededAt: null,
      checks: [],
      waitingFor: [],
      evaluation: "waiting",
      decidedAt: null,
    });
  });
});

describe("required checks", () => {
  const required = ["CodeQL*", "Semgrep"];

  it("are waited for even when no run of them was seen", () => {
    expect(evaluate([run("CodeQL", "success", 3)], { required })).toMatchObject({
      evaluation: "waiting",
      waitingFor: ["Semgrep"],
    });
  });

  it("decide without waiting for checks that are not required", () => {
    const facts = [run("CodeQL", "success", 3), run("Semgrep", "success", 4), running("Trivy", 1)];
    expect(evaluate(facts, { required })).toMatchObject({ evaluation: "pass", decidedAt: at(4) });
  });

  it("share the decision with any security check that failed before they all passed", () => {
    const others = [run("CodeQL", "success", 3), run("Semgrep", "success", 5)];
    expect(evaluate([...others, run("Trivy", "failure", 4)], { required }).evaluation).toBe("fail");
    expect(evaluate([...others, run("Trivy", "failure", 6)], { required }).evaluation).toBe("pass");
  });

  it("are security checks whatever the selectors say", () => {
    const facts = [checkRunFact({ name: "house rules", appSlug: "in-house", conclusion: "failure" })];
    expect(evaluate(facts, { security: [], required: ["house rules"] }).evaluation).toBe("fail");
  });
});
