// ISO weeks at the turn of years and at the edges of weeks, in UTC.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isoWeekEnd,
  isoWeekOf,
  parseIsoWeek,
  previousIsoWeek,
  weeklyWindow,
} from "../../../src/core/scorecard/iso-week.ts";

describe("isoWeekOf", () => {
  // The years' turns as in ISO 8601: week 1 holds the first Thursday.
  it.each([
    ["2026-11-16T00:00:00.000Z", "2026-W47"],
    ["2026-11-15T23:59:59.999Z", "2026-W46"],
    ["2027-01-01T12:00:00.000Z", "2026-W53"],
    ["2025-12-29T00:00:00.000Z", "2026-W01"],
    ["2021-01-03T23:59:59.999Z", "2020-W53"],
    ["2024-12-30T00:00:00.000Z", "2025-W01"],
  ])("puts %s into %s", (at, week) => {
    expect(isoWeekOf(Date.parse(at))).toBe(week);
  });
});

describe("parseIsoWeek", () => {
  it.each([
    ["2026-W47", "2026-W47"],
    [" 2026-w47 ", "2026-W47"],
    ["2026-W53", "2026-W53"],
    ["2025-W53", null],
    ["2026-W00", null],
    ["2026-47", null],
    ["2026-W7", null],
    ["last week", null],
    ["", null],
  ])("reads %j as %s", (text, week) => {
    expect(parseIsoWeek(text)).toBe(week);
  });
});

it("ends a week at the Monday after it and begins its window whole days earlier, whatever clocks do in between", () => {
  // Europe and America change their clocks within these four weeks.
  expect(new Date(isoWeekEnd("2026-W46")).toISOString()).toBe("2026-11-16T00:00:00.000Z");
  const { from, to } = weeklyWindow("2026-W46", 28);
  expect([from, to].map((at) => new Date(at).toISOString())).toEqual([
    "2026-10-19T00:00:00.000Z",
    "2026-11-16T00:00:00.000Z",
  ]);
});

it("steps back over the turn of a year", () => {
  expect(previousIsoWeek("2026-W01")).toBe("2025-W52");
  expect(previousIsoWeek("2027-W01")).toBe("2026-W53");
});

it("refuses a week that does not exist, and says how to write one", () => {
  expect(() => isoWeekEnd("2025-W53")).toThrow(/2026-W47/);
});

it("puts the end of every week into the next one, and the moment before into it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }), (at) => {
      const week = isoWeekOf(at);
      expect(isoWeekOf(isoWeekEnd(week) - 1)).toBe(week);
      expect(previousIsoWeek(isoWeekOf(isoWeekEnd(week)))).toBe(week);
      expect(parseIsoWeek(week)).toBe(week);
    }),
  );
});
