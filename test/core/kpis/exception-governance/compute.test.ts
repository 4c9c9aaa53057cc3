// Exception governance: who counts as governed, and what the others lack.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { computeExceptionGovernance } from "../../../../src/core/kpis/exception-governance/compute.ts";
import { exceptionGovernance } from "../../../../src/core/kpis/exception-governance/definition.ts";
import { measure, type ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { entry, fileVersion, organisationVersion } from "../../../support/exceptions.ts";
import { allListed, codeScanningAlertFact, findingsListedFact } from "../../../support/findings.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { day, kpiInput, window } from "../../../support/scorecard-input.ts";

function compute(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  const exceptionFiles = [fileVersion(null), organisationVersion()];
  return computeExceptionGovernance(kpiInput([...allListed(day(1)), ...facts], { exceptionFiles, ...given }));
}

function withEntries(...entries: Record<string, unknown>[]) {
  return { exceptionFiles: [fileVersion(entries), organisationVersion()] };
}

const created = codeScanningAlertFact({ at: day(1) });
const dismissed = codeScanningAlertFact({ action: "closed_by_user", at: day(2), createdAt: day(1) });
const reopened = codeScanningAlertFact({ action: "reopened_by_user", at: day(3), createdAt: day(1) });
const fixed = codeScanningAlertFact({ action: "fixed", at: day(4), createdAt: day(1) });
const reintroduced = codeScanningAlertFact({ action: "reopened", at: day(5), createdAt: day(1) });

describe("exception governance", () => {
  it("is not applicable without an exception", () => {
    expect(compute([created])).toMatchObject({
      outcome: "not-applicable",
      reasons: [{ code: "no-exceptions" }],
    });
  });

  it("counts an entry with reason, owner and expiry, also an expired one", () => {
    const computed = compute([], withEntries(entry({ expires: "2026-10-20" })));
    expect(computed).toMatchObject({ value: 100, numerator: 1, denominator: 1, breakdown: [] });
    expect(computed.evidence[0]).toMatchObject({
      counted: true,
      note: "rule js/xss in web/**: has reason, owner and expiry; granted on 2026-10-19, until 2026-10-20; owner @acme/web; matches no known finding",
    });
    expect(exceptionGovernance.advise(computed, kpiInput([]).config)).toBeNull();
  });

  it.each([
    ["owner", { owner: undefined }, "entry without an owner"],
    ["reason", { reason: "" }, "entry without a reason"],
    ["expiry", { expires: "soon" }, "entry without an expiry that can be read"],
    ["known keys", { expirs: 1 }, "entry with another mistake in it"],
  ])("does not count an entry without %s, and says what is wrong", (_, given, label) => {
    const computed = compute([], withEntries(entry(given)));
    expect(computed).toMatchObject({ value: 0, numerator: 0, denominator: 1 });
    expect(computed.breakdown).toEqual([
      { label, count: 1, of: 1, evidenceIds: ["repository-file:legacy-xss"] },
    ]);
    expect(computed.evidence[0]?.note).toMatch(/exceptions\[0\]|expirs/);
    expect(exceptionGovernance.advise(computed, kpiInput([]).config)?.text).toMatch(/^Mend 1 exception /);
  });

  it("does not count a dismissal on GitHub, and says what to write", () => {
    const computed = compute([created, dismissed], withEntries(entry({ rule: "other" })));
    expect(computed).toMatchObject({ value: 50, numerator: 1, denominator: 2 });
    expect(exceptionGovernance.advise(computed, kpiInput([]).config)).toEqual({
      text: "Write an entry with reason, owner and expiry into .github/firstpass-exceptions.yml for 1 exception that was dismissed on GitHub.",
      why: "1 of 1 ungoverned exceptions: dismissed on GitHub without an entry in an exceptions file",
      evidenceIds: ["code-scanning#1 dismissed 2026-10-21"],
    });
  });

  it("counts a dismissal that a valid entry covers as that entry, and one that a broken entry covers twice", () => {
    expect(compute([created, dismissed], withEntries(entry()))).toMatchObject({ value: 100, denominator: 1 });
    const broken = withEntries(entry({ owner: "" }));
    expect(compute([created, dismissed], broken)).toMatchObject({ value: 0, denominator: 2 });
  });

  it.each([
    ["reopened", [created, dismissed, reopened], undefined],
    [
      "reopened and dismissed again",
      [created, dismissed, reopened, codeScanningAlertFact({ ...dismissed.data, at: day(6) })],
      1,
    ],
    ["fixed and reintroduced", [created, dismissed, fixed, reintroduced], undefined],
    [
      "dismissed exactly at the end of the window",
      [created, codeScanningAlertFact({ ...dismissed.data, at: window.to })],
      undefined,
    ],
    [
      "dismissed exactly at its beginning",
      [
        codeScanningAlertFact({ at: window.from }),
        codeScanningAlertFact({ ...dismissed.data, createdAt: window.from, at: window.from }),
      ],
      1,
    ],
  ])("follows an alert that was %s, in any order of its facts", (_, facts, denominator) => {
    const computed = compute(facts);
    expect(computed.outcome === "measured" ? computed.denominator : undefined).toBe(denominator);
    expectAnyOrderTheSame(facts, compute);
  });

  it("is not measured without sight of alerts, without permission, or with every feature off", () => {
    const exceptionFiles = [fileVersion(null), organisationVersion()];
    expect(computeExceptionGovernance(kpiInput([], { exceptionFiles }))).toMatchObject({
      outcome: "not-measured",
    });
    expect(
      measure(exceptionGovernance, kpiInput(allListed(), { exceptionFiles, permissions: {} })),
    ).toMatchObject({
      outcome: "not-measured",
      reasons: Array(4).fill({ code: "permission-missing" }),
    });
    const unseen = { why: "feature-off" as const, permission: null, text: "Turn it on." };
    const off = (["code-scanning", "dependabot", "secret-scanning"] as const).map((source) =>
      findingsListedFact({ source, listing: { unseen }, at: day(2) }),
    );
    expect(compute(off)).toMatchObject({
      outcome: "not-measured",
      reasons: Array(3).fill({ code: "feature-off" }),
    });
  });
});
