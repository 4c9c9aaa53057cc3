// What of a reading is news: nothing that the ledger knows in any form, and everything that it does not.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/core/facts/fact.ts";
import { missingFacts, withoutEchoes } from "../../../src/core/listed-history/missing-facts.ts";
import {
  checkRunFact,
  checkSuiteFact,
  defaultAt,
  pullRequestFact,
  pullRequestReviewFact,
  pushFact,
  sha,
  workflowRunFact,
} from "../../support/facts.ts";

const second = 1000;
const hour = 3_600_000;
const push = (at: number) =>
  pullRequestFact({ action: "synchronize", headSha: sha("d4"), previousHeadSha: sha("a1"), at });
const inferred = (at: number) =>
  pullRequestFact({ action: "synchronize", headSha: sha("d4"), previousHeadSha: null, at });
const started = { status: "in_progress", conclusion: null } as const;

describe("missingFacts", () => {
  it.each<[string, Fact, Fact]>([
    ["a push to a pull request some seconds later", push(defaultAt), push(defaultAt + 4 * second)],
    ["a head that its checks told long after its push", inferred(defaultAt + hour), push(defaultAt)],
    ["an opening with another head", pullRequestFact(), pullRequestFact({ headSha: sha("d4") })],
    [
      "a closing with other labels",
      pullRequestFact({ action: "closed" }),
      pullRequestFact({ action: "closed", labels: ["x"] }),
    ],
    [
      "a pull request as of today, of which anything is known",
      pullRequestFact({ action: "edited" }),
      push(defaultAt),
    ],
    [
      "a review whose dismissal hid its verdict",
      pullRequestReviewFact({ state: "commented" }),
      pullRequestReviewFact(),
    ],
    [
      "a push whose files no list names",
      pushFact({ touchedPaths: null }),
      pushFact({ at: defaultAt + second }),
    ],
    [
      "a check that runs, of which the end is known",
      checkRunFact(started),
      checkRunFact({ at: defaultAt + hour }),
    ],
    ["a suite that was touched later", checkSuiteFact({ at: defaultAt + hour }), checkSuiteFact()],
    ["an attempt whose time moved", workflowRunFact({ at: defaultAt + hour }), workflowRunFact()],
  ])("leaves out %s", (_, told, known) => {
    expect(missingFacts([told], [known])).toEqual([]);
  });

  it.each<[string, Fact, Fact]>([
    ["the end of a check of which the beginning is known", checkRunFact(), checkRunFact(started)],
    ["a check that ended once more, hours later", checkRunFact({ at: defaultAt + hour }), checkRunFact()],
    ["another attempt", workflowRunFact({ runAttempt: 2 }), workflowRunFact()],
    ["a dismissal", pullRequestReviewFact({ state: "dismissed" }), pullRequestReviewFact()],
    ["the same push again, by force, hours later", push(defaultAt + hour), push(defaultAt)],
    [
      "a head of which only the end is known",
      inferred(defaultAt),
      pullRequestFact({ action: "closed", headSha: sha("d4") }),
    ],
    [
      "a pull request as of today that nobody told of",
      pullRequestFact({ action: "edited", number: 2 }),
      pullRequestFact(),
    ],
  ])("keeps %s", (_, told, known) => {
    expect(missingFacts([told], [known])).toEqual([told]);
  });

  it("takes one telling for one event, of what happened twice within minutes", () => {
    const [first, second_] = [push(defaultAt), push(defaultAt + 60 * second)];
    expect(missingFacts([first, second_], [push(defaultAt + 62 * second)])).toEqual([first]);
    expect(
      missingFacts([first, second_], [push(defaultAt + 2 * second), push(defaultAt + 2 * second)]),
    ).toEqual([second_]);
    expect(
      missingFacts([first, second_], [push(defaultAt + 2 * second), push(defaultAt + 62 * second)]),
    ).toEqual([]);
  });
});

describe("withoutEchoes", () => {
  it("keeps what was delivered, and of what was read the news alone", () => {
    const delivered = push(defaultAt + 3 * second);
    const echo = { ...push(defaultAt), read: true as const };
    const news = { ...checkRunFact(), read: true as const };
    expect(withoutEchoes([echo, news, delivered])).toEqual([delivered, news]);
  });

  it("leaves a list without readings as it is", () => {
    const facts = [push(defaultAt), checkRunFact()];
    expect(withoutEchoes(facts)).toBe(facts);
  });
});
