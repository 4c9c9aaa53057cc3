// The SLA clock: when it starts, what stops it, when a finding is due, and how long it is overdue.
import { describe, expect, it } from "vitest";
import type { Exception } from "../../../src/core/exceptions/exception.ts";
import { acceptedSpans, clockOf, overdueMillis } from "../../../src/core/findings/sla.ts";
import { finding } from "../../support/exceptions.ts";
import { configWith, day, dayMillis } from "../../support/scorecard-input.ts";

const config = configWith({});

/** An entry of a file that is in force between two days. */
function accepted(from: number, expires: number, given: Partial<Exception> = {}): Exception {
  return {
    id: `entry-${from}`,
    origin: "repository-file",
    subject: "code-scanning #1",
    findingIds: ["code-scanning#1"],
    reason: "It goes away.",
    owner: "@acme/web",
    approver: null,
    grantedAt: day(from),
    expiresAt: day(expires),
    endedAt: null,
    url: null,
    ...given,
  };
}

function dueDay(exceptions: readonly Exception[], given: Parameters<typeof finding>[0] = {}): number | null {
  const clock = clockOf(finding({ severity: "critical", ...given }), exceptions, config);
  return clock?.dueAt == null ? null : (clock.dueAt - day(0)) / dayMillis;
}

describe("a critical finding of day 0 with an SLA of 7 days is due", () => {
  it.each([
    ["without an exception", [], 7],
    ["stopped for two days", [accepted(3, 5)], 9],
    ["stopped from its last moment before", [accepted(6, 20)], 21],
    ["accepted exactly when it was due: too late", [accepted(7, 20)], 7],
    ["stopped twice", [accepted(1, 2), accepted(4, 6)], 10],
    ["stopped again in the time that was won", [accepted(3, 5), accepted(8, 10)], 11],
    ["two exceptions at once stop it once", [accepted(2, 5), accepted(3, 6)], 11],
    ["accepted before it was found", [accepted(-9, 4)], 11],
    ["accepted and over before it was found", [accepted(-9, -1)], 7],
    ["an exception that was taken out of the file", [accepted(2, 20, { endedAt: day(3) })], 8],
    ["an exception that is not valid", [accepted(2, 20, { invalid: "No owner." })], 7],
    ["an exception of another finding", [accepted(2, 5, { findingIds: ["code-scanning#2"] })], 7],
    [
      "dismissed as accepted: until it is to be reviewed",
      [accepted(2, 0, { origin: "dismissal", expiresAt: null })],
      97,
    ],
  ])("%s: %s → day %s", (_, exceptions, expected) => {
    expect(dueDay(exceptions)).toBe(expected);
    expect(dueDay([...exceptions, ...exceptions].reverse())).toBe(expected);
  });

  it("counts from when it reached the default branch", () => {
    expect(dueDay([], { createdAt: day(-5), reachedDefaultAt: day(2) })).toBe(9);
    expect(clockOf(finding({ reachedDefaultAt: null }), [], config)).toBeNull();
  });

  it("never, where its severity is not known or has no SLA", () => {
    expect(dueDay([], { severity: null })).toBeNull();
    expect(dueDay([], { severity: "low" })).toBeNull();
  });
});

it("joins exceptions that overlap or touch", () => {
  const spans = acceptedSpans(
    finding(),
    [accepted(4, 6), accepted(1, 3), accepted(3, 4), accepted(8, 9)],
    90,
  );
  expect(spans).toEqual([
    { from: day(1), to: day(6) },
    { from: day(8), to: day(9) },
  ]);
});

it("looks at each exception once, however many findings there are", () => {
  let looks = 0;
  const one = accepted(3, 5);
  const exceptions: Exception[] = [
    {
      ...one,
      get findingIds() {
        looks += 1;
        return ["code-scanning#1", "code-scanning#2"];
      },
    },
  ];
  const due = [1, 2, 3].map((number) => {
    const found = finding({ severity: "critical", id: `code-scanning#${number}`, number });
    return ((clockOf(found, exceptions, config)?.dueAt ?? 0) - day(0)) / dayMillis;
  });
  expect(due).toEqual([9, 9, 7]);
  expect(looks).toBe(1);
});

it("does not let an exception run on that is past its SLA, before or after it was due", () => {
  const clock = clockOf(finding({ severity: "critical" }), [accepted(2, 4), accepted(12, 15)], config)!;
  const overdue = (at: number) => overdueMillis(clock, day(at)) / dayMillis;
  expect([8, 9, 10, 12, 14, 15, 17].map(overdue)).toEqual([0, 0, 1, 3, 3, 3, 5]);
  expect(clock).toMatchObject({ dueAt: day(9), pausedMillis: 2 * dayMillis });
});
