// @vitest-environment jsdom
import fc from "fast-check";
import mermaid from "mermaid";
import { describe, expect, it } from "vitest";
import { renderChart } from "../../../src/render/weekly/weekly-chart.ts";
import { hostileText, hostileTexts } from "../../support/hostile-text.ts";
import { buildKpi, secretKpi } from "../../support/scorecards.ts";
import { buildWeeklyIssueView } from "../../support/views.ts";

const { history } = buildWeeklyIssueView();

function sourceOf(chart: string): string {
  return chart.replace(/^```mermaid\n/, "").replace(/\n```$/, "");
}

describe("the weekly chart", () => {
  it("has a bar for each week that was measured, and the target as a line", () => {
    expect(renderChart(buildKpi(), history)).toMatchInlineSnapshot(`
      "\`\`\`mermaid
      %%{init: {"xyChart": {"width": 720, "height": 240}, "themeVariables": {"xyChart": {"plotColorPalette": "#54aeff, #cf222e"}}}}%%
      xychart-beta
        title "First-pass security check rate (line: target ≥ 85 %)"
        x-axis ["W36", "W37", "W38", "W40", "W41", "W42", "W43", "W44", "W45", "W46", "W47"]
        y-axis "%" 0 --> 100
        bar [60, 58.3, 62.5, 64, 66.7, 66.7, 70, 72.5, 80, 84.2, 87.5]
        line [85, 85, 85, 85, 85, 85, 85, 85, 85, 85, 85]
      \`\`\`"
    `);
  });

  it("is accepted by mermaid's own parser", async () => {
    expect(await mermaid.parse(sourceOf(renderChart(buildKpi(), history)))).toMatchObject({
      diagramType: "xychart",
    });
    expect(await mermaid.parse(sourceOf(renderChart(buildKpi({ target: null }), history)))).toMatchObject({
      diagramType: "xychart",
    });
  });

  it.each([...hostileTexts, '"] --> %% comment', "%%{init: {}}%%", "---\ntitle: x\n---", "", "x-axis", '";'])(
    "fault 37: is accepted by mermaid's parser with the name %j",
    async (title) => {
      const source = sourceOf(renderChart(buildKpi({ title }), history));
      expect(await mermaid.parse(source)).toMatchObject({ diagramType: "xychart" });
    },
  );

  it("fault 37: is accepted by mermaid's parser whatever the KPI and the weeks are called", async () => {
    const values = fc.double({ min: 0, max: 100, noNaN: true });
    const weeks = fc.array(fc.tuple(hostileText, values), { minLength: 2, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(hostileText, weeks, async (title, named) => {
        const hostileHistory = named.map(([isoWeek, value]) => ({
          isoWeek,
          values: { "first-pass-rate": value },
        }));
        const source = sourceOf(renderChart(buildKpi({ title }), hostileHistory));
        expect(await mermaid.parse(source)).toMatchObject({ diagramType: "xychart" });
      }),
      { numRuns: 60 },
    );
  });

  it("is not drawn of a single week, nor of a KPI that is not a share", () => {
    expect(renderChart(buildKpi(), history.slice(-1))).toBe("");
    expect(renderChart(secretKpi(), history)).toBe("");
    expect(
      renderChart(
        buildKpi(),
        history.map(({ isoWeek }) => ({ isoWeek, values: {} })),
      ),
    ).toBe("");
  });
});
