// A weekly issue says when the past that it rests on is not wholly read, and when something had been missed.
import { expect, it } from "vitest";
import { renderHistoryLines } from "../../../src/render/weekly/weekly-history.ts";
import { renderWeeklyIssue } from "../../../src/render/weekly/weekly-issue.ts";
import { previewedWeeklyIssues } from "../../support/previews.ts";

it.each([
  [{ progress: null, missed: 0 }, ""],
  [
    { progress: { days: 62, ofDays: 90 }, missed: 0 },
    "History: 62 of 90 days read; numbers may still change.",
  ],
  [{ progress: null, missed: 1 }, "1 event had been missed and was read again."],
  [
    { progress: { days: 0, ofDays: 1 }, missed: 1204 },
    "History: 0 of 1 day read; numbers may still change.\n\n1,204 events had been missed and were read again.",
  ],
])("%j", (past, text) => {
  expect(renderHistoryLines(past)).toBe(text);
});

it("stands above the numbers, and nowhere when all is read", () => {
  const view = previewedWeeklyIssues["weekly-full"];
  if (view === undefined) throw new Error("No such preview");
  const whole = renderWeeklyIssue(view).body;
  expect(renderWeeklyIssue({ ...view, past: { progress: null, missed: 0 } }).body).toBe(whole);
  const { body } = renderWeeklyIssue({ ...view, past: { progress: { days: 62, ofDays: 90 }, missed: 3 } });
  expect(body.indexOf("History: 62 of 90 days read")).toBeGreaterThan(0);
  expect(body.indexOf("History: 62 of 90 days read")).toBeLessThan(body.indexOf("| KPI |"));
  expect(body).toContain("3 events had been missed and were read again.");
});
