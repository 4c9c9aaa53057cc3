// Code scanning speaks of refs: which alerts are findings of the default branch, since when, and what pull requests showed.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/core/facts/fact.ts";
import type { Finding } from "../../../src/core/findings/finding.ts";
import { foldFindings } from "../../../src/core/findings/fold-findings.ts";
import { stateAt } from "../../../src/core/findings/life.ts";
import { codeLife } from "../../support/alert-lives.ts";
import { pullRequestFact, pushFact, repositoryState, sha } from "../../support/facts.ts";
import { codeScanningAlertFact } from "../../support/findings.ts";
import { expectAnyOrderTheSame } from "../../support/properties.ts";
import { day } from "../../support/scorecard-input.ts";

const onPullRequest = { ref: "refs/pull/7/merge" };
const onBranch = { ref: "refs/heads/topic" };
const onMain = { ref: "refs/heads/main" };

function only(facts: readonly Fact[], defaultBranch = "main"): Finding {
  const fold = (some: readonly Fact[]) =>
    foldFindings(some, { repository: repositoryState({ defaultBranch }) });
  expectAnyOrderTheSame(facts, fold);
  expect(fold(facts)).toHaveLength(1);
  return fold(facts)[0]!;
}

describe("an alert is on the default branch", () => {
  const bornOnPullRequest = codeScanningAlertFact({ at: day(0), ...onPullRequest });
  const bornOnBranch = codeScanningAlertFact({ at: day(0), ...onBranch });
  const listed = codeScanningAlertFact({ at: day(0), commitSha: null });
  const appeared = codeScanningAlertFact({ action: "appeared_in_branch", at: day(4), createdAt: day(0) });
  const fixed = codeScanningAlertFact({ action: "fixed", at: day(9), createdAt: day(0) });
  const merged = pullRequestFact({ number: 7, action: "closed", merged: true, at: day(3) });
  const dismissed = codeScanningAlertFact({ action: "closed_by_user", at: day(2), createdAt: day(0) });

  it.each([
    ["from its creation there", [listed], day(0)],
    ["never, when it was seen on a pull request alone", [bornOnPullRequest], null],
    ["never, when it was seen on another branch alone", [bornOnBranch], null],
    ["never, when somebody dismissed it on a pull request", [bornOnPullRequest, dismissed], null],
    ["from when it appeared there", [bornOnPullRequest, appeared], day(4)],
    [
      "from when it appeared there, also when a list names its creation",
      [bornOnBranch, listed, appeared],
      day(4),
    ],
    ["from the merge, when no more is told", [bornOnPullRequest, listed, merged], day(3)],
    ["from the merge before what happened there", [bornOnPullRequest, fixed, merged], day(3)],
    ["from its creation, when nothing tells how it came there", [bornOnPullRequest, fixed], day(0)],
    [
      "from its creation, when it was fixed there before the merge",
      [bornOnPullRequest, { ...fixed, occurredAt: day(2) }, merged],
      day(0),
    ],
    ["from its creation, when only its fix was seen", [fixed], day(0)],
    ["from its creation, when only a dismissal was seen", [dismissed], day(0)],
    [
      "from its creation, when it was fixed there before it appeared",
      [{ ...fixed, occurredAt: day(1) }, appeared],
      day(0),
    ],
  ])("%s", (_, facts, expected) => {
    expect(only(facts).reachedDefaultAt).toBe(expected);
    expect(only(facts).createdAt).toBe(day(0));
  });

  it("and dismissed there from the beginning, when it was dismissed before it came", () => {
    const { transitions } = only([bornOnPullRequest, dismissed, appeared]);
    expect(transitions.map(({ what, at }) => [what, at])).toEqual([
      ["created", day(4)],
      ["dismissed", day(4)],
    ]);
  });

  it("and open there, when it was dismissed and reopened before it came", () => {
    const reopened = codeScanningAlertFact({ action: "reopened_by_user", at: day(3), createdAt: day(0) });
    expect(only([bornOnPullRequest, dismissed, reopened, appeared]).transitions).toHaveLength(1);
  });

  it("and open again when it appears there after its fix", () => {
    const again = codeScanningAlertFact({ action: "appeared_in_branch", at: day(12), createdAt: day(0) });
    expect(only([listed, fixed, again]).transitions.map(({ what }) => what)).toEqual([
      "created",
      "fixed",
      "reopened",
    ]);
  });

  it("and not fixed by what happens on other refs", () => {
    const elsewhere = [onPullRequest, onBranch].map((place) =>
      codeScanningAlertFact({ action: "fixed", at: day(5), createdAt: day(0), ...place }),
    );
    expect(stateAt(only([listed, ...elsewhere]), day(9))).toBe("open");
    expect(stateAt(only([listed, ...elsewhere, fixed]), day(9))).toBe("open");
    expect(stateAt(only([listed, ...elsewhere, fixed]), day(9) + 1)).toBe("fixed");
  });

  it("by the branch that was the default one at the time, where a push tells it", () => {
    const facts = [codeScanningAlertFact({ at: day(0) })];
    expect(only(facts, "trunk").reachedDefaultAt).toBeNull();
    const push = pushFact({ at: day(0), ref: "refs/heads/main", toDefaultBranch: true });
    expect(only([...facts, push], "trunk").reachedDefaultAt).toBe(day(0));
  });
});

describe("on a pull request", () => {
  const there = (action: string, at: number, ref = onPullRequest.ref) =>
    codeScanningAlertFact({ action, at, createdAt: day(0), ref });
  const sightings = (facts: readonly Fact[]) =>
    only(facts).pullRequests.map(({ pullRequestNumber, seenAt, fixedAt }) => [
      pullRequestNumber,
      seenAt,
      fixedAt,
    ]);

  it("is seen from its creation until it is fixed there last", () => {
    const created = there("created", day(0));
    expect(sightings([created])).toEqual([[7, day(0), null]]);
    expect(sightings([created, there("fixed", day(2), "refs/pull/7/head")])).toEqual([[7, day(0), day(2)]]);
    expect(sightings([created, there("fixed", day(2)), there("reopened", day(3))])).toEqual([
      [7, day(0), null],
    ]);
  });

  it("is seen on each by itself", () => {
    const other = there("appeared_in_branch", day(1), "refs/pull/12/merge");
    const facts = [there("created", day(0)), other, there("fixed", day(2))];
    expect(sightings(facts)).toEqual([
      [7, day(0), day(2)],
      [12, day(1), null],
    ]);
  });

  it("is not taken to be born where it was only fixed, when it is known elsewhere", () => {
    const onDefault = codeScanningAlertFact({ at: day(0), ...onMain });
    expect(sightings([onDefault, there("fixed", day(2))])).toEqual([[7, day(2), day(2)]]);
    expect(sightings([there("fixed", day(2))])).toEqual([[7, day(0), day(2)]]);
  });
});

it("tells the commit that GitHub named at the creation; of several the one that was made first", () => {
  const created = codeLife(1, day(0), [["fixed", day(3), { commitSha: sha("ff") }]]);
  expect(only(created).introducedSha).toBe(sha("c1"));
  const two = ["0a", "b2"].map((text) => codeScanningAlertFact({ at: day(0), commitSha: sha(text) }));
  expect(only([...two, pushFact({ at: day(0), after: sha("b2") })]).introducedSha).toBe(sha("b2"));
});
