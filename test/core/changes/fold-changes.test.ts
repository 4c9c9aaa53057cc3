// Pull requests and their heads: which heads are up for review, which is evaluated first, what cannot be known.
import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/core/changes/change.ts";
import { foldChanges } from "../../../src/core/changes/fold-changes.ts";
import type { Config } from "../../../src/core/config/config.ts";
import { defaultConfig } from "../../../src/core/config/defaults.ts";
import type { Fact } from "../../../src/core/facts/fact.ts";
import {
  checkRunFact,
  checkSuiteFact,
  defaultAt,
  mergeGroupFact,
  pullRequestFact,
  pushFact,
  repositoryState,
  sha,
} from "../../support/facts.ts";

const minute = 60_000;
/** `at(5)`: five minutes after the pull request was opened. */
const at = (minutes: number) => defaultAt + minutes * minute;
const a = sha("a1");
const b = sha("b2");
const c = sha("c3");

const opened = pullRequestFact({ at: at(0), headSha: a });
const pushed = (minutes: number, from: string, to: string) =>
  pullRequestFact({ action: "synchronize", at: at(minutes), headSha: to, previousHeadSha: from });
const checked = (minutes: number, head: string, conclusion: "success" | "failure" | "cancelled" | "stale") =>
  checkRunFact({
    at: at(minutes),
    headSha: head,
    conclusion,
    checkRunId: 1000 + minutes,
    checkSuiteId: 2000 + minutes,
  });

function fold(facts: readonly Fact[], changes: Partial<Config["changes"]> = {}, now = at(600)): Change[] {
  const config = { ...defaultConfig, changes: { ...defaultConfig.changes, ...changes } };
  return foldChanges(facts, { repository: repositoryState(), config, now });
}

function foldOne(facts: readonly Fact[], changes: Partial<Config["changes"]> = {}): Change {
  const [change, ...others] = fold(facts, changes);
  expect(others).toEqual([]);
  if (change === undefined) throw new Error("no change");
  return change;
}

describe("the first evaluated head", () => {
  it("is the head that was opened, when its check concluded", () => {
    const change = foldOne([opened, checked(5, a, "success")]);
    expect(change.firstEvaluation).toMatchObject({ headSha: a, outcome: "pass", decidedAt: at(5) });
    expect(change.headsUntilGreen).toBe(1);
  });

  it("stays the first after later heads pass", () => {
    const change = foldOne([opened, checked(5, a, "failure"), pushed(10, a, b), checked(15, b, "success")]);
    expect(change.firstEvaluation).toMatchObject({ headSha: a, outcome: "fail", decidedAt: at(5) });
    expect(change.firstEvaluation?.failedChecks.map(({ name }) => name)).toEqual(["CodeQL"]);
    expect(change.headsUntilGreen).toBe(2);
  });

  it.each(["cancelled", "stale"] as const)("passes over a head whose check was %s", (conclusion) => {
    const change = foldOne([opened, checked(5, a, conclusion), pushed(10, a, b), checked(15, b, "failure")]);
    expect(change.heads.map(({ evaluation }) => evaluation)).toEqual(["passed-over", "fail"]);
    expect(change.firstEvaluation).toMatchObject({ headSha: b, outcome: "fail" });
  });

  it("passes over a head that was replaced before its check concluded, whatever it says afterwards", () => {
    for (const late of ["success", "failure"] as const) {
      const slow = checkRunFact({ at: at(12), startedAt: at(1), headSha: a, conclusion: late });
      const change = foldOne([opened, slow, pushed(10, a, b), checked(20, b, "success")]);
      expect(change.heads[0]).toMatchObject({ evaluation: "passed-over", supersededAt: at(10) });
      expect(change.firstEvaluation).toMatchObject({ headSha: b, outcome: "pass" });
    }
  });

  it("gives a tie within one second to the check, not to the push", () => {
    const change = foldOne([opened, checked(10, a, "failure"), pushed(10, a, b)]);
    expect(change.firstEvaluation).toMatchObject({ headSha: a, outcome: "fail" });
  });

  it("ignores a scan of an old head that began after it was replaced", () => {
    const change = foldOne([
      opened,
      checked(5, a, "success"),
      pushed(10, a, b),
      checkRunFact({
        at: at(60),
        startedAt: at(50),
        headSha: a,
        name: "Trivy nightly",
        conclusion: "failure",
      }),
    ]);
    expect(change.firstEvaluation).toMatchObject({ headSha: a, outcome: "pass" });
  });

  it("is still open while the only head waits", () => {
    const running = checkRunFact({ at: at(2), status: "in_progress", conclusion: null, headSha: a });
    const change = foldOne([opened, running]);
    expect(change.firstEvaluation).toBeNull();
    expect(change.heads[0]).toMatchObject({ evaluation: "waiting", waitingFor: ["CodeQL"] });
    expect(change.firstTryUnknown).toBeNull();
  });
});

describe("reviewable heads", () => {
  it("begin when a draft becomes ready, with the head it has then", () => {
    const change = foldOne([
      pullRequestFact({ at: at(0), headSha: a, draft: true }),
      checked(3, a, "failure"),
      pullRequestFact({ action: "synchronize", at: at(5), headSha: b, previousHeadSha: a, draft: true }),
      pullRequestFact({ action: "ready_for_review", at: at(10), headSha: b }),
      checked(12, b, "success"),
    ]);
    expect(change.heads.map((head) => head.sha)).toEqual([b]);
    expect(change).toMatchObject({ readyAt: at(10), beginningSeen: true });
    expect(change.firstEvaluation).toMatchObject({ headSha: b, outcome: "pass" });
  });

  it("count a conclusion from the draft's time from when the head is up for review", () => {
    const change = foldOne([
      pullRequestFact({ at: at(0), headSha: a, draft: true }),
      checked(3, a, "failure"),
      pullRequestFact({ action: "ready_for_review", at: at(10), headSha: a }),
    ]);
    expect(change.firstEvaluation).toMatchObject({ outcome: "fail", decidedAt: at(10) });
  });

  it("are none while it is a draft", () => {
    const change = foldOne([
      pullRequestFact({ at: at(0), headSha: a, draft: true }),
      checked(3, a, "failure"),
    ]);
    expect(change).toMatchObject({ heads: [], readyAt: null, draft: true, firstTryUnknown: null });
  });

  it("do not include what is pushed while it is a draft again", () => {
    const change = foldOne([
      opened,
      pullRequestFact({ action: "converted_to_draft", at: at(2), headSha: a, draft: true }),
      pullRequestFact({ action: "synchronize", at: at(4), headSha: b, previousHeadSha: a, draft: true }),
      pullRequestFact({ action: "synchronize", at: at(6), headSha: c, previousHeadSha: b, draft: true }),
      pullRequestFact({ action: "ready_for_review", at: at(8), headSha: c }),
    ]);
    expect(change.heads.map((head) => head.sha)).toEqual([a, c]);
  });

  it("come back when a force-push restores an old commit", () => {
    const change = foldOne([
      opened,
      checkRunFact({ at: at(30), startedAt: at(1), headSha: a, conclusion: "success" }),
      pushed(10, a, b),
      checked(15, b, "failure"),
      pushed(20, b, a),
    ]);
    expect(change.heads.map((head) => head.sha)).toEqual([a, b, a]);
    expect(change.firstEvaluation).toMatchObject({ headSha: b, outcome: "fail" });
  });

  it("include a head that only the push after it tells of", () => {
    const change = foldOne([opened, pushed(10, b, c), checked(5, b, "failure"), checked(15, c, "success")]);
    expect(change.heads.map((head) => head.sha)).toEqual([a, b, c]);
    expect(change.firstEvaluation).toMatchObject({ headSha: b, outcome: "fail" });
  });

  it("follow pushes within one second by what they replaced", () => {
    const change = foldOne([opened, pushed(1, b, c), pushed(1, a, b)]);
    expect(change.heads.map((head) => head.sha)).toEqual([a, b, c]);
    expect(change.headSha).toBe(c);
  });

  it("are not moved back by a label that was set in the second of a push", () => {
    const label = pullRequestFact({ action: "labeled", at: at(1), headSha: a });
    const change = foldOne([opened, pushed(1, a, b), label]);
    expect(change.heads.map((head) => head.sha)).toEqual([a, b]);
  });
});

describe("a beginning that was not seen", () => {
  it.each([
    ["only a later push is known", [pushed(10, a, b), checked(12, b, "success")]],
    ["only its end is known", [pullRequestFact({ action: "closed", at: at(20), headSha: a, merged: true })]],
    [
      "it was ready before it became a draft",
      [
        pullRequestFact({ action: "converted_to_draft", at: at(2), headSha: a, draft: true }),
        pullRequestFact({ action: "ready_for_review", at: at(8), headSha: a }),
        checked(9, a, "success"),
      ],
    ],
    [
      "it was opened as a draft and is suddenly ready",
      [pullRequestFact({ at: at(0), headSha: a, draft: true }), pushed(10, a, b), checked(12, b, "success")],
    ],
  ])("leaves the first try unknown: %s", (_, facts) => {
    const change = foldOne(facts);
    expect(change).toMatchObject({
      beginningSeen: false,
      firstEvaluation: null,
      firstTryUnknown: "beginning-not-seen",
      headsUntilGreen: null,
      readyAt: null,
    });
  });

  it("is seen when `ready_for_review` is the first thing known", () => {
    const change = foldOne([
      pullRequestFact({ action: "ready_for_review", at: at(8), headSha: a }),
      pullRequestFact({ action: "labeled", at: at(8), headSha: a }),
      checked(9, a, "success"),
    ]);
    expect(change).toMatchObject({ beginningSeen: true, firstTryUnknown: null });
    expect(change.firstEvaluation).toMatchObject({ outcome: "pass" });
  });
});

describe("which pull requests are changes", () => {
  it("those into the default branch", () => {
    expect(fold([pullRequestFact({ baseRef: "release/1" })])).toEqual([]);
  });

  it("those into the configured branches instead, where there are any", () => {
    const facts = [
      pullRequestFact({ number: 1, baseRef: "release/1" }),
      pullRequestFact({ number: 2, baseRef: "main" }),
    ];
    expect(fold(facts, { baseBranches: ["release/*"] }).map(({ number }) => number)).toEqual([1]);
  });

  it("by the base it has now", () => {
    const retargeted = pullRequestFact({
      action: "edited",
      at: at(5),
      baseRef: "main",
      previousBaseRef: "topic",
    });
    expect(fold([pullRequestFact({ baseRef: "topic" }), retargeted])).toHaveLength(1);
  });

  describe("after another branch became the default one", () => {
    const closedInto = (baseRef: string) => [
      pullRequestFact({ at: at(0), baseRef }),
      pullRequestFact({ action: "closed", at: at(20), baseRef, merged: true }),
    ];
    const mergedInto = (branch: string, toDefaultBranch: boolean, minutes = 20) =>
      pushFact({ at: at(minutes), ref: `refs/heads/${branch}`, toDefaultBranch });

    it("those that were closed while their base was the default branch", () => {
      expect(fold([...closedInto("master"), mergedInto("master", true)])).toHaveLength(1);
      expect(
        fold([mergedInto("master", false, 90), mergedInto("master", true), ...closedInto("master")]),
      ).toHaveLength(1);
    });

    it("not those that were closed before their base became it", () => {
      expect(fold([...closedInto("main"), mergedInto("main", false), mergedInto("main", true, 90)])).toEqual(
        [],
      );
    });

    it("of those that are open the ones into the branch that is it now", () => {
      const open = [pullRequestFact({ number: 1, baseRef: "master" }), pullRequestFact({ number: 2 })];
      const pushes = [mergedInto("master", true), mergedInto("main", false)];
      expect(fold([...open, ...pushes]).map(({ number }) => number)).toEqual([2]);
    });

    it("but the configured branches stay what they are", () => {
      const facts = [...closedInto("master"), mergedInto("master", true)];
      expect(fold(facts, { baseBranches: ["release/*"] })).toEqual([]);
    });
  });

  it.each([
    ["an account of type Bot", { authorType: "Bot", authorLogin: "renovate" }, true],
    ["a login that ends in [bot]", { authorType: null, authorLogin: "dependabot[bot]" }, true],
    ["a configured login, however it is written", { authorType: "User", authorLogin: "Release-Robot" }, true],
    ["a person", { authorType: "User", authorLogin: "robotham" }, false],
  ] as const)("calls %s a bot: %s", (_, author, bot) => {
    const change = foldOne([pullRequestFact(author)], { botLogins: ["release-robot"] });
    expect(change.bot).toBe(bot);
  });

  it("fault 27: joins the checks of forks by commit", () => {
    const change = foldOne([
      pullRequestFact({ headRepositoryId: 999, headSha: a }),
      checkRunFact({ headSha: a, headBranch: null, at: at(5), conclusion: "failure" }),
    ]);
    expect(change).toMatchObject({ fromFork: true, firstEvaluation: { outcome: "fail" } });
  });

  it("takes a fork that is gone for a fork", () => {
    expect(foldOne([pullRequestFact({ headRepositoryId: null })]).fromFork).toBe(true);
  });
});

describe("the merge queue", () => {
  it("fault 26: is no first try", () => {
    const queue = `gh-readonly-queue/main/pr-1-${sha("b0")}`;
    const change = foldOne([
      opened,
      mergeGroupFact({ headSha: sha("e1") }),
      checkRunFact({ headSha: sha("e1"), headBranch: queue, at: at(9), conclusion: "failure" }),
      checkRunFact({ headSha: a, headBranch: queue, at: at(4), conclusion: "failure" }),
      checked(5, a, "success"),
    ]);
    expect(change.firstEvaluation).toMatchObject({ outcome: "pass", decidedAt: at(5) });
  });
});

describe("the end of a change", () => {
  describe("and a security check that was not seen on its head before", () => {
    const merged = pullRequestFact({ action: "closed", at: at(20), headSha: a, merged: true });
    const nightly = (began: number, conclusion: "success" | "failure") =>
      checkRunFact({
        name: "Trivy nightly",
        startedAt: at(began),
        at: at(began + 5),
        headSha: a,
        conclusion,
        checkRunId: 77,
        checkSuiteId: 78,
      });

    it.each(["success", "failure"] as const)(
      "leaves what was decided before as it was when it begins long after the merge and says %s",
      (conclusion) => {
        const change = foldOne([opened, checked(5, a, "success"), merged, nightly(5000, conclusion)]);
        expect(change.firstEvaluation).toMatchObject({ outcome: "pass", decidedAt: at(5) });
      },
    );

    it("counts when it begins within the hour after the merge", () => {
      const change = foldOne([opened, checked(5, a, "success"), merged, nightly(80, "failure")]);
      expect(change.firstEvaluation).toMatchObject({ outcome: "fail", decidedAt: at(85) });
    });

    it("counts when nothing else decided the head", () => {
      const change = foldOne([opened, merged, nightly(5000, "failure")]);
      expect(change.firstEvaluation).toMatchObject({ outcome: "fail", decidedAt: at(5005) });
    });

    it("counts when the pull request was opened again", () => {
      const reopened = pullRequestFact({ action: "reopened", at: at(4000), headSha: a });
      const facts = [opened, checked(5, a, "success"), merged, reopened, nightly(5000, "failure")];
      expect(foldOne(facts).firstEvaluation).toMatchObject({ outcome: "fail" });
    });
  });

  it("is when it was closed last, unless it was opened again", () => {
    const closed = pullRequestFact({ action: "closed", at: at(20), headSha: a });
    const reopened = pullRequestFact({ action: "reopened", at: at(30), headSha: a });
    expect(foldOne([opened, closed]).closedAt).toBe(at(20));
    expect(foldOne([opened, closed, reopened]).closedAt).toBeNull();
  });

  it("leaves a head without any check as one that no security check ran on", () => {
    const closed = pullRequestFact({ action: "closed", at: at(20), headSha: a, merged: true });
    expect(foldOne([opened, closed]).heads[0]).toMatchObject({ evaluation: "none", checks: [] });
  });

  it("waits an hour for the first sign of a check before it says that there is none", () => {
    expect(fold([opened], {}, at(59))[0]?.heads[0]?.evaluation).toBe("waiting");
    expect(fold([opened], {}, at(60))[0]?.heads[0]?.evaluation).toBe("none");
  });

  it("says so at once when other checks ran and their suite completed", () => {
    const facts = [
      opened,
      checkRunFact({ at: at(2), headSha: a, name: "lint", appSlug: "github-actions" }),
      checkSuiteFact({ at: at(2), headSha: a, appSlug: "github-actions" }),
    ];
    expect(fold(facts, {}, at(3))[0]?.heads[0]?.evaluation).toBe("none");
  });
});
