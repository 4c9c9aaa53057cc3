// Gate bypass rate: pull requests that came through a merge queue, which tests commits of its own.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { computeGateBypassRate } from "../../../../src/core/kpis/gate-bypass-rate/compute.ts";
import { mergeGroupFact, pushFact, sha } from "../../../support/facts.ts";
import { checkOn, headOf, mergeCommitOf, mergedChange, ruleSuitesFact } from "../../../support/gates.ts";
import { day, kpiInput } from "../../../support/scorecard-input.ts";

const minute = 60_000;
const allRead = ruleSuitesFact();

function compute(facts: readonly Fact[]) {
  return computeGateBypassRate(kpiInput(facts));
}

describe("the merge queue", () => {
  const group = mergeCommitOf(1);
  const queued = [
    ...mergedChange(1, day(1)),
    mergeGroupFact({ headSha: group, at: day(1) - 30 * minute }),
    allRead,
  ];
  const branch = { headBranch: `gh-readonly-queue/main/pr-1-${sha("b0")}` };
  const failedOnHead = checkOn(headOf(1), { conclusion: "failure", at: day(1) - 60 * minute });

  it("decides by the commit that it tested", () => {
    const green = checkOn(group, { ...branch, at: day(1) - minute });
    expect(compute([...queued, failedOnHead, green])).toMatchObject({ numerator: 0, denominator: 1 });
    const red = checkOn(group, { ...branch, conclusion: "failure", at: day(1) - minute });
    expect(compute([...queued, checkOn(headOf(1), { at: day(1) - 60 * minute }), red])).toMatchObject({
      numerator: 1,
    });
  });

  it("leaves it to the pull request's own head where no security check ran on that commit", () => {
    expect(compute([...queued, failedOnHead])).toMatchObject({ numerator: 1 });
    const own = checkOn(headOf(1), { at: day(1) - 60 * minute });
    expect(compute([...queued, own])).toMatchObject({ numerator: 0 });
  });

  it("decides for all that were merged at once by the last commit of the push", () => {
    const last = mergeCommitOf(2);
    const facts = [
      ...queued,
      ...mergedChange(2, day(1)),
      mergeGroupFact({ headSha: last, pullRequestNumber: 2, at: day(1) - 20 * minute }),
      pushFact({
        at: day(1),
        after: last,
        commits: [group, last].map((one) => ({ sha: one, committedAt: day(1), distinct: true })),
      }),
      checkOn(group, { ...branch, conclusion: "failure", at: day(1) - 3 * minute }),
      checkOn(last, { ...branch, at: day(1) - minute }),
    ];
    expect(compute(facts)).toMatchObject({ numerator: 0, denominator: 2 });
  });

  it("has no say where the pull request was merged past it", () => {
    const facts = [
      ...mergedChange(1, day(1)),
      mergeGroupFact({ headSha: sha("e1"), at: day(1) - 30 * minute }),
      checkOn(sha("e1"), { ...branch, at: day(1) - minute }),
      failedOnHead,
      allRead,
    ];
    expect(compute(facts)).toMatchObject({ numerator: 1 });
  });
});
