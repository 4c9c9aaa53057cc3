import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Evidence } from "../../src/core/kpis/measurement.ts";
import { byteLength } from "../../src/render/fit.ts";
import { renderWeeklyIssue } from "../../src/render/weekly/weekly-issue.ts";
import { readAsGitHub } from "../support/github-markdown.ts";
import { hostileText } from "../support/hostile-text.ts";
import { adoptionKpi, buildKpi, buildScorecard, secretKpi } from "../support/scorecards.ts";
import { buildWeeklyIssueView } from "../support/views.ts";

const issueLimit = 65_536;

function manyPullRequests(count: number, note = "passed on the first try"): Evidence[] {
  return Array.from({ length: count }, (_, index) => ({
    kind: "pull-request" as const,
    id: `#${index + 1}`,
    url: `https://github.com/octo/shop/pull/${index + 1}`,
    at: Date.UTC(2026, 10, 1),
    note,
    counted: true,
  }));
}

describe("the weekly issue's length", () => {
  it("fault 29: leaves out whole rows of evidence, says how many, and shows all else", () => {
    const evidence = manyPullRequests(3_000);
    const scorecard = buildScorecard({ kpis: [buildKpi({ evidence }), adoptionKpi(), secretKpi()] });
    const { body } = renderWeeklyIssue(buildWeeklyIssueView({ scorecard }));
    expect(byteLength(body)).toBeLessThanOrEqual(issueLimit);
    expect(byteLength(body)).toBeGreaterThan(issueLimit * 0.3);
    const shown = body.match(/^\| \[`#\d+`\]/gm)?.length ?? 0;
    expect(body).toContain(
      `${(3_000 - shown).toLocaleString("en")} rows of evidence not shown here; \`firstpass scorecard octo/shop --format json\` shows all.`,
    );
    expect(body).toContain("How to read this");
    expect(body.endsWith("</sub>")).toBe(true);
    expect(readAsGitHub(body).tagNames.filter((tag) => tag === "details")).toHaveLength(4);
  });

  it("shows what belongs to rows of evidence where there is room, and lets it go first where there is not", () => {
    const detail = "-a\n+```\n+# no heading";
    const drifted = (count: number, note?: string) =>
      adoptionKpi({ evidence: manyPullRequests(count, note).map((row) => ({ ...row, detail })) });
    const bodyOf = (kpi: ReturnType<typeof drifted>) =>
      renderWeeklyIssue(buildWeeklyIssueView({ scorecard: buildScorecard({ kpis: [kpi] }) })).body;
    expect(bodyOf(drifted(2)).match(/^````diff\n-a\n\+```\n\+# no heading\n````$/gm)).toHaveLength(2);
    const crowded = bodyOf(drifted(3_000));
    expect(byteLength(crowded)).toBeLessThanOrEqual(issueLimit);
    expect(crowded.match(/^````diff$/gm)?.length ?? 0).toBeLessThanOrEqual(3);
    expect(crowded).toContain("rows of evidence not shown here");
  });

  it("shows all evidence where there is room", () => {
    const { body } = renderWeeklyIssue(buildWeeklyIssueView());
    expect(body).not.toContain("not shown here");
  });

  it("fault 29: is never more than GitHub allows, whatever is in the scorecard", () => {
    const long = fc
      .tuple(hostileText, fc.integer({ min: 1, max: 500 }))
      .map(([text, times]) => text.repeat(times));
    fc.assert(
      fc.property(
        fc.array(long, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 200 }),
        (texts, times) => {
          const many = Array.from({ length: times }, () => texts).flat();
          const kpis = [buildKpi(), adoptionKpi(), secretKpi()].map((kpi) => ({
            ...kpi,
            notes: many,
            breakdown: many.map((label) => ({ label, count: 1, of: 2 })),
            beside: many.map((label) => ({ id: label, label, value: 1, unit: label.slice(0, 20) })),
            excluded: Object.fromEntries(many.map((text, index) => [`${text}${index}`, 1])),
            evidence: many.flatMap((text) => manyPullRequests(1, text)),
          }));
          const action = {
            kpi: "first-pass-rate" as const,
            links: many.map((label) => ({ label, url: "https://a.example" })),
            offTargetWeeks: 4,
            escalated: true,
          };
          const view = buildWeeklyIssueView({
            scorecard: buildScorecard({ kpis }),
            narrative: many,
            actions: many.map((text) => ({ ...action, text, why: text, owner: text })),
            configProblems: many,
          });
          const { body, title } = renderWeeklyIssue(view);
          expect(byteLength(body)).toBeLessThanOrEqual(issueLimit);
          expect(title.length).toBeLessThanOrEqual(255);
        },
      ),
      { numRuns: 20 },
    );
  });
});
