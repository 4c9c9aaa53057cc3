// Which hours count: the wall clock of a time zone, across nights, weekends and the change of summer time.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countedMillis } from "../../../../src/core/kpis/review-latency/working-hours.ts";

const office = { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:00" };

function hours(
  from: string,
  to: string,
  workingHours: typeof office | null = office,
  timeZone = "Europe/Berlin",
) {
  return (
    countedMillis({ from: Date.parse(from), to: Date.parse(to) }, { workingHours, timeZone }) / 3_600_000
  );
}

describe("working hours", () => {
  it.each([
    ["a stretch within one day", "2026-11-09T10:00+01:00", "2026-11-09T12:30+01:00", 2.5],
    ["what is before and after them", "2026-11-09T03:00+01:00", "2026-11-09T22:00+01:00", 8],
    ["nothing of a night", "2026-11-09T17:00+01:00", "2026-11-10T09:00+01:00", 0],
    ["a night and two ends of days", "2026-11-09T16:00+01:00", "2026-11-10T10:00+01:00", 2],
    ["nothing of a weekend", "2026-11-13T16:00+01:00", "2026-11-16T10:00+01:00", 2],
    ["nothing within a weekend", "2026-11-14T10:00+01:00", "2026-11-15T16:00+01:00", 0],
    ["a week", "2026-11-09T00:00+01:00", "2026-11-16T00:00+01:00", 40],
    ["nothing of no time", "2026-11-09T10:00+01:00", "2026-11-09T10:00+01:00", 0],
    ["nothing backwards", "2026-11-09T12:00+01:00", "2026-11-09T10:00+01:00", 0],
    [
      "eight hours on both sides of the end of summer time",
      "2026-10-23T00:00+02:00",
      "2026-10-27T00:00+01:00",
      16,
    ],
    [
      "eight hours on both sides of the beginning of summer time",
      "2026-03-27T00:00+01:00",
      "2026-03-31T00:00+02:00",
      16,
    ],
  ])("count %s", (_, from, to, expected) => {
    expect(hours(from, to)).toBe(expected);
  });

  it("are of the configured zone, not of UTC", () => {
    expect(hours("2026-11-09T08:30Z", "2026-11-09T09:30Z", office, "UTC")).toBe(0.5);
    expect(hours("2026-11-09T08:30Z", "2026-11-09T09:30Z", office, "Asia/Tokyo")).toBe(0);
    expect(hours("2026-11-09T00:30Z", "2026-11-09T01:30Z", office, "Asia/Tokyo")).toBe(1);
  });

  it("are shorter or longer by an hour where the clock changes within them", () => {
    const nights = { days: [7], from: "00:00", to: "24:00" };
    expect(hours("2026-10-24T00:00Z", "2026-10-27T00:00Z", nights)).toBe(25);
    expect(hours("2026-03-28T00:00Z", "2026-03-31T00:00Z", nights)).toBe(23);
  });

  it("go on where a day has no midnight", () => {
    const always = { days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "24:00" };
    // Beirut put the clock on from midnight to one on 2024-03-31.
    expect(hours("2024-03-30T00:00Z", "2024-04-02T00:00Z", always, "Asia/Beirut")).toBe(72);
  });

  it("are all hours where none are configured", () => {
    expect(hours("2026-11-13T16:00+01:00", "2026-11-16T10:00+01:00", null)).toBe(66);
  });

  it("add up, wherever a span is cut in two", () => {
    const time = fc.integer({ min: Date.UTC(2026, 2, 20), max: Date.UTC(2026, 3, 10) });
    fc.assert(
      fc.property(time, time, time, (...times) => {
        const [from, cut, to] = times.sort((a, b) => a - b) as [number, number, number];
        const of = (span: { from: number; to: number }) =>
          countedMillis(span, { workingHours: office, timeZone: "Europe/Berlin" });
        expect(of({ from, to: cut }) + of({ from: cut, to })).toBe(of({ from, to }));
      }),
    );
  });
});
