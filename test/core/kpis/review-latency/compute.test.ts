// Review latency: which review is the first, which hours count, who is beside the median, and that nobody is named.
import { describe, expect, it } from "vitest";
import type { Config } from "../../../../src/core/config/config.ts";
import { defaultConfig } from "../../../../src/core/config/defaults.ts";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { computeReviewLatency } from "../../../../src/core/kpis/review-latency/compute.ts";
import { reviewLatency } from "../../../../src/core/kpis/review-latency/definition.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { measure } from "../../../../src/core/scorecard/measure.ts";
import { pullRequestFact, pullRequestReviewFact } from "../../../support/facts.ts";
import { headOf } from "../../../support/gates.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { configWith, day, kpiInput, window } from "../../../support/scorecard-input.ts";

const hour = 3_600_000;

function compute(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  return computeReviewLatency(kpiInput(facts, given));
}

function beside(facts: readonly Fact[], id: string, given: Partial<ScorecardInput> = {}) {
  return compute(facts, given).beside.find((figure) => figure.id === id);
}

type PullRequest = Parameters<typeof pullRequestFact>[0];
type Review = Parameters<typeof pullRequestReviewFact>[0];

function pull(number: number, at: number, given: PullRequest = {}): Fact {
  return pullRequestFact({ number, headSha: headOf(number), at, ...given });
}

let reviews = 4000;
function review(number: number, at: number, given: Review = {}): Fact {
  reviews += 1;
  return pullRequestReviewFact({ pullRequestNumber: number, reviewId: reviews, at, ...given });
}

/** Opened ready, and first reviewed so many hours later, at `at`. */
function reviewed(number: number, at: number, hours: number, given: PullRequest = {}): Fact[] {
  return [pull(number, at - hours * hour, given), review(number, at)];
}

function withReviews(parts: Partial<Config["reviews"]>, more: Partial<Config> = {}) {
  return { config: configWith({ ...more, reviews: { ...defaultConfig.reviews, ...parts } }) };
}

describe("the median", () => {
  it("is of the hours from ready to the first review, with every pull request as evidence", () => {
    const facts = [...reviewed(1, day(1), 3), ...reviewed(2, day(2), 12), ...reviewed(3, day(3), 1)];
    expect(compute(facts)).toMatchObject({
      outcome: "measured",
      value: 3,
      numerator: null,
      denominator: 3,
      samples: [1, 3, 12],
      excluded: {},
      notes: [],
    });
    expect(compute(facts).evidence.map(({ id, at, note, counted }) => [id, at, note, counted])).toEqual([
      ["#1", day(1), "first review after 3 hours", true],
      ["#2", day(2), "first review after 12 hours", true],
      ["#3", day(3), "first review after 1 hour", true],
    ]);
  });

  it("of one review is that review, of two the mean of both", () => {
    expect(compute(reviewed(1, day(1), 3))).toMatchObject({ value: 3, denominator: 1 });
    expect(compute([...reviewed(1, day(1), 3), ...reviewed(2, day(1), 4)])).toMatchObject({ value: 3.5 });
  });

  it.each([
    ["one millisecond before the window", window.from - 1, false],
    ["exactly at its beginning", window.from, true],
    ["in its last millisecond", window.to - 1, true],
    ["exactly at its end", window.to, false],
  ])("holds a first review %s: %s → %s", (_, at, counted) => {
    expect(compute(reviewed(1, at, 2)).outcome).toBe(counted ? "measured" : "not-applicable");
  });

  it("holds a pull request once, where it was first reviewed", () => {
    const facts = [
      ...reviewed(1, window.from - hour, 2),
      review(1, day(1)),
      ...reviewed(2, day(1), 2),
      review(2, day(2)),
    ];
    expect(compute(facts)).toMatchObject({ denominator: 1, value: 2 });
  });

  it.each(["approved", "changes_requested", "commented"] as const)("counts a review that is %s", (state) => {
    expect(compute([pull(1, day(1) - hour), review(1, day(1), { state })])).toMatchObject({ value: 1 });
  });

  it("is the same in any order", () => {
    const facts = [
      ...reviewed(1, day(1), 3),
      review(1, day(2), { state: "dismissed" }),
      pull(2, day(1), { draft: true }),
      pull(2, day(2), { action: "ready_for_review" }),
      review(2, day(2), { reviewerType: "Bot" }),
      pull(2, day(3), { action: "converted_to_draft", draft: true }),
      pull(2, day(4), { action: "ready_for_review" }),
      review(2, day(5)),
      pull(3, day(3)),
      pull(3, day(4), { action: "labeled", labels: ["security"] }),
    ];
    expectAnyOrderTheSame(facts, (shuffled) => compute(shuffled));
  });
});

describe("no review is", () => {
  it.each<[string, Review]>([
    ["that of a bot", { reviewerType: "Bot", reviewerLogin: "copilot" }],
    ["that of an app's login", { reviewerLogin: "coderabbitai[bot]", reviewerType: "User" }],
    ["that of a configured bot", { reviewerLogin: "Acme-CI" }],
    ["a comment of the author", { reviewerId: 501, reviewerLogin: "ada", state: "commented" }],
    [
      "one of the author by name alone",
      { reviewerId: null, reviewerLogin: "ADA", pullRequestAuthorId: null },
    ],
    ["one of a deleted account", { reviewerId: null, reviewerLogin: null }],
    ["a dismissal", { state: "dismissed" }],
  ])("%s", (_, given) => {
    const config = configWith({ changes: { ...defaultConfig.changes, botLogins: ["acme-ci"] } });
    const facts = [pull(1, day(1)), review(1, day(1) + hour, given)];
    expect(compute(facts, { config })).toMatchObject({
      outcome: "not-applicable",
      excluded: { "not reviewed yet": 1 },
    });
    expect(compute([...facts, review(1, day(1) + 5 * hour)], { config })).toMatchObject({ value: 5 });
  });
});

describe("a draft", () => {
  const ready = [
    pull(1, day(1), { draft: true }),
    pull(1, day(2), { action: "ready_for_review", createdAt: day(1) }),
  ];

  it("is waited for from when it is ready", () => {
    expect(compute([...ready, review(1, day(2) + 2 * hour)])).toMatchObject({ value: 2 });
    expect(compute([...ready, review(1, day(2))])).toMatchObject({ value: 0 });
  });

  it("that was reviewed has not had its first review by that", () => {
    expect(compute([...ready, review(1, day(1) + hour)])).toMatchObject({
      excluded: { "not reviewed yet": 1 },
    });
    expect(compute([...ready, review(1, day(1) + hour), review(1, day(3))])).toMatchObject({ value: 24 });
  });

  it("again stops the clock, and a review in that time ends the wait", () => {
    const again = [...ready, pull(1, day(2) + hour, { action: "converted_to_draft", draft: true })];
    expect(compute([...again, review(1, day(3))])).toMatchObject({ value: 1 });
    const back = [...again, pull(1, day(4), { action: "ready_for_review" })];
    expect(compute([...back, review(1, day(4) + 3 * hour)])).toMatchObject({ value: 4 });
  });

  it("that was never ready is none of it", () => {
    expect(compute([pull(1, day(1), { draft: true }), review(1, day(2))])).toMatchObject({
      excluded: {},
      evidence: [],
    });
  });
});

describe("a pull request that is closed", () => {
  const closed = pull(1, day(2), { action: "closed", createdAt: day(1) });
  const merged = pull(1, day(2), { action: "closed", merged: true, createdAt: day(1) });

  it("and merged without a review stands beside the median", () => {
    expect(compute([pull(1, day(1)), merged])).toMatchObject({ excluded: { "merged without a review": 1 } });
    expect(beside([pull(1, day(1)), merged], "merged-unreviewed")).toMatchObject({
      value: 1,
      evidenceIds: ["#1"],
    });
  });

  it("and merged after a review of its draft stands apart from these", () => {
    const facts = [
      pull(1, day(1) - 3 * hour, { draft: true }),
      review(1, day(1) - hour),
      pull(1, day(1), { action: "ready_for_review" }),
      merged,
    ];
    expect(beside(facts, "merged-draft-review")?.value).toBe(1);
    expect(beside(facts, "merged-unreviewed")?.value).toBe(0);
  });

  it("takes a review of its very second, and none after", () => {
    expect(compute([pull(1, day(1)), merged, review(1, day(2))])).toMatchObject({ value: 24 });
    expect(compute([pull(1, day(1)), merged, review(1, day(2) + 1)])).toMatchObject({
      excluded: { "merged without a review": 1 },
    });
  });

  it("and not merged is left out, unless it was reopened: then the time between does not count", () => {
    expect(compute([pull(1, day(1)), closed])).toMatchObject({ excluded: { "closed without a review": 1 } });
    const reopened = [pull(1, day(1)), closed, pull(1, day(5), { action: "reopened" }), review(1, day(6))];
    expect(compute(reopened)).toMatchObject({ value: 48 });
  });

  it.each([
    ["exactly at the beginning of the window", window.from, 1],
    ["exactly at its end", window.to, 0],
  ])("%s is told of in its window: %s → %s", (_, at, count) => {
    const facts = [pull(1, at - hour), pull(1, at, { action: "closed", merged: true })];
    expect(beside(facts, "merged-unreviewed")?.value).toBe(count);
  });
});

describe("who waits still at the end of the window", () => {
  it("is shown beside the median, with the longest wait, and is not in it", () => {
    const facts = [...reviewed(1, day(1), 2), pull(2, day(27)), pull(3, day(26)), pull(4, window.to)];
    const computed = compute(facts);
    expect(computed).toMatchObject({ denominator: 1, excluded: { "not reviewed yet": 2 } });
    expect(beside(facts, "waiting")).toMatchObject({ value: 2, evidenceIds: ["#3", "#2"] });
    expect(beside(facts, "waiting-longest")).toMatchObject({ value: 48, evidenceIds: ["#3"] });
    expect(computed.evidence.find(({ id }) => id === "#3")).toMatchObject({
      note: "left out: not reviewed yet; waiting for 48 hours",
      counted: null,
    });
  });

  it("waits no longer than until now", () => {
    expect(beside([pull(2, day(2))], "waiting-longest", { now: day(3) })?.value).toBe(24);
  });

  it("is one whose review, or merge, comes exactly at the end or later", () => {
    const later = [pull(1, day(2)), review(1, window.to)];
    expect(beside(later, "waiting")?.value).toBe(1);
    expect(beside([pull(1, day(2)), pull(1, window.to, { action: "closed" })], "waiting")?.value).toBe(1);
    expect(beside([pull(1, day(2)), pull(1, window.to - 1, { action: "closed" })], "waiting")?.value).toBe(0);
  });

  it("is none that is a draft again", () => {
    const facts = [pull(1, day(2)), pull(1, day(3), { action: "converted_to_draft", draft: true })];
    expect(compute(facts)).toMatchObject({ excluded: {} });
  });
});

describe("pull requests for security review", () => {
  const labelled = [
    ...reviewed(1, day(1), 2),
    ...reviewed(2, day(2), 10),
    pull(2, day(2) - hour, { action: "labeled", labels: ["Threat-Model needed"] }),
    pull(2, day(2) + hour, { action: "unlabeled" }),
    ...reviewed(3, day(3), 4),
    pull(3, day(3) + 1, { action: "labeled", labels: ["security"] }),
    pull(4, day(4), { labels: ["security"] }),
  ];

  it("are those that had a label up to their first review, and are shown apart as well", () => {
    expect(compute(labelled)).toMatchObject({ value: 4, denominator: 3 });
    expect(beside(labelled, "security-median")).toMatchObject({
      value: 10,
      label: "median of pull requests for security review (1)",
      evidenceIds: ["#2"],
    });
    expect(beside(labelled, "waiting-security")).toMatchObject({ value: 1, evidenceIds: ["#4"] });
  });

  it("are none where no label is configured", () => {
    expect(beside(labelled, "security-median", withReviews({ securityLabels: [] }))).toMatchObject({
      value: null,
    });
  });
});

describe("working hours", () => {
  const workingHours = { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:00" };
  const berlin = withReviews({ workingHours }, { timeZone: "Europe/Berlin" });
  const at = (text: string) => Date.parse(text);

  it("leave a weekend out, and a note says that they hold", () => {
    const facts = [pull(1, at("2026-11-06T16:00+01:00")), review(1, at("2026-11-09T10:00+01:00"))];
    expect(compute(facts)).toMatchObject({ value: 66, notes: [] });
    expect(compute(facts, berlin)).toMatchObject({
      value: 2,
      notes: ["Only working hours count: 09:00 to 17:00, Europe/Berlin, on 5 days a week."],
    });
  });

  it("are by the wall clock before and after the end of summer time", () => {
    const facts = [pull(1, at("2026-10-23T16:00+02:00")), review(1, at("2026-10-26T10:00+01:00"))];
    expect(compute(facts, berlin)).toMatchObject({ value: 2 });
    expect(compute(facts)).toMatchObject({ value: 67 });
  });
});

describe("what else is left out", () => {
  const bot = { authorLogin: "renovate[bot]", authorType: "Bot", authorId: 9 } as const;

  it("is pull requests by bots, which stand beside it unless the configuration says otherwise", () => {
    const facts = [...reviewed(1, day(1), 2), ...reviewed(2, day(2), 10, bot), pull(3, day(3), bot)];
    const mode = (bots: "include" | "exclude") => ({
      config: configWith({ changes: { ...defaultConfig.changes, bots } }),
    });
    expect(compute(facts)).toMatchObject({ value: 2, excluded: { "opened by a bot": 1 } });
    expect(beside(facts, "bots-median")).toMatchObject({ value: 10, evidenceIds: ["#2"] });
    expect(compute(facts, mode("include"))).toMatchObject({ value: 6, excluded: { "not reviewed yet": 1 } });
    expect(beside(facts, "bots-median", mode("exclude"))).toBeUndefined();
  });

  it("is a pull request that was not seen from its beginning", () => {
    const facts = [pull(1, day(1), { action: "synchronize" }), review(1, day(2)), ...reviewed(2, day(3), 1)];
    expect(compute(facts)).toMatchObject({ denominator: 1, excluded: { "beginning not seen": 1 } });
  });

  it("is one that was ready before deliveries were interrupted", () => {
    const facts = [...reviewed(1, day(2), 10), ...reviewed(2, day(2), 1)];
    expect(compute(facts, { resumedAt: day(2) - 2 * hour })).toMatchObject({
      denominator: 1,
      value: 1,
      excluded: { "wait not seen throughout": 1 },
    });
  });

  it("is pull requests into other branches", () => {
    expect(compute(reviewed(1, day(2), 1, { baseRef: "topic" }))).toMatchObject({
      excluded: {},
      evidence: [],
    });
  });
});

describe("without a first review", () => {
  const codes = (facts: readonly Fact[], given: Partial<ScorecardInput> = {}) => {
    const computed = measure(reviewLatency, kpiInput(facts, given));
    if (computed.outcome === "measured") throw new Error("measured");
    return [computed.outcome, ...computed.reasons.map(({ code }) => code)];
  };

  it("is not applicable where the whole window was seen, not measured where it was not", () => {
    expect(codes([])).toEqual(["not-applicable", "no-first-review"]);
    expect(codes([], { coveredFrom: day(3) })).toEqual([
      "not-measured",
      "history-incomplete",
      "no-first-review",
    ]);
  });

  it("is not measured where no wait was seen from its beginning", () => {
    const facts = [pull(1, day(1), { action: "synchronize" }), review(1, day(2))];
    expect(codes(facts)).toEqual(["not-measured", "waits-not-seen", "no-first-review"]);
  });

  it("is not measured without the permission, whatever facts there are", () => {
    expect(codes(reviewed(1, day(1), 1), { permissions: { checks: "write" } })).toEqual([
      "not-measured",
      "permission-missing",
    ]);
  });
});

it("breaks down into how long reviews took, the slowest of each first", () => {
  const facts = [4, 5, 24, 25, 72, 73].flatMap((hours, index) => reviewed(index + 1, day(9) + index, hours));
  expect(compute(facts).breakdown).toEqual([
    { label: "over 4, up to 24 hours", count: 2, of: 6, evidenceIds: ["#3", "#2"] },
    { label: "over 24, up to 72 hours", count: 2, of: 6, evidenceIds: ["#5", "#4"] },
    { label: "up to 4 hours", count: 1, of: 6, evidenceIds: ["#1"] },
    { label: "over 72 hours", count: 1, of: 6, evidenceIds: ["#6"] },
  ]);
});

describe("the advice", () => {
  it("is to begin with who waits longest", () => {
    const facts = [...reviewed(1, day(1), 80), pull(2, day(27)), pull(3, day(26))];
    expect(reviewLatency.advise(compute(facts), defaultConfig)).toEqual({
      text: "Give #3 its first review before the others.",
      why: "2 pull requests wait for their first review, the longest for 48 hours.",
      evidenceIds: ["#3", "#2"],
    });
    expect(reviewLatency.advise(compute([pull(2, day(27))]), defaultConfig)).toMatchObject({
      text: "Give #2 its first review.",
      why: "1 pull request waits for its first review, for 24 hours.",
    });
  });

  it("is to look at the slowest where nobody waits, and nothing where none was slow", () => {
    const facts = [...reviewed(1, day(5), 80), ...reviewed(2, day(5), 90), ...reviewed(3, day(5), 1)];
    expect(reviewLatency.advise(compute(facts), defaultConfig)).toMatchObject({
      why: "2 of 3 first reviews took over 72 hours.",
      evidenceIds: ["#2", "#1"],
    });
    expect(reviewLatency.advise(compute(reviewed(3, day(5), 1)), defaultConfig)).toBeNull();
  });
});

it("names nobody anywhere: neither who reviewed nor who waited", () => {
  const facts = [
    ...reviewed(1, day(1), 2),
    pull(2, day(27)),
    ...reviewed(3, day(3), 1, { authorLogin: "renovate[bot]", authorType: "Bot" }),
  ];
  const computed = compute(facts);
  const said = JSON.stringify([computed, reviewLatency.advise(computed, defaultConfig)]);
  for (const login of ["ada", "grace", "renovate"]) expect(said).not.toContain(login);
});
