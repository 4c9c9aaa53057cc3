// The demo, played by two repositories and the one that comes late: once with deliveries that are lost on the way, once without.
import { expect, onTestFinished, test } from "vitest";
import { type DemoResult, runDemo } from "../../src/demo/run-demo.ts";

async function play(lossy: boolean): Promise<DemoResult> {
  const only = ["payments-api", "customer-portal"];
  const result = await runDemo({ lossy, only, onProgress() {} });
  onTestFinished(result.close);
  return result;
}

/** All that a number says, without the links to what it was last seen in. */
const numbersOf = ({ repositories }: DemoResult) =>
  repositories.map(({ local, scorecard }) => ({
    repository: local.name,
    kpis: scorecard.kpis.map(({ id, outcome, status, value, numerator, denominator, excluded }) => ({
      ...{ id, outcome, status, value, numerator, denominator, excluded },
    })),
  }));

test("fault 7: the demo gives the same numbers with deliveries lost on the way as without", async () => {
  const lossy = await play(true);
  const whole = await play(false);
  expect(lossy.problems).toEqual([]);
  expect(whole.problems).toEqual([]);
  expect(lossy.history.lost.logged).toBeGreaterThan(20);
  expect(lossy.history.lost.silent).toBeGreaterThan(2);
  expect(lossy.history).toMatchObject({
    sentAgain: lossy.history.lost.logged,
    lastNight: 0,
    stillMissing: 0,
  });
  expect(whole.history).toMatchObject({ lost: { logged: 0, silent: 0 }, sentAgain: 0, lastNight: 0 });
  expect(numbersOf(lossy)).toEqual(numbersOf(whole));

  // The late repository: its first issue was posted in mid-reading, and is whole on the same Monday.
  const late = lossy.repositories.find(({ local }) => local.name === "route-planner");
  expect(lossy.history.backfill).toMatchObject({ done: true, days: 90 });
  expect(lossy.earlyIssue?.issue.body).toMatch(/History: \d+ of 90 days read/);
  expect(late?.issues[0]?.number).toBe(lossy.earlyIssue?.issue.number);
  expect(late?.issues[0]?.body).not.toMatch(/of 90 days read|history is complete only from/);
  expect(late?.scorecard.kpis.find(({ id }) => id === "first-pass-rate")).toMatchObject({
    outcome: "measured",
  });
}, 300_000);
