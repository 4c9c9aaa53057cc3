// What a missed target of template adoption and of secret exposure asks for, from their own evidence.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/core/facts/fact.ts";
import { adviseSecretExposure } from "../../../src/core/kpis/secret-exposure/advise.ts";
import { computeSecretExposure } from "../../../src/core/kpis/secret-exposure/compute.ts";
import { adviseTemplateAdoption } from "../../../src/core/kpis/template-adoption/advise.ts";
import { computeTemplateAdoption } from "../../../src/core/kpis/template-adoption/compute.ts";
import { pavedRoadFact, pushFact, secretScanningAlertFact } from "../../support/facts.ts";
import { configWith, day, kpiInput } from "../../support/scorecard-input.ts";

const pushed = pushFact({ at: day(1), commits: 500 });

function adviseSecrets(...alerts: Fact[]) {
  return adviseSecretExposure(computeSecretExposure(kpiInput([pushed, ...alerts])));
}

function adviseRules(...titles: string[]) {
  const rules = titles.map((title, index) => ({
    id: `rule-${index}`,
    title,
    appliesTo: {},
    kind: "action" as const,
    uses: `acme/scan-${index}`,
    ref: { kind: "any" as const, branches: [] },
  }));
  const config = configWith({ templates: { rules } });
  return adviseTemplateAdoption(
    computeTemplateAdoption(kpiInput([pavedRoadFact({ at: day(2) })], { config })),
  );
}

describe("advice on exposed secrets", () => {
  it("looks at bypasses where there were any, with their alerts", () => {
    const bypassed = secretScanningAlertFact({
      number: 1,
      at: day(3),
      pushProtectionBypassed: true,
      pushProtectionBypassedAt: day(3),
    });
    expect(adviseSecrets(bypassed, secretScanningAlertFact({ number: 2, at: day(3) }))).toMatchObject({
      why: "1 of 2 newly exposed secrets came in by bypassing it.",
      evidenceIds: ["alert 1"],
    });
  });

  it("asks for push protection where none was bypassed", () => {
    expect(adviseSecrets(secretScanningAlertFact({ number: 2, at: day(3) }))).toMatchObject({
      text: expect.stringContaining("Check that push protection is on"),
      why: "1 newly exposed secret came in without a known bypass of it.",
    });
  });

  it("is none where no secret was exposed", () => {
    expect(adviseSecrets()).toBeNull();
  });
});

describe("advice on template rules", () => {
  it("names three rules that are not met, and counts the rest", () => {
    expect(adviseRules("A", "B", "C", "D")).toMatchObject({
      text: "Take up the template rules not met yet: A: missing; B: missing; C: missing and 1 more.",
      why: "4 of 4 rules that apply are not met.",
    });
    expect(adviseRules("A")?.why).toBe("1 of 1 rule that applies is not met.");
  });

  it("is none where no rule is configured", () => {
    expect(adviseRules()).toBeNull();
  });
});
