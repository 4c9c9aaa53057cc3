import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/core/facts/fact.ts";
import type { Unseen } from "../../../src/core/facts/observations.ts";
import { foldFindings } from "../../../src/core/findings/fold-findings.ts";
import { sightOfFindings } from "../../../src/core/findings/sight.ts";
import { repositoryState } from "../../support/facts.ts";
import { allListed, codeScanningAlertFact, findingsListedFact } from "../../support/findings.ts";

const noon = Date.UTC(2026, 10, 9, 12);

function unseen(why: Unseen["why"], at = noon) {
  const told = { why, permission: null, text: `Code scanning: ${why}.` };
  return findingsListedFact({ source: "code-scanning", listing: { unseen: told }, at });
}

describe("how far findings can be seen", () => {
  it("blocks nothing where all three lists were read", () => {
    expect(sightOfFindings({ facts: allListed(noon) })).toEqual({
      blocked: [],
      sources: ["code-scanning", "dependabot", "secret-scanning"],
      notes: [],
      incomplete: null,
    });
  });

  it.each(["permission-missing", "not-available"] as const)("blocks on a list that is %s", (why) => {
    const sight = sightOfFindings({ facts: [...allListed(noon), unseen(why, noon + 1)] });
    expect(sight.blocked).toEqual([{ code: why, text: `Code scanning: ${why}.` }]);
    expect(sight.sources).toEqual(["dependabot", "secret-scanning"]);
  });

  it("leaves a source that is off out with a note, and blocks where all wanted are off", () => {
    const facts = [...allListed(noon), unseen("feature-off", noon + 1)];
    const sight = sightOfFindings({ facts });
    expect(sight.blocked).toEqual([]);
    expect(sight.sources).toEqual(["dependabot", "secret-scanning"]);
    expect(sight.notes).toEqual(["Code scanning is not in this number. Code scanning: feature-off."]);
    expect(sightOfFindings({ facts }, ["code-scanning"]).blocked).toEqual([
      { code: "feature-off", text: "Code scanning: feature-off." },
    ]);
  });

  it("blocks on a source that was switched off while findings of it were open", () => {
    const created = codeScanningAlertFact({ at: noon - 2 });
    const sight = (...more: Fact[]) => {
      const facts = [...allListed(noon - 3), created, ...more, unseen("feature-off")];
      return sightOfFindings({ facts, findings: foldFindings(facts, { repository: repositoryState() }) });
    };
    expect(sight().blocked).toEqual([
      {
        code: "feature-off",
        text: "Code scanning: feature-off. One finding of it was open when it was seen last.",
      },
    ]);
    const fixed = codeScanningAlertFact({ action: "fixed", at: noon - 1, createdAt: noon - 2 });
    expect(sight(fixed).blocked).toEqual([]);
    expect(sight(fixed).notes).toHaveLength(1);
  });

  it("takes a source that was off as on again once an alert of it is told of", () => {
    const facts = [...allListed(noon - 1), unseen("feature-off")];
    const heard = codeScanningAlertFact({ at: noon + 1 });
    const same = codeScanningAlertFact({ at: noon });
    expect(sightOfFindings({ facts: [...facts, same] }).sources).not.toContain("code-scanning");
    const sight = sightOfFindings({ facts: [...facts, heard] });
    expect(sight.sources).toContain("code-scanning");
    expect(sight.incomplete?.code).toBe("alerts-not-listed");
  });

  it("relies on no list that was read before deliveries were interrupted", () => {
    const sight = sightOfFindings({ facts: allListed(noon), resumedAt: noon + 1 });
    expect(sight.incomplete?.code).toBe("alerts-not-listed");
  });

  it("says so when GitHub's list was not read to its end", () => {
    const cut = findingsListedFact({ listing: { seen: { alerts: 1000, complete: false } }, at: noon + 1 });
    const sight = sightOfFindings({ facts: [...allListed(noon), cut] });
    expect(sight.notes).toEqual(["Code scanning: only the newest 1000 alerts were read; GitHub lists more."]);
  });
});
