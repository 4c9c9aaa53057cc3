import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KpiResult } from "../../src/core/scorecard/scorecard.ts";
import { renderCheckRun } from "../../src/render/check/check-run.ts";
import { renderWeeklyIssue } from "../../src/render/weekly/weekly-issue.ts";
import { previewedCheckRuns, previewedWeeklyIssues } from "../support/previews.ts";
import {
  adoptionKpi,
  buildKpi,
  buildRepository,
  publicScorecard,
  secretKpi,
  unmeasured,
} from "../support/scorecards.ts";
import { buildCheckRunView, buildWeeklyIssueView } from "../support/views.ts";

const marker = "s3nsitive";

/** Puts the marker into every text, and a telltale number into every count, of what made a KPI. */
function mark(kpi: KpiResult): KpiResult {
  return {
    ...kpi,
    excluded: { [marker]: 7_777 },
    beside: [{ id: marker, label: marker, value: 7_777, unit: marker }],
    breakdown: [{ label: marker, count: 7_777, of: 7_777 }],
    notes: [marker],
    evidence: (["alert", "push", "file", "repository", "workflow-run"] as const).map((kind) => ({
      kind,
      id: marker,
      url: `https://github.com/octo/shop/${marker}`,
      at: 1,
      note: marker,
      counted: true,
    })),
  };
}

const markedKpis: readonly (readonly KpiResult[])[] = [
  [buildKpi(), mark(adoptionKpi()), mark({ ...secretKpi(), value: 7_777, numerator: 7_777 })],
  [
    { ...buildKpi(), evidence: mark(buildKpi()).evidence },
    mark(unmeasured(adoptionKpi(), "rule-not-evaluated", marker)),
    unmeasured(secretKpi(), "feature-off", marker),
  ],
  [mark({ ...secretKpi(), title: marker })],
];
/** What is in the change is public with it; what the configuration asks for is not. */
const finding = {
  ruleId: marker,
  ruleTitle: "Base image",
  path: "Dockerfile",
  line: 3,
  message: "Here it is x.",
  remedy: marker,
  suggestion: marker,
};

describe("a public repository", () => {
  it("leaks nothing of what made its numbers, by check run or weekly issue", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...markedKpis),
        fc.constantFrom(...Object.values(previewedCheckRuns)),
        fc.constantFrom("breaks" as const, "repairs" as const, "downgrades" as const),
        (kpis, view, effect) => {
          const scorecard = publicScorecard(kpis);
          const check = renderCheckRun({
            ...view,
            repository: buildRepository({ visibility: "public" }),
            scorecard,
            findings: [{ ...finding, effect }],
            configProblems: [marker],
          });
          const actions = [
            {
              kpi: "secret-exposure" as const,
              text: marker,
              why: marker,
              links: [{ label: marker, url: `https://x.example/${marker}` }],
              owner: marker,
              offTargetWeeks: 4,
              escalated: true,
            },
            {
              kpi: "template-adoption" as const,
              text: marker,
              why: marker,
              links: [],
              owner: marker,
              offTargetWeeks: 1,
              escalated: false,
            },
          ];
          const issue = renderWeeklyIssue(
            buildWeeklyIssueView({ scorecard, narrative: [marker], actions, configProblems: [marker] }),
          );
          for (const shown of [JSON.stringify(check), JSON.stringify(issue)]) {
            expect(shown).not.toContain(marker);
            expect(shown).not.toMatch(/7,?777/);
          }
        },
      ),
    );
  });

  it("fault 34: is taken for public when either what GitHub says now or the scorecard says so", () => {
    const scorecard = publicScorecard([mark(secretKpi())]);
    const check = renderCheckRun(buildCheckRunView({ repository: buildRepository(), scorecard }));
    expect(JSON.stringify(check)).not.toContain(marker);
    const repository = buildRepository({ visibility: "public" });
    const other = renderCheckRun(
      buildCheckRunView({ repository, findings: [{ ...finding, effect: "breaks" }] }),
    );
    expect(JSON.stringify(other)).not.toContain(marker);
    expect(other.annotations).toMatchObject([{ path: "Dockerfile", startLine: 3, message: "Here it is x." }]);
  });

  it("still shows what may be shown, and says that the rest is withheld and where it is", () => {
    const { body } = renderWeeklyIssue(previewedWeeklyIssues["weekly-public"]!);
    expect(body).toContain("**87.5 %** (35/40)");
    expect(body).toContain("**75 %** (3/4)");
    expect(body).not.toContain("Secrets exposed");
    expect(body).toContain("Whoever runs Firstpass sees all of it with `firstpass scorecard octo/shop`.");
    const { summary, title } = renderCheckRun(previewedCheckRuns["check-public"]!);
    expect(title).toBe("Passed on the first try; breaks 1 template rule");
    expect(summary).toContain("Whoever runs Firstpass sees them with `firstpass scorecard octo/shop`.");
  });

  it("tells its story from public numbers alone", () => {
    const view = buildWeeklyIssueView({
      scorecard: publicScorecard([buildKpi(), adoptionKpi(), secretKpi()]),
      narrative: ["Secrets doubled."],
    });
    const { body } = renderWeeklyIssue(view);
    expect(body).not.toContain("Secrets doubled");
    expect(body).toMatch(/First-pass security check rate \w+ from 66\.7 % to 87\.5 %/);
  });
});

describe("a private or internal repository", () => {
  it.each(["private", "internal"] as const)("shows everything when it is %s", (visibility) => {
    const view = buildCheckRunView({ repository: buildRepository({ visibility }) });
    expect(renderCheckRun(view).summary).toContain("Secrets exposed per 1,000 commits");
  });
});
