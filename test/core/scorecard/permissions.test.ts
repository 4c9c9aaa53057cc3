// Permissions taken away one by one: what depends on one is not measured and says what to grant, and no other number moves.
import { describe, expect, it } from "vitest";
import type { KpiId } from "../../../src/core/kpis/measurement.ts";
import { neededPermissions } from "../../../src/core/kpis/permissions.ts";
import { buildScorecard } from "../../../src/core/scorecard/build.ts";
import { pushFact, secretScanningAlertFact } from "../../support/facts.ts";
import { allListed, codeScanningAlertFact, dependabotAlertFact } from "../../support/findings.ts";
import { day, scorecardInput, triedChange, window } from "../../support/scorecard-input.ts";

const facts = [
  ...Array.from({ length: 20 }, (_, index) =>
    triedChange(index + 1, index < 15 ? "success" : "failure", day(1) + index * 3_600_000),
  ).flat(),
  pushFact({ at: day(1), commits: 500 }),
  ...allListed(window.from),
  secretScanningAlertFact({ at: day(2) }),
  codeScanningAlertFact({ at: day(2) }),
  codeScanningAlertFact({ at: day(5), action: "fixed" }),
  dependabotAlertFact({ at: day(3) }),
];

const needed = Object.entries(neededPermissions).flatMap(([id, list]) =>
  list.map(({ permission, access = "read" }) => [id as KpiId, permission, access] as const),
);
const all = Object.fromEntries(needed.map(([, permission, access]) => [permission, access]));
const permissions = [...new Set(needed.map(([, permission]) => permission))];

function build(granted: Readonly<Record<string, string>> | null) {
  return new Map(
    buildScorecard(scorecardInput(facts, { permissions: granted })).kpis.map((kpi) => [kpi.id, kpi]),
  );
}

const withAll = build(all);

function without(permission: string) {
  const { [permission]: _, ...granted } = all;
  return build(granted);
}

it.each(needed)(
  "fault 35: %s without `%s` is not measured, and says what to grant",
  (id, permission, access) => {
    const kpi = without(permission).get(id);
    expect(kpi).toMatchObject({
      outcome: "not-measured",
      status: "not-measured",
      value: null,
      numerator: null,
      interval: null,
      trend: null,
      advice: null,
      offTargetWeeks: 0,
    });
    const told = kpi?.reasons.filter(({ code }) => code === "permission-missing");
    expect(told).toEqual([
      { code: "permission-missing", text: expect.stringContaining(`"${permission}: ${access}"`) },
    ]);
  },
);

it.each(permissions)("fault 35: without `%s` no number moves that does not need it", (permission) => {
  const missing = without(permission);
  for (const [id, kpi] of withAll) {
    if (neededPermissions[id].some((needs) => needs.permission === permission)) continue;
    // A figure beside a number may hide with what it is made of.
    expect({ ...missing.get(id), beside: [], notes: [] }).toEqual({ ...kpi, beside: [], notes: [] });
  }
});

describe("permissions", () => {
  it("that are granted, or not known, leave the numbers as they are", () => {
    expect(build(null)).toEqual(withAll);
    const measured = [...withAll.values()].filter(({ outcome }) => outcome === "measured");
    expect(measured.length).toBeGreaterThan(5);
  });

  it("are named beside whatever else keeps the number from being known", () => {
    const input = scorecardInput([], { permissions: {}, coveredFrom: null });
    const kpi = buildScorecard(input).kpis.find(({ id }) => id === "first-pass-rate");
    expect(new Set(kpi?.reasons.map(({ code }) => code))).toEqual(
      new Set(["permission-missing", "history-incomplete", "no-changes"]),
    );
  });
});
