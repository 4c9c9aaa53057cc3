import { describe, expect, it } from "vitest";
import { coversWindow, incompleteHistory, seenFrom } from "../../../src/core/kpis/coverage.ts";
import { defaultAt, pushFact, secretScanningAlertFact } from "../../support/facts.ts";

const hour = 3_600_000;
const window = { from: defaultAt, to: defaultAt + 24 * hour };

describe("history", () => {
  it("begins at the covered time, even where older facts are known: a gap may lie between", () => {
    const facts = [pushFact({ at: defaultAt - hour })];
    expect(seenFrom({ facts, coveredFrom: defaultAt + hour })).toBe(defaultAt + hour);
    expect(coversWindow({ facts, coveredFrom: defaultAt + hour }, window)).toBe(false);
  });

  it("begins at the first event that is delivered as it happens where no covered time is known", () => {
    const facts = [secretScanningAlertFact({ at: defaultAt - 5 * hour }), pushFact({ at: defaultAt - hour })];
    expect(seenFrom({ facts, coveredFrom: null })).toBe(defaultAt - hour);
  });

  it("covers a window that begins at that very moment, and not one that begins before it", () => {
    expect(incompleteHistory({ facts: [], coveredFrom: window.from }, window)).toBeNull();
    expect(incompleteHistory({ facts: [], coveredFrom: window.from + 1 }, window)?.code).toBe(
      "history-incomplete",
    );
    expect(incompleteHistory({ facts: [], coveredFrom: null }, window)?.code).toBe("history-incomplete");
  });
});
