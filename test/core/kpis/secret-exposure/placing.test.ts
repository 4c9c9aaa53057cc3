// Secrets that only GitHub's list told of: none passes for newly exposed, nor for old, before it is known where it is.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import type { CommitFact } from "../../../../src/core/facts/observations.ts";
import { computeSecretExposure } from "../../../../src/core/kpis/secret-exposure/compute.ts";
import {
  defaultAccountId,
  defaultRepositoryId,
  pushFact,
  secretLocationFact,
  secretPlacesReadFact,
  secretScanFact,
  secretScanningAlertFact,
  sha,
} from "../../../support/facts.ts";
import { findingsListedFact } from "../../../support/findings.ts";
import { unseen } from "../../../support/observations.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { day, dayMillis, kpiInput, window } from "../../../support/scorecard-input.ts";

const push = pushFact({ at: day(1), after: sha("c1"), commits: 200 });
const alert = secretScanningAlertFact({ number: 1, at: day(5) });
const backfill = secretScanFact({
  scanType: "backfill",
  startedAt: day(4.9),
  completedAt: day(5.1),
});

function listed(...unplaced: number[]): Fact {
  const seen = { alerts: 9, complete: true, ...(unplaced.length > 0 && { unplaced }) };
  return findingsListedFact({ source: "secret-scanning", listing: { seen }, at: day(20) });
}

function commit(name: string, committedAt: number): CommitFact {
  const envelope = { accountId: defaultAccountId, repositoryId: defaultRepositoryId };
  const data = { sha: sha(name), committedAt };
  return { kind: "commit", ...envelope, subject: `commit:${data.sha}`, occurredAt: committedAt, data };
}

/** Numerator, and what was left out; or why there is none. */
function outcome(...facts: Fact[]) {
  const computed = computeSecretExposure(kpiInput([push, alert, ...facts]));
  return computed.outcome === "measured"
    ? [computed.numerator, computed.excluded]
    : [...computed.reasons.map(({ code }) => code), computed.excluded];
}

const read = secretPlacesReadFact({ at: day(20) });
const inCommit = (name: string) => secretLocationFact({ at: day(5), commitSha: sha(name) });
const notRead = ["locations-not-read", { "where it is, was not read yet": 1 }];
const notKnown = ["exposure-not-known", { "when it was pushed is not known": 1 }];
const old = [0, { "found in history": 1 }];

describe("an alert that was listed, and whose places are not read", () => {
  it("makes the number not measured, with what Firstpass does about it", () => {
    expect(outcome(listed(1))).toEqual(notRead);
    expect(outcome(listed(1), backfill)).toEqual(notRead);
    const computed = computeSecretExposure(kpiInput([push, alert, listed(1)]));
    expect(computed).toMatchObject({
      outcome: "not-measured",
      reasons: [{ text: expect.stringMatching(/^One secret alert of the window .* Firstpass reads/) }],
    });
    expect(computed.evidence[0]).toMatchObject({ counted: false, note: expect.stringContaining("left out") });
    expect(computed.beside).toContainEqual(expect.objectContaining({ id: "found-in-history", value: 0 }));
  });

  it("stays so until a later reading places it, whatever that reading lists", () => {
    expect(outcome(listed(1), { ...listed(), occurredAt: day(21) })).toEqual(notRead);
    expect(outcome(listed(1), { ...listed(), occurredAt: day(21) }, read, inCommit("c1"))).toEqual([1, {}]);
  });

  it.each([
    ["of another window", [secretScanningAlertFact({ number: 2, at: window.from - 1 })], listed(2)],
    [
      "that was no secret",
      [
        secretScanningAlertFact({ number: 2, at: day(3) }),
        secretScanningAlertFact({
          number: 2,
          action: "resolved",
          at: day(6),
          createdAt: day(3),
          resolution: "false_positive",
        }),
      ],
      listed(2),
    ],
    [
      "that bypassed push protection, which has its own time",
      [
        secretScanningAlertFact({
          number: 2,
          at: day(3),
          pushProtectionBypassed: true,
          pushProtectionBypassedAt: day(3),
        }),
      ],
      listed(2),
    ],
  ])("%s hides nothing", (_, facts, list) => {
    expect(outcome(...facts, list)[0]).toBeTypeOf("number");
  });

  it("that was delivered with its places counts as it was delivered", () => {
    expect(outcome(listed())).toEqual([1, {}]);
    expect(outcome(listed(1), inCommit("c1"))).toEqual([1, {}]);
  });
});

describe("an alert whose places were read", () => {
  const facts = [listed(1), read];

  it.each([
    ["pushed in the window is newly exposed", [inCommit("c1")], [1, {}]],
    ["pushed before it is old", [pushFact({ at: day(-3), after: sha("d1") }), inCommit("d1")], old],
    ["of no known push, raised by a scan of history, is old", [inCommit("d1"), backfill], old],
    [
      "of no known push, made in the window, is newly exposed",
      [inCommit("d1"), commit("d1", day(0))],
      [1, {}],
    ],
    [
      "of no known push, made before the window, is not known",
      [inCommit("d1"), commit("d1", day(0) - 1)],
      notKnown,
    ],
    ["of no known push, made nobody knows when, is not known", [inCommit("d1")], notKnown],
    [
      "of several commits, one of them made nobody knows when, is not known",
      [inCommit("d1"), inCommit("d2"), commit("d1", day(2))],
      notKnown,
    ],
    ["without any place is not known", [], notKnown],
    [
      "only in an issue is left out",
      [secretLocationFact({ locationType: "issue_body", at: day(5) })],
      [0, { "only in issues, pull requests, discussions or wikis": 1 }],
    ],
  ])("%s", (_, more, expected) => {
    expect(outcome(...facts, ...more)).toEqual(expected);
  });

  it("in part is not known, unless what was read is old", () => {
    const cut = [listed(1), secretPlacesReadFact({ at: day(20), places: { seen: { complete: false } } })];
    expect(outcome(...cut, inCommit("c1"))).toEqual(notKnown);
    expect(outcome(...cut, secretLocationFact({ locationType: "issue_body", at: day(5) }))).toEqual(notKnown);
    expect(outcome(...cut, pushFact({ at: day(-3), after: sha("d1") }), inCommit("d1"))).toEqual(old);
  });

  it("in vain is not measured in GitHub's words, until it is read", () => {
    const refused = secretPlacesReadFact({ at: day(20), places: unseen(null, "not-available") });
    const computed = computeSecretExposure(kpiInput([push, alert, listed(1), refused]));
    expect(computed).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "locations-not-seen", text: expect.stringContaining("GitHub does not have it.") }],
    });
    expect(outcome(listed(1), refused, { ...read, occurredAt: day(21) }, inCommit("c1"))).toEqual([1, {}]);
  });
});

it("is the same in any order and however often the facts come", () => {
  const facts = [
    push,
    alert,
    secretScanningAlertFact({ number: 2, at: day(6) }),
    secretScanningAlertFact({ number: 3, at: day(7) }),
    listed(1, 2, 3),
    read,
    inCommit("d1"),
    inCommit("d2"),
    commit("d1", day(3)),
    commit("d2", day(2)),
    commit("d2", day(3)),
    secretPlacesReadFact({ alertNumber: 3, at: day(20), places: unseen("secret_scanning_alerts: read") }),
    secretPlacesReadFact({ alertNumber: 3, at: day(20) + dayMillis, places: unseen(null, "not-available") }),
  ];
  expectAnyOrderTheSame(facts, (all) => computeSecretExposure(kpiInput(all)));
});
