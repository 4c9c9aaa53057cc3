import fc from "fast-check";
import { expect, test } from "vitest";
import { nextDailyMoment } from "../../../src/core/work/daily-moment.ts";

const dayMillis = 24 * 60 * 60 * 1000;
const midnight = Date.UTC(2026, 10, 9);
const anyTime = fc.integer({ min: 0, max: 10 * dayMillis }).map((offset) => midnight + offset);
const anyId = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

test("is later than now, within a day, and never in the last quarter of an hour of a day", () => {
  fc.assert(
    fc.property(anyId, anyTime, (id, now) => {
      const moment = nextDailyMoment(id, now);
      expect(moment).toBeGreaterThan(now);
      expect(moment).toBeLessThanOrEqual(now + dayMillis);
      expect(moment % dayMillis).toBeLessThan(dayMillis - 15 * 60 * 1000);
    }),
  );
});

test("is the same moment every day, and asked for at that moment it is tomorrow's", () => {
  fc.assert(
    fc.property(anyId, anyTime, (id, now) => {
      const moment = nextDailyMoment(id, now);
      expect(nextDailyMoment(id, moment - 1)).toBe(moment);
      expect(nextDailyMoment(id, moment)).toBe(moment + dayMillis);
    }),
  );
});

test("spreads a thousand neighbouring repositories over the hours", () => {
  const hours = new Map<number, number>();
  for (let id = 5_000; id < 6_000; id += 1) {
    const hour = new Date(nextDailyMoment(id, midnight)).getUTCHours();
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
  }
  expect(hours.size).toBe(24);
  expect(Math.max(...hours.values())).toBeLessThan(80);
});
