import { describe, expect, it } from "vitest";
import { coversWindow, incompleteHistory, seenFrom } from "../../../src/core/kpis/coverage.ts";
import { defaultAt, pushFact, secretScanningAlertFact } from "../../support/facts.ts";

const hour = 3_600_000;
const window = { from: defaultAt, to: defaultAt + 24 * hour };
const facts = [
  secretScanningAlertFact({ at: defaultAt - 5 * hour }),
  pushFact({ at: defaultAt - hour }),
  pushFact({ at: defaultAt + 2 * hour }),
];

describe("history", () => {
  it.each([
    ["the first event that is delivered as it happens", null, null, defaultAt - hour],
    ["the covered time, where that is earlier", defaultAt - 3 * hour, null, defaultAt - 3 * hour],
    ["such an event before the covered time", defaultAt + hour, null, defaultAt - hour],
    [
      "the end of an interruption, whatever is known from before it",
      null,
      defaultAt + hour,
      defaultAt + hour,
    ],
    [
      "the covered time after an interruption elsewhere",
      defaultAt - hour,
      defaultAt - 9 * hour,
      defaultAt - hour,
    ],
  ])("begins at %s", (_, coveredFrom, resumedAt, expected) => {
    expect(seenFrom({ facts, coveredFrom, resumedAt })).toBe(expected);
  });

  it("covers a window that begins at that very moment, and not one that begins before it", () => {
    const known = (coveredFrom: number | null) => ({ facts: [], coveredFrom });
    expect(incompleteHistory(known(window.from), window)).toBeNull();
    expect(incompleteHistory(known(window.from + 1), window)?.code).toBe("history-incomplete");
    expect(incompleteHistory(known(null), window)?.code).toBe("history-incomplete");
    expect(coversWindow({ ...known(window.from), resumedAt: window.from + 1 }, window)).toBe(false);
  });
});
