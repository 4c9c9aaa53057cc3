// What GitHub refuses is missing, whatever the installation claims; the latest use of a permission decides.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/core/facts/fact.ts";
import type { KpiId } from "../../../src/core/kpis/measurement.ts";
import { missingPermissions } from "../../../src/core/kpis/permissions.ts";
import { refusedPermissions } from "../../../src/core/kpis/refused-permissions.ts";
import { findingsListedFact } from "../../support/findings.ts";
import { codeOwnersFact, controlsFact, releaseEvidenceFact, unseen } from "../../support/observations.ts";
import { expectAnyOrderTheSame } from "../../support/properties.ts";
import { day, scorecardInput } from "../../support/scorecard-input.ts";

const refusal = unseen("any: read");

const refusals: [permission: string, fact: Fact, ids: KpiId[]][] = [
  ["contents: read", codeOwnersFact({ file: refusal, at: day(1) }), ["template-adoption", "ownership"]],
  ["attestations: read", releaseEvidenceFact({ attested: refusal, at: day(1) }), ["release-evidence"]],
  ["administration: read", controlsFact({ dependabotAlerts: refusal, at: day(1) }), ["control-coverage"]],
  [
    "vulnerability_alerts: read",
    findingsListedFact({ source: "dependabot", listing: refusal, at: day(1) }),
    ["risk-debt", "alert-precision"],
  ],
];

describe("a permission that GitHub refuses", () => {
  it.each(refusals)("%s is missing for what needs it, and for nothing else", (permission, fact, ids) => {
    const all = { contents: "read", attestations: "read", administration: "write" };
    const input = scorecardInput([fact], { permissions: { ...all, vulnerability_alerts: "read" } });
    for (const id of ids) {
      const told = missingPermissions(id, input).map(({ text }) => text);
      expect(told).toContainEqual(expect.stringContaining(`"${permission}"`));
    }
    expect(missingPermissions("gate-stability", { ...input, permissions: null })).toEqual([]);
  });

  it.each([
    ["granted later", day(2), []],
    ["refused in the same moment", day(1), ["contents: read"]],
    ["granted before", day(0), ["contents: read"]],
  ] as const)("goes by its latest use: %s", (_, at, expected) => {
    const facts = [codeOwnersFact({ file: refusal, at: day(1) }), codeOwnersFact({ at })];
    expect([...refusedPermissions(facts)]).toEqual(expected);
    expectAnyOrderTheSame(facts, (given) => [...refusedPermissions(given)]);
  });

  it("is none where a feature is off", () => {
    const off = unseen(null, "feature-off");
    expect([...refusedPermissions([findingsListedFact({ listing: off })])]).toEqual([]);
  });
});
