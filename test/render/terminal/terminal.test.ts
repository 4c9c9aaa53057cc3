import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderTerminalTable } from "../../../src/render/terminal/terminal.ts";
import { hostileText } from "../../support/hostile-text.ts";
import { previewedWeeklyIssues } from "../../support/previews.ts";
import { adoptionKpi, buildScorecard, unmeasured } from "../../support/scorecards.ts";

const young = previewedWeeklyIssues["weekly-young"]!.scorecard;

describe("the scorecard on a terminal", () => {
  it("is a table where it is wide enough", () => {
    expect(renderTerminalTable(buildScorecard(), { width: 160 })).toMatchInlineSnapshot(`
      "octo/shop  2026-10-26 to 2026-11-22 (UTC)
      Release gate health: good: first-pass rate 87.5 % (on target, improving).
      Review latency: not measured: Reviews are not measured here.
      Top failure mode: CodeQL fails first most often: in 4 of 5 first tries that failed.
      ┌───────────────────────────────────┬────────────────┬────────────────┬────────┬────────────────────────┬────────┬──────────┬──────────────┐
      │ KPI                               │ Now            │ 95 % interval  │ Before │ Trend                  │ Target │ Variance │ Status       │
      ├───────────────────────────────────┼────────────────┼────────────────┼────────┼────────────────────────┼────────┼──────────┼──────────────┤
      │ First-pass security check rate    │ 87.5 % (35/40) │ 73.9 to 94.5 % │ 66.7 % │ ▲ improving (+20.8 pp) │ ≥ 85 % │ +2.5 pp  │ ● on target  │
      │ Adoption of secure templates      │ 75 % (3/4)     │ –              │ 75 %   │ = steady (0 pp)        │ ≥ 85 % │ −10 pp   │ ○ off target │
      │ Secrets exposed per 1,000 commits │ 3.15 (2/635)   │ 0.38 to 11.4   │ 4.2    │ = steady (−1.05)       │ ≤ 2    │ +1.15    │ ○ off target │
      └───────────────────────────────────┴────────────────┴────────────────┴────────┴────────────────────────┴────────┴──────────┴──────────────┘"
    `);
  });

  it("has two figures to a column where it is less wide", () => {
    expect(renderTerminalTable(buildScorecard())).toMatchInlineSnapshot(`
      "octo/shop  2026-10-26 to 2026-11-22 (UTC)
      Release gate health: good: first-pass rate 87.5 % (on target, improving).
      Review latency: not measured: Reviews are not measured here.
      Top failure mode: CodeQL fails first most often: in 4 of 5 first tries that failed.
      ┌──────────────────────────┬──────────────────────────┬────────────────────────┬──────────┬──────────────┐
      │ KPI                      │ Now                      │ Before                 │ Target   │ Status       │
      │                          │ 95 % interval            │ Trend                  │ Variance │              │
      ├──────────────────────────┼──────────────────────────┼────────────────────────┼──────────┼──────────────┤
      │ First-pass security      │ 87.5 % (35/40)           │ 66.7 %                 │ ≥ 85 %   │ ● on target  │
      │ check rate               │ 73.9 to 94.5 %           │ ▲ improving (+20.8 pp) │ +2.5 pp  │              │
      ├──────────────────────────┼──────────────────────────┼────────────────────────┼──────────┼──────────────┤
      │ Adoption of secure       │ 75 % (3/4)               │ 75 %                   │ ≥ 85 %   │ ○ off target │
      │ templates                │                          │ = steady (0 pp)        │ −10 pp   │              │
      ├──────────────────────────┼──────────────────────────┼────────────────────────┼──────────┼──────────────┤
      │ Secrets exposed per      │ 3.15 (2/635)             │ 4.2                    │ ≤ 2      │ ○ off target │
      │ 1,000 commits            │ 0.38 to 11.4             │ = steady (−1.05)       │ +1.15    │              │
      └──────────────────────────┴──────────────────────────┴────────────────────────┴──────────┴──────────────┘"
    `);
  });

  it("is a list where it is not, with the reasons of what was not measured under it", () => {
    expect(renderTerminalTable(young, { width: 60 })).toMatchInlineSnapshot(`
      "octo/shop  2026-10-26 to 2026-11-22 (UTC)
      Release gate health: not measured: first-pass rate 66.7 %
        (too few to judge).
      Review latency: not measured: Reviews are not measured here.
      Top failure mode: Too few changes to name a check.
      First-pass security check rate: · too few to judge
        Now           66.7 % (2/3)
        95 % interval 20.8 to 93.9 %
        Trend         no comparison yet
        Target        ≥ 85 %
        Variance      −18.3 pp
      Adoption of secure templates: ? not measured
      Secrets exposed per 1,000 commits: – not applicable
      Adoption of secure templates: the default branch has not
        been read yet; it is read within the hour
      Secrets exposed per 1,000 commits: no commit reached the
        default branch in the window"
    `);
  });

  it("has colours only when they are asked for, and the same words then", () => {
    const plain = renderTerminalTable(buildScorecard(), { width: 160 });
    const coloured = renderTerminalTable(buildScorecard(), { width: 160, colour: true });
    expect(plain).not.toContain("\u001b[");
    expect(coloured).toContain("\u001b[32m● on target\u001b[39m");
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });

  it("fault 37: lets no control or bidirectional character of a name or reason through", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const scorecard = buildScorecard({ kpis: [unmeasured(adoptionKpi(), "rule-not-evaluated", text)] });
        const repository = { ...scorecard.repository, fullName: text };
        const shown = renderTerminalTable({ ...scorecard, repository });
        expect(shown.replaceAll("\n", "")).not.toMatch(
          /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\u200B]/u,
        );
      }),
    );
  });

  it("keeps to the width of the terminal", () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 200 }), (width) => {
        const reason = "a template could not be read because the installation has no access to it ".repeat(3);
        const kpis = [...buildScorecard().kpis, unmeasured(adoptionKpi(), "rule-not-evaluated", reason)];
        for (const line of renderTerminalTable(buildScorecard({ kpis }), { width }).split("\n")) {
          expect(line.length).toBeLessThanOrEqual(width);
        }
      }),
    );
  });
});
