// What of twenty KPIs is shown where: actions by urgency, the weekly choice, groups, and what is furthest from its target.
import { describe, expect, it } from "vitest";
import { kpiIdentifiers } from "../../../src/core/kpis/measurement.ts";
import { kpiDefinitions } from "../../../src/core/kpis/registry.ts";
import { chooseActions, missOf } from "../../../src/core/scorecard/actions.ts";
import { chooseForWeekly } from "../../../src/core/scorecard/choose-weekly.ts";
import { groupKpis, kpiGroups } from "../../../src/core/scorecard/groups.ts";
import { summariseTargets } from "../../../src/core/scorecard/most-off-target.ts";
import { buildConfig, buildKpi, buildScorecard, unmeasured } from "../../support/scorecards.ts";
import { twentyKpiScorecard, twentyKpis } from "../../support/twenty-kpis.ts";

const config = buildConfig();

describe("actions from twenty KPIs", () => {
  it("open up what is hidden once, then take missed targets: escalated first, then those of the weekly issue", () => {
    const actions = chooseActions(twentyKpiScorecard(), config);
    expect(actions.map(({ kpi, escalated, offTargetWeeks }) => ({ kpi, escalated, offTargetWeeks }))).toEqual(
      [
        { kpi: "gate-bypass-rate", escalated: false, offTargetWeeks: 0 },
        { kpi: "remediation-within-sla", escalated: true, offTargetWeeks: 5 },
        { kpi: "open-critical-age", escalated: true, offTargetWeeks: 12 },
        { kpi: "exceptions-overdue", escalated: false, offTargetWeeks: 1 },
      ],
    );
    expect(actions[0]?.text).toBe(
      'Make "Merges past the gate" and "Control coverage" visible: Firstpass may not read bypassed rules: grant its installation the permission "administration: read".',
    );
  });

  it("give each KPI that is off target its own, and leave room for two others", () => {
    const advice = { text: "Do it.", why: null, evidenceIds: [] };
    const off = kpiIdentifiers.slice(0, 9).map((id) => buildKpi({ id, status: "off-target", advice }));
    const near = kpiIdentifiers.slice(9, 13).map((id) => buildKpi({ id, status: "near", advice }));
    const actions = chooseActions(buildScorecard({ kpis: [...near, ...off] }), config);
    expect(
      actions
        .slice(0, 9)
        .map(({ kpi }) => kpi)
        .toSorted(),
    ).toEqual(off.map(({ id }) => id).toSorted());
    expect(actions).toHaveLength(11);
  });

  it("take what is near its target after what is off it, however far it is", () => {
    const advice = { text: "Do it.", why: null, evidenceIds: [] };
    const near = buildKpi({ id: "ownership", status: "near", variance: -50, value: 50, advice });
    const off = buildKpi({ id: "alert-precision", status: "off-target", variance: -5, value: 80, advice });
    const actions = chooseActions(buildScorecard({ kpis: [near, off] }), config);
    expect(actions.map(({ kpi }) => kpi)).toEqual(["alert-precision", "ownership"]);
  });

  it("link the advised evidence in its order, three at most, and nothing without an address", () => {
    const row = (id: string, url: string | null) => ({
      kind: "alert" as const,
      id,
      url,
      at: 1,
      note: "",
      counted: true,
    });
    const evidence = ["a", "b", "c", "d"].map((id) => row(id, `https://github.com/${id}`));
    const kpi = buildKpi({
      status: "off-target",
      evidence: [...evidence, row("x", null)],
      advice: { text: "Do it.", why: null, evidenceIds: ["x", "d", "b", "gone", "c", "a"] },
    });
    const [action] = chooseActions(buildScorecard({ kpis: [kpi] }), config);
    expect(action?.links.map(({ label }) => label)).toEqual(["d", "b", "c"]);
  });

  it("ask once for what several KPIs lack, and name three of them", () => {
    const kpis = twentyKpis()
      .slice(0, 5)
      .map((kpi) => unmeasured(kpi, "permission-missing", "Grant it."));
    expect(chooseActions(buildScorecard({ kpis }), config).map(({ text }) => text)).toEqual([
      'Make "First-pass security check rate", "Adoption of secure templates", "Secrets exposed per 1,000 commits" and 2 more visible: Grant it.',
    ]);
  });
});

describe("the distance from a target", () => {
  it.each([
    [{ unit: "%", value: 60, variance: -25 }, 0.25],
    [{ unit: "days", value: 20, variance: 10 }, 0.5],
    [{ unit: "weighted days", value: 100, variance: 100 }, 1],
    [{ unit: "days", value: null, variance: null }, 0],
  ])("of %j is %d", (kpi, miss) => {
    expect(missOf(kpi)).toBe(miss);
  });

  it("is summed up: judged ones, those off with the furthest first, those that are not measured", () => {
    const { judged, near, off, notMeasured } = summariseTargets(twentyKpis());
    expect({ judged, near, notMeasured }).toEqual({ judged: 8, near: 0, notMeasured: 3 });
    expect(off.map(({ id }) => id)).toEqual([
      "open-critical-age",
      "secret-exposure",
      "remediation-within-sla",
      "exceptions-overdue",
      "template-adoption",
    ]);
  });
});

describe("the KPIs of a weekly issue", () => {
  it("are those for leads unless the configuration names others", () => {
    const { shown, others } = chooseForWeekly(twentyKpis(), config);
    const forLeads = kpiDefinitions.filter(({ roles }) => roles.includes("lead")).map(({ id }) => id);
    expect(shown.map(({ id }) => id)).toEqual(forLeads);
    expect(shown.length + others.length).toBe(20);
  });

  it("stand in the configured order", () => {
    const weekly = { ...config.weekly, kpis: ["risk-debt", "first-pass-rate"] as const };
    const { shown, others } = chooseForWeekly(twentyKpis(), { weekly });
    expect(shown.map(({ id }) => id)).toEqual(["risk-debt", "first-pass-rate"]);
    expect(others).toHaveLength(18);
  });
});

describe("groups", () => {
  it("hold every KPI once, in the order in which KPIs are shown", () => {
    expect(kpiGroups.flatMap(({ kpis }) => kpis)).toEqual([...kpiIdentifiers]);
  });

  it("without KPIs are left out", () => {
    expect(groupKpis([buildKpi({ id: "ownership" })]).map(({ title }) => title)).toEqual([
      "Coverage and evidence",
    ]);
  });
});
