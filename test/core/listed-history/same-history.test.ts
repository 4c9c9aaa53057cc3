// One history told by webhooks and by GitHub's lists: each way gives the same numbers, and both together count nothing twice.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/core/facts/fact.ts";
import type { HistoryReadFact } from "../../../src/core/facts/history.ts";
import { historyReadSubject } from "../../../src/core/facts/subjects.ts";
import type { KpiId } from "../../../src/core/kpis/measurement.ts";
import { factsOfHistory } from "../../../src/core/listed-history/history-facts.ts";
import { missingFacts } from "../../../src/core/listed-history/missing-facts.ts";
import { buildScorecard } from "../../../src/core/scorecard/build.ts";
import { codeLife } from "../../support/alert-lives.ts";
import { defaultAccountId, defaultRepositoryId } from "../../support/facts.ts";
import { allListed } from "../../support/findings.ts";
import { ruleSuitesFact } from "../../support/gates.ts";
import { type MadeHistory, makeHistory, type PullRequestPlan, shaOf } from "../../support/made-history.ts";
import { day, dayMillis, scorecardInput, window } from "../../support/scorecard-input.ts";

const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId, defaultBranch: "main" };

/** What a reading cannot tell, and what is said instead. `docs/history.md` says the same. */
const notToldByReading: readonly { readonly kpi: KpiId; readonly why: string }[] = [
  { kpi: "findings-prevented", why: "alerts of a pull request are not listed once it is merged" },
  { kpi: "repeat-findings", why: "a list tells how an alert stands, not that it came back meanwhile" },
  { kpi: "time-to-detect", why: "a list names no commit, and no alerts of pull requests" },
  { kpi: "paved-road-start", why: "the tree of the first days is not read afterwards" },
];

const head = fc.record({
  afterMinutes: fc.integer({ min: 1, max: 300 }),
  forced: fc.boolean(),
  conclusion: fc.constantFrom("success", "success", "failure", "neutral", "cancelled"),
  checkMinutes: fc.integer({ min: 1, max: 200 }),
  rerun: fc.option(fc.constantFrom("success", "failure"), { freq: 3 }),
  status: fc.option(fc.constantFrom("success", "failure"), { freq: 3 }),
});
const plan: fc.Arbitrary<PullRequestPlan> = fc
  .record({
    startHours: fc.integer({ min: -30 * 24, max: 27 * 24 }),
    fork: fc.boolean(),
    readyAfterMinutes: fc.option(fc.integer({ min: 1, max: 500 })),
    heads: fc.array(head, { minLength: 1, maxLength: 4 }),
    review: fc.option(fc.record({ afterMinutes: fc.integer({ min: 1, max: 900 }), dismissed: fc.boolean() })),
    reopened: fc.boolean(),
    end: fc.constantFrom("merge", "squash", "closed", "open"),
  })
  .map((each) => (each.fork ? tame(each) : each));

/**
 * A fork whose heads its checks tell for sure: nothing is forced, each head's checks end before the next head comes, and it is ready
 * before the second.
 */
function tame(of: PullRequestPlan): PullRequestPlan {
  const ends = { forced: false, checkMinutes: 3, rerun: null };
  const heads = of.heads.map((each) => ({ ...each, ...ends, afterMinutes: each.afterMinutes + 10 }));
  const readyAfterMinutes = of.readyAfterMinutes === null ? null : 1 + (of.readyAfterMinutes % 6);
  return { ...of, heads, readyAfterMinutes };
}

const history = fc
  .tuple(
    fc.array(plan, { minLength: 1, maxLength: 5 }),
    fc.array(fc.integer({ min: -20, max: 27 }), { maxLength: 3 }),
  )
  .map(([plans, pushes]) => makeHistory(plans, pushes));

/** What is observed beside the history, and the same whoever told the rest. */
const observed: readonly Fact[] = [
  ...allListed(day(-90)),
  ruleSuitesFact({ from: day(-60), to: window.to, at: window.to, bypasses: { seen: [] } }),
  ...codeLife(1, day(-40), [["fixed", day(3)]]),
];

function readSpan(from: number, to: number, unseen: HistoryReadFact["data"]["unseen"] = []): HistoryReadFact {
  const data = { from, to, unseen };
  return {
    kind: "history-read",
    accountId: place.accountId,
    repositoryId: place.repositoryId,
    subject: historyReadSubject(data),
    occurredAt: window.to,
    data,
    read: true,
  };
}

/** Deliveries have come in for a year. */
const delivered = (facts: readonly Fact[]) => buildScorecard(scorecardInput([...observed, ...facts]));
/** Deliveries begin where the window ends; all before it was read. */
const readAlone = (facts: readonly Fact[]) =>
  buildScorecard(
    scorecardInput([...observed, ...facts, readSpan(window.from - 100 * dayMillis, window.to)], {
      coveredFrom: window.to,
    }),
  );
const read = ({ listed }: MadeHistory) => factsOfHistory(place, listed);

/** The numbers and the rows behind them; the times of rows differ by seconds. */
function numbersOf({ kpis }: ReturnType<typeof buildScorecard>) {
  const excepted = new Set(notToldByReading.map(({ kpi }) => kpi));
  return kpis
    .filter(({ id }) => !excepted.has(id))
    .map(({ id, outcome, value, numerator, denominator, excluded, evidence, reasons }) => ({
      id,
      outcome,
      value,
      numerator,
      denominator,
      excluded,
      rows: evidence.filter(({ kind }) => kind !== "push").map((row) => `${row.id} ${row.counted}`),
      reasons: reasons.map(({ code }) => code),
    }));
}

describe("a history told by webhooks and by GitHub's lists", () => {
  it("gives the same numbers whether it was delivered or read", () => {
    fc.assert(
      fc.property(history, (made) => {
        expect(numbersOf(readAlone(read(made)))).toEqual(numbersOf(delivered(made.webhooks)));
      }),
    );
  });

  it("counts nothing twice where it was delivered and read, whichever came first", () => {
    fc.assert(
      fc.property(history, (made) => {
        const expected = delivered(made.webhooks);
        expect(missingFacts(read(made), made.webhooks)).toEqual([]);
        const both = [...read(made), ...made.webhooks];
        expect(delivered(both)).toEqual(expected);
      }),
    );
  });

  it("is made whole by a reading, whatever deliveries were lost", () => {
    fc.assert(
      fc.property(history, fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), (made, keeps) => {
        const kept = made.webhooks.filter((_, index) => keeps[index % 7]);
        const missing = missingFacts(read(made), kept);
        const repaired = delivered([...kept, ...missing]);
        expect(numbersOf(repaired)).toEqual(numbersOf(delivered(made.webhooks)));
        expect(missingFacts(read(made), [...kept, ...missing])).toEqual([]);
      }),
    );
  });

  it("is the same in any order and however often it is told", () => {
    fc.assert(
      fc.property(history, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (made, keys) => {
        const both = [...read(made), ...made.webhooks.slice(0, made.webhooks.length / 2)];
        const shuffled = both
          .flatMap((fact, index) => (index % 3 === 0 ? [fact, fact] : [fact]))
          .map((fact, index) => ({ fact, key: (keys[index % 20] ?? 0) * (index + 7) }))
          .sort((a, b) => (a.key % 1009) - (b.key % 1009))
          .map(({ fact }) => fact);
        expect(delivered(shuffled)).toEqual(delivered(both));
      }),
    );
  });

  it("does not claim what no list tells", () => {
    const made = makeHistory([example({ startHours: 24 })]);
    const { kpis } = readAlone(read(made));
    for (const { kpi } of notToldByReading) {
      const result = kpis.find(({ id }) => id === kpi);
      const says = [...(result?.notes ?? []), ...(result?.reasons ?? []).map(({ code }) => code)];
      expect(says.join(), kpi).toMatch(/history-incomplete|known since|no-template-rules|not-listed/);
    }
  });
});

function example(given: Partial<PullRequestPlan>): PullRequestPlan {
  const one = {
    afterMinutes: 30,
    forced: false,
    conclusion: "success",
    checkMinutes: 3,
    rerun: null,
    status: null,
  } as const;
  return {
    startHours: 24,
    fork: false,
    readyAfterMinutes: null,
    heads: [{ ...one, conclusion: "failure" }, one],
    review: null,
    reopened: false,
    end: "merge",
    ...given,
  };
}

describe("the first try of a pull request that was read", () => {
  const firstPass = (facts: readonly Fact[]) =>
    readAlone(facts).kpis.find(({ id }) => id === "first-pass-rate");
  const [failed, passed] = example({}).heads;
  if (failed === undefined || passed === undefined) throw new Error("two heads");

  it("is that of the head it was opened with, not of the one it has today", () => {
    expect(firstPass(read(makeHistory([example({})])))).toMatchObject({ numerator: 0, denominator: 1 });
  });

  it("is not told of a fork that was force-pushed: what it was opened with is gone", () => {
    const forced = example({ fork: true, heads: [failed, { ...passed, forced: true }] });
    expect(firstPass(read(makeHistory([forced])))).toMatchObject({
      denominator: null,
      excluded: { "beginning not seen": 1 },
    });
  });

  it("is not told of a fork where a check ended between a commit and the first sign of it", () => {
    const { listed } = makeHistory([example({ fork: true })]);
    const [first, second] = listed.checks;
    const start = second?.checkRuns[0]?.startedAt ?? 0;
    const late = first?.checkRuns.map((run) => ({ ...run, completedAt: start - 1000 })) ?? [];
    const checks = listed.checks.map((each) => (each === first ? { ...each, checkRuns: late } : each));
    expect(firstPass(factsOfHistory(place, { ...listed, checks }))?.excluded).toEqual({
      "beginning not seen": 1,
    });
  });

  it("is not told of a fork that became ready between a commit and the first sign of it", () => {
    const { listed } = makeHistory([example({ fork: true, readyAfterMinutes: 600 })]);
    const [pullRequest] = listed.pullRequests;
    const readyAt = (listed.checks[1]?.checkRuns[0]?.startedAt ?? 0) - 10_000;
    const events = [
      { kind: "ready_for_review", at: readyAt } as const,
      ...(pullRequest?.events.slice(-1) ?? []),
    ];
    const pullRequests = listed.pullRequests.map((each) => ({ ...each, events }));
    expect(firstPass(factsOfHistory(place, { ...listed, pullRequests }))?.excluded).toEqual({
      "beginning not seen": 1,
    });
  });

  it("is not told where GitHub has more of it than was read", () => {
    const { listed } = makeHistory([example({})]);
    const pullRequests = listed.pullRequests.map((each) => ({ ...each, complete: false }));
    expect(firstPass(factsOfHistory(place, { ...listed, pullRequests }))?.excluded).toEqual({
      "beginning not seen": 1,
    });
  });

  it("is not told where the pushes to its branch do not lead to its head", () => {
    const { listed } = makeHistory([example({ heads: [failed, { ...passed, forced: true }] })]);
    const activity = (listed.activity ?? []).filter(({ after }) => after !== shaOf(1, 1));
    expect(firstPass(factsOfHistory(place, { ...listed, activity }))?.excluded).toEqual({
      "beginning not seen": 1,
    });
  });

  it("is not told while its checks are being read still", () => {
    const facts = read(makeHistory([example({})]));
    const unfinished = buildScorecard(scorecardInput([...observed, ...facts], { coveredFrom: window.to }));
    const kpi = unfinished.kpis.find(({ id }) => id === "first-pass-rate");
    expect(kpi).toMatchObject({ outcome: "not-measured", excluded: { "first attempt not seen": 1 } });
  });
});
