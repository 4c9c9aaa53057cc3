import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KpiResult } from "../../src/core/scorecard/scorecard.ts";
import { renderJson } from "../../src/render/json.ts";
import { renderMarkdownTable } from "../../src/render/markdown-table.ts";
import { readAsGitHub, wouldBeLinked } from "../support/github-markdown.ts";
import { hostileText } from "../support/hostile-text.ts";
import { adoptionKpi, buildKpi, buildScorecard, unmeasured } from "../support/scorecards.ts";

describe("the scorecard as JSON", () => {
  it("has the published order of keys, whatever order it was put together in", () => {
    const scorecard = buildScorecard();
    const reversed = Object.fromEntries(Object.entries(scorecard).reverse()) as unknown as typeof scorecard;
    const kpis = scorecard.kpis.map(
      (kpi) => Object.fromEntries(Object.entries(kpi).reverse()) as unknown as KpiResult,
    );
    expect(renderJson({ ...reversed, kpis })).toBe(renderJson(scorecard));
    expect(renderJson(scorecard).split("\n").slice(0, 12)).toMatchInlineSnapshot(`
      [
        "{",
        "  "schemaVersion": 2,",
        "  "repository": {",
        "    "id": 9001,",
        "    "fullName": "octo/shop",",
        "    "visibility": "private",",
        "    "url": "https://github.com/octo/shop"",
        "  },",
        "  "window": {",
        "    "from": 1792972800000,",
        "    "to": 1795392000000",
        "  },",
      ]
    `);
  });

  it("says what the scorecard says, and nothing else", () => {
    fc.assert(
      fc.property(hostileText, fc.double({ noNaN: true, noDefaultInfinity: true }), (text, value) => {
        const kpi = buildKpi({ value: value + 0, notes: [text], excluded: { [text]: 1 } });
        const scorecard = buildScorecard({ kpis: [kpi, unmeasured(adoptionKpi(), "not-read", text)] });
        expect(JSON.parse(renderJson(scorecard))).toEqual(JSON.parse(JSON.stringify(scorecard)));
      }),
    );
  });

  it("fault 37: can be printed on a terminal", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const shown = renderJson(buildScorecard({ kpis: [buildKpi({ notes: [text] })] }));
        expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

describe("the scorecard as a Markdown table", () => {
  it("has every column of a private place", () => {
    expect(renderMarkdownTable(buildScorecard())).toMatchInlineSnapshot(`
      "### octo/shop, 2026-10-26 to 2026-11-22 (UTC)

      | KPI | Now | 95 % interval | Before | Target | Variance | Trend | Status |
      | :--- | :--- | :--- | :--- | :--- | :--- | :--- | :--- |
      | **First-pass security check rate** | **87.5 %** (35/40) | 73.9 to 94.5 % | 66.7 % | ≥ 85 % | +2.5 pp | ▲ improving (+20.8 pp) | ✅ on target |
      | **Adoption of secure templates** | **75 %** (3/4) | – | 75 % | ≥ 85 % | −10 pp | = steady (0 pp) | ❌ off target |
      | **Secrets exposed per 1,000 commits** | **3.15** (2/635) | 0.38 to 11.4 | 4.2 | ≤ 2 | +1.15 | = steady (−1.05) | ❌ off target |"
    `);
  });

  it("fault 37: keeps hostile names and reasons inside their cells", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const kpis = [{ ...unmeasured(adoptionKpi(), "not-read", text), title: text }, buildKpi()];
        const scorecard = buildScorecard({ kpis });
        const repository = { ...scorecard.repository, fullName: `octo/${text}` };
        const reading = readAsGitHub(renderMarkdownTable({ ...scorecard, repository }));
        expect(reading.links).toEqual([]);
        expect(wouldBeLinked(reading.linkableText)).toBe(false);
        expect(reading.tagNames.filter((tag) => tag === "tr")).toHaveLength(3);
        expect(reading.tagNames.filter((tag) => tag === "td")).toHaveLength(16);
      }),
    );
  });
});
