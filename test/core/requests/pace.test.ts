// When an installation may write next: never faster than GitHub takes it, and a check never behind the weekly issues.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { githubPace, noPace, type Pace, takeSlot, type Write } from "../../../src/core/requests/pace.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const start = Date.UTC(2026, 10, 16, 7);
const issue: Write = { creates: "issue", priority: "weekly" };
const check: Write = { creates: "content", priority: "check" };

/** Takes a slot for each write that asks at its time; the times of those that got one. */
function run(asked: readonly { write: Write; at: number }[], from: Pace = noPace) {
  let pace = from;
  const given: { write: Write; at: number }[] = [];
  const refused: number[] = [];
  for (const { write, at } of asked) {
    const [next, slot] = takeSlot(pace, write, at, githubPace);
    pace = next;
    if ("at" in slot) given.push({ write, at: slot.at });
    else refused.push(slot.until);
  }
  return { pace, given, refused };
}

/** The most that fell into one window of this length. */
function most(times: readonly number[], millis: number): number {
  return Math.max(0, ...times.map((end) => times.filter((at) => at <= end && at > end - millis).length));
}

const every = (write: Write, millis: number, count: number, from = start) =>
  Array.from({ length: count }, (_, index) => ({ write, at: from + index * millis }));

describe("takeSlot", () => {
  it("lets a first write through at once, and the next a second later", () => {
    const edit: Write = { creates: null, priority: "check" };
    expect(
      run([
        { write: edit, at: start },
        { write: edit, at: start + 10 },
      ]).given.map(({ at }) => at),
    ).toEqual([start, start + 1000]);
  });

  it("gives nobody a place further away than somebody may sleep", () => {
    const { given, refused } = run(every({ creates: null, priority: "check" }, 0, 6));
    expect(given.map(({ at }) => at - start)).toEqual([0, 1000, 2000, 3000]);
    expect(refused).toEqual([start + 4000, start + 4000]);
  });

  it.each([
    ["issues a minute", issue, MINUTE, 20],
    ["issues an hour", issue, HOUR, 150],
    ["creations a minute of checks", check, MINUTE, 80],
    ["creations an hour of checks", check, HOUR, 500],
  ])("never more %s than GitHub takes, however fast they come", (_, write, window, limit) => {
    const { given } = run(every(write, 250, 30_000));
    const times = given.map(({ at }) => at);
    expect(most(times, window)).toBeLessThanOrEqual(limit);
    // And as many as that allows.
    expect(most(times, window + (window === HOUR ? 40_000 : 6_000))).toBeGreaterThanOrEqual(
      Math.min(limit, 61),
    );
  });

  it("tells each that waits a time of its own, in order, and no place is kept for it", () => {
    const full = run(every(issue, 1000, 20));
    const { pace, refused } = run(every(issue, 1, 5, start + 21_000), full.pace);
    expect(new Set(refused).size).toBe(5);
    expect(refused).toEqual(refused.toSorted((a, b) => a - b));
    expect(pace.issue).toEqual(full.pace.issue);
  });

  it("has room for a check in the minute in which weekly work has all of its own", () => {
    const other: Write = { creates: "content", priority: "weekly" };
    const crowd = run(every(other, 500, 200));
    const [, slot] = takeSlot(crowd.pace, check, start + 101_000, githubPace);
    expect(slot).toHaveProperty("at");
  });

  it("does not wait for a clock that was set back", () => {
    const later = run(every(issue, 1000, 5, start + 10 * HOUR));
    const [pace, slot] = takeSlot(later.pace, check, start, githubPace);
    expect(slot).toMatchObject({ until: start + 4000 });
    const [, next] = takeSlot(pace, check, start + 4000, githubPace);
    expect(next).toHaveProperty("at");
  });

  it("keeps to all of GitHub's limits for any writes at any times, also when requests arrive late", () => {
    const write = fc.record({
      creates: fc.constantFrom("issue", "content", null),
      priority: fc.constantFrom("check", "weekly", "observe", "history"),
    });
    const asked = fc.array(
      fc.record({ write, after: fc.integer({ min: 0, max: 5000 }), late: fc.integer({ min: 0, max: 4000 }) }),
      { minLength: 200, maxLength: 700 },
    );
    fc.assert(
      fc.property(asked, (list) => {
        let at = start;
        let pace: Pace = noPace;
        const arrived: { at: number; creates: Write["creates"] }[] = [];
        const slots: number[] = [];
        for (const { write, after, late } of list) {
          at += after;
          const [next, slot] = takeSlot(pace, write, at, githubPace);
          pace = next;
          if (!("at" in slot)) continue;
          slots.push(slot.at);
          arrived.push({ at: slot.at + late, creates: write.creates });
        }
        const times = (wanted: readonly unknown[]) =>
          arrived.filter(({ creates }) => wanted.includes(creates)).map((one) => one.at);
        expect(most(times(["issue", "content"]), MINUTE)).toBeLessThanOrEqual(80);
        expect(most(times(["issue", "content"]), HOUR)).toBeLessThanOrEqual(500);
        expect(most(times(["issue"]), MINUTE)).toBeLessThanOrEqual(20);
        expect(most(times(["issue"]), HOUR)).toBeLessThanOrEqual(150);
        for (const [index, slot] of slots.entries())
          expect(slot - (slots[index - 1] ?? 0)).toBeGreaterThanOrEqual(1000);
      }),
      { numRuns: 40 },
    );
  });
});
