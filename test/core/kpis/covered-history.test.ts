// Of which times the history is known: deliveries, without those that were lost, and what was read beside them.
import { describe, expect, it } from "vitest";
import type { DeliveriesMissedFact, HistoryPart, HistoryReadFact } from "../../../src/core/facts/history.ts";
import { deliveriesMissedSubject, historyReadSubject } from "../../../src/core/facts/subjects.ts";
import {
  coversWindow,
  deliveredFrom,
  gapInHistory,
  incompleteHistory,
  partialHistoryNote,
  seenFrom,
  wasSeenThroughout,
} from "../../../src/core/kpis/coverage.ts";
import { buildScorecard } from "../../../src/core/scorecard/build.ts";
import { defaultAccountId, defaultRepositoryId, pushFact } from "../../support/facts.ts";
import { day, scorecardInput, triedChange, window } from "../../support/scorecard-input.ts";

function read(from: number, to: number, ...refused: HistoryPart[]): HistoryReadFact {
  const text = "Firstpass may not read it: grant it.";
  const unseen = refused.map(
    (part) => ({ part, unseen: { why: "permission-missing", permission: "checks: read", text } }) as const,
  );
  const data = { from: day(from), to: day(to), unseen };
  const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId };
  return {
    kind: "history-read",
    ...place,
    subject: historyReadSubject(data),
    occurredAt: day(30),
    data,
    read: true,
  };
}

function missed(from: number, to: number): DeliveriesMissedFact {
  const data = { from: day(from), to: day(to) };
  const place = { accountId: defaultAccountId, repositoryId: 0 };
  return {
    kind: "deliveries-missed",
    ...place,
    subject: deliveriesMissedSubject(data),
    occurredAt: data.to,
    data,
  };
}

const began = day(20);

describe("the history is seen", () => {
  it.each([
    ["from when deliveries began, where nothing was read", [], 20],
    ["from the beginning of a reading that touches them", [read(0, 20)], 0],
    ["from the beginning of several that touch each other", [read(-10, 5), read(5, 20), read(3, 8)], -10],
    ["from when deliveries began, where a reading ends before that", [read(0, 19)], 20],
    ["from a gap on, where deliveries were lost", [missed(22, 23)], 23],
    ["from the beginning, where the gap was read again", [missed(22, 23), read(0, 20), read(21, 24)], 0],
    ["from a gap on, where half of it was read again", [missed(22, 23), read(22, 22.5)], 23],
    ["from when deliveries began, whatever was lost before that", [missed(10, 11)], 20],
    ["from when deliveries began, where checks were refused", [read(0, 20, "checks")], 20],
  ])("%s", (_, facts, expected) => {
    expect(seenFrom({ facts, coveredFrom: began })).toBe(day(expected));
  });

  it("not by events that were read: they tell nothing of deliveries", () => {
    const facts = [{ ...pushFact({ at: day(3) }), read: true as const }];
    expect(seenFrom({ facts, coveredFrom: began })).toBe(began);
    expect(seenFrom({ facts: [pushFact({ at: day(3) })], coveredFrom: began })).toBe(day(3));
  });

  it("by deliveries alone, where no reading can tell", () => {
    const history = { facts: [read(0, 20), missed(22, 23), read(22, 23)], coveredFrom: began };
    expect(deliveredFrom(history)).toBe(day(23));
    expect(seenFrom(history)).toBe(day(0));
  });

  it("by a reading before an interruption, and anew from its end", () => {
    const history = { facts: [read(0, 10)], coveredFrom: day(-90), resumedAt: began };
    expect(coversWindow(history, { from: day(0), to: day(10) })).toBe(true);
    expect(coversWindow(history, { from: day(0), to: day(10) + 1 })).toBe(false);
    expect(seenFrom(history)).toBe(began);
    expect(seenFrom({ ...history, facts: [read(0, 20)] })).toBe(day(0));
  });

  it("in the parts that GitHub told, for what needs no others", () => {
    const history = { facts: [read(0, 20, "checks")], coveredFrom: began };
    expect(coversWindow(history, window, ["pull-requests"])).toBe(true);
    expect(coversWindow(history, window, ["checks", "pull-requests"])).toBe(false);
    expect(incompleteHistory(history, window, ["checks"])?.text).toContain("grant it");
  });
});

describe("a gap", () => {
  const lost = missed(12, 13);
  const history = { facts: [lost], coveredFrom: day(-90) };

  it("is told with its times, and that it is read again", () => {
    const gap = gapInHistory(history, window, ["pushes"]);
    expect(gap?.code).toBe("history-incomplete");
    expect(gap?.text).toContain("from 2026-10-31 00:00 UTC to 2026-11-01 00:00 UTC");
    expect(gap?.text).toContain("reads it again");
    expect(gapInHistory(history, window, "deliveries")?.text).toContain("does not tell it afterwards");
  });

  it.each([
    ["before the window", { from: day(13), to: day(20) }, false],
    ["after the window", { from: day(0), to: day(12) }, false],
    ["at its last moment", { from: day(0), to: day(12) + 1 }, true],
    ["at its first moment", { from: day(13) - 1, to: day(20) }, true],
  ])("%s", (_, span, isThere) => {
    expect(gapInHistory(history, span, ["pushes"]) !== null).toBe(isThere);
    expect(coversWindow(history, span)).toBe(!isThere);
  });

  it("is none before deliveries began: then the history begins later", () => {
    expect(gapInHistory({ facts: [lost], coveredFrom: day(12) }, window, ["pushes"])).toBeNull();
    expect(partialHistoryNote({ facts: [lost], coveredFrom: day(12) }, window)).toContain("2026-11-01");
  });

  it("leaves what was delivered before an interruption as it was told", () => {
    const interrupted = { facts: [pushFact({ at: day(1) })], coveredFrom: null, resumedAt: day(15) };
    const need = ["checks"] as const;
    expect(wasSeenThroughout(interrupted, { from: day(2), to: day(3) }, need)).toBe(true);
    expect(wasSeenThroughout(interrupted, { from: day(2), to: day(15) }, need)).toBe(false);
    expect(wasSeenThroughout(interrupted, { from: day(0), to: day(3) }, need)).toBe(false);
  });
});

describe("a scorecard over a gap", () => {
  const changes = [...triedChange(1, "success", day(3)), ...triedChange(2, "failure", day(20))];
  const result = (id: string, facts: Parameters<typeof scorecardInput>[0]) =>
    buildScorecard(scorecardInput(facts)).kpis.find((kpi) => kpi.id === id);

  it("does not tell what it would get wrong, and tells it again once the gap was read", () => {
    expect(result("first-pass-rate", changes)).toMatchObject({ outcome: "measured", value: 50 });
    const broken = result("first-pass-rate", [...changes, missed(12, 13)]);
    expect(broken).toMatchObject({ outcome: "not-measured", value: null });
    expect(broken?.reasons.map(({ code }) => code)).toEqual(["history-incomplete"]);
    expect(broken?.evidence.length).toBeGreaterThan(0);
    const healed = result("first-pass-rate", [...changes, missed(12, 13), read(12, 13)]);
    expect(healed).toMatchObject({ outcome: "measured", value: 50 });
    expect(result("first-pass-rate", [...changes, missed(12, 13), read(12, 13, "statuses")])?.outcome).toBe(
      "not-measured",
    );
  });

  it("leaves out a change that was tried across a gap before the window", () => {
    const across = [...changes, ...triedChange(3, "success", day(0.01))];
    expect(result("first-pass-rate", across)?.denominator).toBe(3);
    expect(result("first-pass-rate", [...across, missed(-1, 0)])).toMatchObject({
      denominator: 2,
      outcome: "measured",
    });
  });

  it("tells no trend over a gap in the window before", () => {
    const before = [...changes, ...triedChange(4, "failure", day(-10))];
    expect(result("first-pass-rate", before)?.trend).not.toBeNull();
    expect(result("first-pass-rate", [...before, missed(-5, -4)])?.trend).toBeNull();
  });
});
