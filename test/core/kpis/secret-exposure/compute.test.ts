// Secret exposure: which alerts are in the numerator of which window, what the commits are, what cannot be known.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import type { SecurityFeaturesFact } from "../../../../src/core/facts/governance.ts";
import type { FindingsListedFact, Unseen } from "../../../../src/core/facts/observations.ts";
import { countCommits } from "../../../../src/core/kpis/secret-exposure/commits.ts";
import { computeSecretExposure } from "../../../../src/core/kpis/secret-exposure/compute.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import {
  defaultAccountId,
  defaultRepositoryId,
  pushCompletedFact,
  pushFact,
  secretLocationFact,
  secretScanFact,
  secretScanningAlertFact,
  sha,
} from "../../../support/facts.ts";
import { findingsListedFact } from "../../../support/findings.ts";
import { configWith, day, kpiInput, window } from "../../../support/scorecard-input.ts";

const minute = 60_000;
const push = pushFact({ at: day(1), after: sha("c1"), commits: 200 });

function compute(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  return computeSecretExposure(kpiInput(facts, given));
}

function outcome(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  const computed = compute(facts, given);
  return computed.outcome === "measured"
    ? ["measured", computed.numerator, computed.denominator]
    : [computed.outcome, ...computed.reasons.map(({ code }) => code)];
}

function scanning(enabled: boolean, at: number): SecurityFeaturesFact {
  return {
    kind: "security-features",
    accountId: defaultAccountId,
    repositoryId: defaultRepositoryId,
    subject: "security-features",
    occurredAt: at,
    data: { features: { secret_scanning: enabled } },
  };
}

describe("the numerator", () => {
  const alert = secretScanningAlertFact({ number: 1, at: day(5) });

  it("is alerts, each number once, per 1,000 commits", () => {
    const facts = [
      push,
      alert,
      alert,
      secretScanningAlertFact({ number: 1, action: "validated", at: day(6), createdAt: day(5) }),
    ];
    expect(compute(facts)).toMatchObject({ value: 5, numerator: 1, denominator: 200 });
  });

  it.each([
    ["one millisecond before the window", window.from - 1, 0],
    ["exactly at its beginning", window.from, 1],
    ["in its last millisecond", window.to - 1, 1],
    ["exactly at its end", window.to, 0],
  ])("holds an alert created %s: %s → %s", (_, at, counted) => {
    expect(outcome([push, secretScanningAlertFact({ at })])).toEqual(["measured", counted, 200]);
  });

  describe("of what happened to an alert within one second", () => {
    const at = day(6);
    const told = (action: string, extra: object = {}) =>
      secretScanningAlertFact({ number: 1, action, at, createdAt: day(5), ...extra });
    const resolved = told("resolved", { resolution: "false_positive" });
    const reopened = told("reopened");

    it("takes a reopening after the resolution that it undoes", () => {
      for (const facts of [
        [push, alert, resolved, reopened],
        [push, reopened, resolved, resolved, alert],
      ])
        expect(outcome(facts)).toEqual(["measured", 1, 200]);
    });

    it("takes a resolution after the reopening of an alert that was resolved before", () => {
      const before = secretScanningAlertFact({
        number: 1,
        action: "resolved",
        at: day(5.5),
        createdAt: day(5),
        resolution: "revoked",
      });
      expect(outcome([push, alert, before, reopened, resolved])).toEqual(["measured", 0, 200]);
    });

    it("takes no check of its validity for a reopening", () => {
      const validated = told("validated");
      expect(outcome([push, alert, resolved, validated])).toEqual(["measured", 0, 200]);
      expect(outcome([push, validated, resolved, alert])).toEqual(["measured", 0, 200]);
    });
  });

  it.each([
    ["false_positive", "false positive"],
    ["used_in_tests", "used in tests"],
  ])("loses an alert resolved later as %s in its own window", (resolution, reason) => {
    const resolved = secretScanningAlertFact({
      action: "resolved",
      at: window.to + 9,
      createdAt: day(5),
      resolution,
    });
    const computed = compute([push, alert, resolved]);
    expect(computed).toMatchObject({ numerator: 0, excluded: { [reason]: 1 } });
    const reopened = secretScanningAlertFact({ action: "reopened", at: window.to + 10, createdAt: day(5) });
    expect(compute([push, reopened, alert, resolved])).toMatchObject({ numerator: 1, excluded: {} });
  });

  it.each(["revoked", "wont_fix", "pattern_deleted"])("keeps an alert resolved as %s", (resolution) => {
    const resolved = secretScanningAlertFact({
      action: "resolved",
      at: day(7),
      createdAt: day(5),
      resolution,
    });
    expect(outcome([push, alert, resolved])).toEqual(["measured", 1, 200]);
  });

  it("leaves apart what became visible before the window", () => {
    const old = pushFact({ at: window.from - 9, after: sha("d4"), before: sha("d3") });
    const computed = compute([push, old, alert, secretLocationFact({ at: day(5), commitSha: sha("d4") })]);
    expect(computed).toMatchObject({ numerator: 0, excluded: { "found in history": 1 } });
    expect(computed.beside).toContainEqual(expect.objectContaining({ id: "found-in-history", value: 1 }));
  });

  it("takes the bypass of push protection for the moment of exposure, also when it precedes the alert", () => {
    const early = secretScanningAlertFact({
      at: day(5),
      pushProtectionBypassed: true,
      pushProtectionBypassedAt: window.from - minute,
    });
    expect(compute([push, early])).toMatchObject({ numerator: 0, excluded: { "found in history": 1 } });
    const bypassed = secretScanningAlertFact({
      at: day(5),
      pushProtectionBypassed: true,
      pushProtectionBypassedAt: day(5) - minute,
    });
    expect(compute([push, bypassed]).evidence[0]).toMatchObject({ at: day(5) - minute, counted: true });
  });

  it("leaves apart what a backfill scan raised, unless its commit was pushed in the window", () => {
    const scan = secretScanFact({
      scanType: "backfill",
      startedAt: day(5) - minute,
      completedAt: day(5) + minute,
    });
    expect(compute([push, scan, alert])).toMatchObject({ numerator: 0, excluded: { "found in history": 1 } });
    expect(outcome([push, scan, alert, secretLocationFact({ commitSha: sha("c1") })])).toEqual([
      "measured",
      1,
      200,
    ]);
    const incremental = secretScanFact({ startedAt: day(5) - minute, completedAt: day(5) + minute });
    expect(outcome([push, incremental, alert])).toEqual(["measured", 1, 200]);
  });

  it.each(["issue_body", "pull_request_comment", "discussion_title", "wiki_commit"])(
    "leaves apart what is only in %s",
    (locationType) => {
      const elsewhere = secretLocationFact({ locationType });
      const reason = "only in issues, pull requests, discussions or wikis";
      expect(compute([push, alert, elsewhere])).toMatchObject({ numerator: 0, excluded: { [reason]: 1 } });
      expect(outcome([push, alert, elsewhere, secretLocationFact()])).toEqual(["measured", 1, 200]);
    },
  );
});

describe("the denominator", () => {
  const commit = (text: string, distinct = true) => ({ sha: sha(text), committedAt: null, distinct });

  it("is the distinct commits, each commit and each push once", () => {
    const facts = [
      pushFact({ at: day(1), after: sha("02"), commits: [commit("01"), commit("02")] }),
      pushFact({ at: day(1), after: sha("02"), commits: [commit("01"), commit("02")] }),
      pushFact({ at: day(2), after: sha("04"), commits: [commit("02"), commit("03", false), commit("04")] }),
    ];
    expect(outcome(facts)).toEqual(["measured", 0, 3]);
  });

  it.each([
    ["another branch", { ref: "refs/heads/topic" }, 2],
    ["a tag", { ref: "refs/tags/v1" }, 1],
    ["the deletion of a branch", { ref: "refs/heads/gone", deleted: true }, 1],
  ])("does not hold pushes to %s, unless all branches are measured", (_, given, withAll) => {
    const facts = [
      pushFact({ at: day(1), after: sha("01") }),
      pushFact({ at: day(2), after: sha("02"), ...given }),
    ];
    expect(outcome(facts)).toEqual(["measured", 0, 1]);
    expect(outcome(facts, { config: configWith({ secrets: { branches: "all" } }) })).toEqual([
      "measured",
      0,
      withAll,
    ]);
  });

  it.each([
    [window.from - 1, 0],
    [window.from, 1],
    [window.to - 1, 1],
    [window.to, 0],
  ])("holds a push at %s: %s", (at, counted) => {
    const facts = [pushFact({ at: day(3), after: sha("01") }), pushFact({ at, after: sha("02") })];
    expect(outcome(facts)).toEqual(["measured", 0, 1 + counted]);
  });

  it("fault 15: never takes the list of a truncated push for its commits", () => {
    const cut = pushFact({ at: day(2), after: sha("0f"), commits: 2048, truncated: true });
    expect(outcome([push, cut])).toEqual(["not-measured", "push-truncated"]);
    const completed = pushCompletedFact({ at: day(2), after: sha("0f"), totalCommits: 3000 });
    expect(outcome([push, cut, completed, completed])).toEqual(["measured", 0, 3200]);
    const outside = pushFact({ at: window.to, after: sha("0f"), commits: 2048, truncated: true });
    expect(outcome([push, outside])).toEqual(["measured", 0, 200]);
  });
});

describe("what cannot be known", () => {
  const alert = secretScanningAlertFact({ at: day(5) });

  it("is not applicable without a commit in a window that was seen", () => {
    expect(outcome([])).toEqual(["not-applicable", "no-commits"]);
  });

  it("is not measured without a commit where history is incomplete, or where secrets were exposed", () => {
    expect(outcome([], { coveredFrom: null })).toEqual(["not-measured", "history-incomplete"]);
    expect(outcome([alert])).toEqual(["not-measured", "no-commits"]);
  });

  it("is not measured while secret scanning is known to be off, whatever else holds", () => {
    const cut = pushFact({ at: day(2), after: sha("0f"), commits: 2048, truncated: true });
    expect(outcome([push, scanning(false, day(1))])).toEqual(["not-measured", "feature-off"]);
    expect(outcome([cut, scanning(false, day(1))])).toEqual([
      "not-measured",
      "feature-off",
      "push-truncated",
    ]);
  });

  it("goes by the latest word on it before the window's end, an alert being one", () => {
    expect(outcome([push, scanning(false, day(1)), scanning(true, day(2))])).toEqual(["measured", 0, 200]);
    expect(outcome([push, scanning(false, day(1)), alert])).toEqual(["measured", 1, 200]);
    expect(outcome([push, scanning(false, window.to)])).toEqual(["measured", 0, 200]);
  });

  it("goes by GitHub's answer to the list of alerts, too", () => {
    const listed = (listing: FindingsListedFact["data"]["listing"]) =>
      findingsListedFact({ source: "secret-scanning", listing, at: day(1) });
    const refused = (why: Unseen["why"]) => listed({ unseen: { why, permission: null, text: "No." } });
    expect(outcome([push, refused("feature-off")])).toEqual(["not-measured", "feature-off"]);
    expect(outcome([push, refused("feature-off"), alert])).toEqual(["measured", 1, 200]);
    expect(outcome([push, refused("permission-missing")])).toEqual(["not-measured", "permission-missing"]);
    expect(outcome([push, refused("not-available")])).toEqual(["not-measured", "not-available"]);
    const seen = compute([push, listed({ seen: { alerts: 0, complete: true } })]);
    expect(seen).toMatchObject({ outcome: "measured", numerator: 0, notes: [] });
  });

  it("says what a zero means where nothing shows that secret scanning is on", () => {
    expect(compute([push]).notes).toEqual([
      "Zero means that no alert was delivered: nothing seen here shows whether secret scanning is on. Check that it is.",
    ]);
    expect(compute([push, scanning(true, day(1))]).notes).toEqual([]);
    expect(compute([push, secretScanFact({ at: day(1) })]).notes).toEqual([]);
  });
});

it("shows beside it what became of the secrets that count", () => {
  const facts = [
    push,
    secretScanningAlertFact({
      number: 1,
      at: day(2),
      pushProtectionBypassed: true,
      pushProtectionBypassedAt: day(2),
    }),
    secretScanningAlertFact({
      number: 1,
      action: "resolved",
      at: day(5),
      createdAt: day(2),
      resolution: "revoked",
    }),
    secretScanningAlertFact({ number: 2, at: day(3), validity: "active", publiclyLeaked: true }),
    secretScanningAlertFact({ number: 3, at: window.from - 1, validity: "active" }),
  ];
  const figures = compute(facts).beside.map(({ id, value }) => [id, value]);
  expect(Object.fromEntries(figures)).toEqual({
    "found-in-history": 0,
    bypassed: 1,
    "publicly-leaked": 1,
    open: 1,
    "still-valid": 1,
    "days-to-revocation": 3,
  });
});

it("lists alerts and pushes as evidence, each with a link", () => {
  const computed = compute([push, secretScanningAlertFact({ number: 4, at: day(5), validity: "active" })]);
  expect(computed.evidence).toMatchInlineSnapshot(`
    [
      {
        "at": 1792800000000,
        "counted": true,
        "id": "alert 4",
        "kind": "alert",
        "note": "aws_access_key_id, still valid; exposed when GitHub raised the alert; when its commit was pushed is not known",
        "url": "https://github.com/acme/shop/security/secret-scanning/4",
      },
      {
        "at": 1792454400000,
        "counted": null,
        "id": "c1c1c1c",
        "kind": "push",
        "note": "200 commits to main",
        "url": "https://github.com/acme/shop/compare/b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0...c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1",
      },
    ]
  `);
});

describe("one push told twice", () => {
  it("counts once, also where GitHub cut it and the two tellings are seconds apart", () => {
    const cut = { truncated: true, commits: [], after: sha("c7") };
    const facts = [
      pushFact({ ...cut, at: day(3) }),
      { ...pushFact({ ...cut, touchedPaths: null, at: day(3) - 2000 }), read: true as const },
      pushCompletedFact({ after: sha("c7"), totalCommits: 3000, at: day(3) }),
    ];
    expect(countCommits(facts, window, "default").distinct).toBe(3000);
    expect(countCommits(facts.toReversed(), window, "default").pushes).toHaveLength(1);
  });
});
