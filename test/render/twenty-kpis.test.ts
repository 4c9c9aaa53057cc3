// A scorecard of twenty KPIs on every surface: short where it is a pull request's, grouped where it is all, silent in public.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderCheckRun } from "../../src/render/check/check-run.ts";
import { byteLength } from "../../src/render/fit.ts";
import { renderMarkdownTable } from "../../src/render/markdown-table.ts";
import { renderTerminalTable } from "../../src/render/terminal/terminal.ts";
import { renderWeeklyIssue } from "../../src/render/weekly/weekly-issue.ts";
import { readAsGitHub, wouldBeLinked } from "../support/github-markdown.ts";
import { hostileText } from "../support/hostile-text.ts";
import { previewedWeeklyIssues } from "../support/previews.ts";
import { buildConfig, buildRepository, buildScorecard, unmeasured } from "../support/scorecards.ts";
import { leadKpis, twentyKpiScorecard, twentyKpis } from "../support/twenty-kpis.ts";
import { buildCheckRunView, buildWeeklyIssueView } from "../support/views.ts";

const scorecard = twentyKpiScorecard();
const forLeads = buildConfig({ weekly: { ...buildConfig().weekly, kpis: leadKpis } });
const publicScorecard = {
  ...scorecard,
  repository: { ...scorecard.repository, visibility: "public" as const },
};

describe("the check run", () => {
  it("tells the repository in three lines, and is no table of KPIs", () => {
    const { summary } = renderCheckRun(buildCheckRunView({ scorecard }));
    expect(summary.split("#### This repository")[1]).toMatchInlineSnapshot(`
      ", 2026-10-26 to 2026-11-22 (UTC)

      - **Release gate health:** ❌ at risk: first-pass rate 87.5 % (on target, improving); bypassed: not measured; stable 97.5 % (good); fixed in time 62.5 % (off target); open critical and high findings 34 days (off target, improving).
      - **First-pass security check rate:** ✅ on target: **87.5 % (35/40)**, target ≥ 85 %, ▲ improving (+20.8 pp).
      - **Targets:** ❌ 5 of 8 judged KPIs off target, furthest Age of open critical and high findings, 34 days (median of 12) against ≤ 10 days (+24 days). 3 KPIs are not measured."
    `);
  });

  it("says that all is well where it is, and that something is near where it is", () => {
    const good = buildScorecard({ kpis: twentyKpis().slice(0, 1) });
    expect(renderCheckRun(buildCheckRunView({ scorecard: good })).summary).toContain(
      "- **Targets:** ✅ 1 of 1 judged KPI on target.",
    );
    const near = buildScorecard({
      kpis: twentyKpis()
        .slice(0, 1)
        .map((kpi) => ({ ...kpi, status: "near" as const })),
    });
    expect(renderCheckRun(buildCheckRunView({ scorecard: near })).summary).toContain(
      "- **Targets:** 🔶 none of 1 judged KPI off target, 1 near it.",
    );
  });
});

describe("the weekly issue", () => {
  const { body } = renderWeeklyIssue(previewedWeeklyIssues["weekly-twenty"]!);

  it("begins with the review, shows what is chosen, tells of the rest in a line, and marks what is escalated", () => {
    expect(body.split("### Week by week")[0]).toMatchInlineSnapshot(`
      "<!-- firstpass:weekly repository=9001 week=2026-W47 -->
      **[octo/shop](https://github.com/octo/shop)** · 28 days, 2026-10-26 to 2026-11-22 (UTC) · last scorecard: #398 (2026-W46)

      - **Release gate health:** ❌ at risk: first-pass rate 87.5 % (on target, improving); bypassed: not measured; stable 97.5 % (good); fixed in time 62.5 % (off target); open critical and high findings 34 days (off target, improving).
      - **Review latency:** 🔶 moderate: 6\\.4 hours from ready to the first review (median of 31).
      - **Top failure mode:** CodeQL fails first most often: in 4 of 5 first tries that failed.

      Age of open critical and high findings improved from 61 days to 34 days (median of 12 open findings), by more than chance would explain. Next: Make "Merges past the gate" and "Control coverage" visible: Firstpass may not read bypassed rules: grant its installation the permission "administration: read". Owner: \`@octo/shop-team\`.

      | KPI | Status | Now<br>95 % interval | Before<br>Trend | Target<br>Variance | Last 12 weeks |
      | :--- | :--- | :--- | :--- | :--- | :--- |
      | **First-pass security check rate** | ✅ on target | **87.5 %** (35/40)<br>73.9 to 94.5 % | 66.7 %<br>▲ improving (+20.8 pp) | ≥ 85 %<br>+2.5 pp | \`▅▅▅·▅▆▆▆▆▇▇▇\` |
      | **Adoption of secure templates** | ❌ off target | **75 %** (3/4) | 75 %<br>= steady (0 pp) | ≥ 85 %<br>−10 pp | \`▅▅▅▅▆▆▆▆▆▆▆▆\` |
      | **Secrets exposed per 1,000 commits** | ❌ off target | **3.15** (2/635)<br>0.38 to 11.4 | 4.2<br>= steady (−1.05) | ≤ 2<br>+1.15 | \`██▇▇▇▇▆▆▆▅▅▅\` |
      | **Findings remediated within their SLA** | ❌ off target | **62.5 %** (10/16)<br>38.6 to 81.5 % | 81.2 %<br>= steady (−18.7 pp) | ≥ 95 %<br>−32.5 pp | \`············\` |
      | **Age of open critical and high findings** | ❌ off target | **34 days** (median of 12)<br>20 to 61.5 days | 61 days<br>▼ improving (−27 days) | ≤ 10 days<br>+24 days | \`············\` |
      | **Risk debt** | ➖ no target set | **1,320 weighted days** (over 12 open findings) | 1,180<br>▲ worsening (+140) | – | \`············\` |
      | **Exceptions overdue** | ❌ off target | **25 %** (1/4) | –<br>no comparison yet | ≤ 0 %<br>+25 pp | \`············\` |
      | **Merges past the gate** | ❔ not measured | not measured: see below | – | – | \`············\` |
      | **Review latency** | ➖ no target set | **6.4 hours** (median of 31)<br>3.1 to 9.9 hours | –<br>no comparison yet | – | \`············\` |
      | **Control coverage** | ❔ not measured | not measured: see below | – | – | \`············\` |

      - ❔ **Merges past the gate, Control coverage:** Firstpass may not read bypassed rules: grant its installation the permission "administration: read".

      10 more KPIs are not shown here: ❔ 1 not measured. \`firstpass scorecard octo/shop\` shows all.

      ### What is off target

      - ❌ Age of open critical and high findings is 34 days (median of 12 open findings), 24 days above the target of at most 10 days. In the window before it was 61 days, a difference of −27 days for the better, more than chance alone makes.
      - ❌ Secrets exposed per 1,000 commits: 3.15 (2 over 635 commits), 1.15 above the target of at most 2 per 1,000 commits. In the window before it was 4.2 per 1,000 commits, a difference of −1.05 that chance alone can make.
      - ❌ Findings remediated within their SLA is 62.5 % (10 of 16 findings), 32.5 pp below the target of at least 95 %. In the window before it was 81.2 %, a difference of −18.7 pp that chance alone can make; the largest part is “js/xss (CodeQL) in web/” with 3 of 6.
      - ❌ Exceptions overdue is 25 % (1 of 4 exceptions), 25 pp above the target of at most 0 %. There is no comparison with the window before.
      - ❌ Adoption of secure templates is 75 % (3 of 4 rules), 10 pp below the target of at least 85 %. In the window before it was 75 %, the same; the largest part is “Hardened base image: drifted” with 1 of 4.

      ### What to do next

      1. **Make "Merges past the gate" and "Control coverage" visible: Firstpass may not read bypassed rules: grant its installation the permission "administration: read".** · Owner: \`@octo/shop-team\`
      2. **Plan the oldest open finding now.** It is 96 days old. · Owner: \`@octo/shop-team\` · ⏫ **escalated:** off target for 12 weeks or more in a row
      3. **Fix the late findings of js/xss (CodeQL) in web/ first.** 3 of 6 late findings are there. [\`code-scanning#2\`](https://github.com/octo/shop/security/code-scanning/2), [\`code-scanning#4\`](https://github.com/octo/shop/security/code-scanning/4) · Owner: \`@octo/shop-team\` · ⏫ **escalated:** off target for 5 weeks in a row
      4. **Decide on the exception that is overdue.** 1 of 4 is past its expiry. · Owner: \`@octo/shop-team\`

      "
    `);
  });

  it("tells a reason that hides several KPIs once", () => {
    expect(body.split("### Behind the numbers")[0]?.match(/may not read bypassed rules/g)).toHaveLength(3);
    const rows = body.match(/^\| \*\*(?:Merges past the gate|Control coverage)\*\*.*see below.*$/gm);
    expect(rows).toHaveLength(2);
  });

  it("draws no more than three charts", () => {
    const history = Array.from({ length: 12 }, (_, index) => ({
      isoWeek: `2026-W${36 + index}`,
      values: Object.fromEntries(twentyKpis().map(({ id }) => [id, 50])),
    }));
    const drawn = renderWeeklyIssue(buildWeeklyIssueView({ scorecard, config: forLeads, history })).body;
    expect(drawn.match(/```mermaid/g)).toHaveLength(3);
  });

  it("fault 29: keeps within GitHub's limit with twenty KPIs of hostile names and long evidence", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 1, max: 300 }), (text, times) => {
        const long = text.repeat(times);
        const kpis = twentyKpis().map((kpi) => ({
          ...kpi,
          breakdown: Array.from({ length: 20 }, () => ({ label: long, count: 1, of: 2 })),
          explanation: kpi.explanation.map(() => long),
          notes: [long, long],
          reasons: kpi.reasons.map(({ code }) => ({ code, text: long })),
          evidence: Array.from({ length: 200 }, (_, index) => ({
            kind: "alert" as const,
            id: `${index}${long}`,
            url: "https://github.com/octo/shop/1",
            at: 1,
            note: long,
            counted: true,
          })),
        }));
        const config = buildConfig({
          weekly: { ...buildConfig().weekly, kpis: kpis.map(({ id }) => id) },
        });
        const issue = renderWeeklyIssue(
          buildWeeklyIssueView({ scorecard: buildScorecard({ kpis }), config, actions: [], narrative: [] }),
        );
        expect(byteLength(issue.body)).toBeLessThanOrEqual(65_536);
        const check = renderCheckRun(buildCheckRunView({ scorecard: buildScorecard({ kpis }) }));
        expect(byteLength(check.summary)).toBeLessThanOrEqual(65_535);
        for (const markdown of [issue.body.replace("#398", ""), check.summary]) {
          expect(wouldBeLinked(readAsGitHub(markdown).linkableText)).toBe(false);
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe("a public repository", () => {
  it("fault 34: shows no number, status or verdict that comes from a KPI that is not public", () => {
    const hidden = twentyKpis().filter(({ publicSafe }) => !publicSafe);
    const issue = renderWeeklyIssue(
      buildWeeklyIssueView({ scorecard: publicScorecard, config: forLeads, narrative: [], history: [] }),
    );
    const repository = buildRepository({ visibility: "public" });
    const check = renderCheckRun(buildCheckRunView({ scorecard: publicScorecard, repository }));
    for (const shown of [issue.body, check.summary]) {
      for (const { title } of hidden) expect(shown).not.toContain(title);
      expect(shown).not.toMatch(/at risk|fixed in time|bypassed:|open critical/);
      expect(shown).toContain("Made from what may be shown in public alone.");
      expect(shown).not.toMatch(/js\/xss|administration/);
    }
    expect(readAsGitHub(issue.body).text).toContain("Review latency: 🔶 moderate: 6.4 hours");
    expect(issue.body).not.toContain("not shown here:");
  });

  it("fault 34: says the same whatever the hidden KPIs are", () => {
    const others = twentyKpis().map((kpi) =>
      kpi.publicSafe ? kpi : unmeasured(kpi, "feature-off", "secret reason"),
    );
    const body = (kpis: readonly (typeof others)[number][]) =>
      renderWeeklyIssue(
        buildWeeklyIssueView({
          scorecard: {
            ...buildScorecard({ kpis }),
            repository: publicScorecard.repository,
          },
          config: forLeads,
          actions: [],
          history: [],
        }),
      ).body;
    expect(body(others)).toBe(body(twentyKpis()));
  });
});

describe("a private place", () => {
  it("shows all twenty by heading, as Markdown", () => {
    const shown = renderMarkdownTable(scorecard);
    expect(shown.match(/^\| \*\*.*\*\* \|/gm)).toHaveLength(20);
    expect(shown.match(/^\*\*[A-Z].*\*\*$/gm)).toEqual([
      "**Headline**",
      "**Findings and remediation**",
      "**Exceptions**",
      "**Gates and flow**",
      "**Coverage and evidence**",
    ]);
    expect(shown).toContain("| **Risk debt** | **1,320 weighted days** (over 12 open findings) |");
  });

  it("shows all twenty by heading on a terminal, each reason once, and what to do next", () => {
    const actions = previewedWeeklyIssues["weekly-twenty"]!.actions;
    const shown = renderTerminalTable({ ...scorecard, actions }, { width: 150 });
    expect(shown).toMatchInlineSnapshot(`
      "octo/shop  2026-10-26 to 2026-11-22 (UTC)
      Release gate health: at risk: first-pass rate 87.5 % (on target, improving); bypassed: not measured; stable 97.5 % (good); fixed in time 62.5 % (off
        target); open critical and high findings 34 days (off target, improving).
      Review latency: moderate: 6.4 hours from ready to the first review (median of 31).
      Top failure mode: CodeQL fails first most often: in 4 of 5 first tries that failed.
      ┌──────────────────────────┬──────────────────────────┬──────────────────────────┬───────────┬────────────────────┐
      │ KPI                      │ Now                      │ Before                   │ Target    │ Status             │
      │                          │ 95 % interval            │ Trend                    │ Variance  │                    │
      ├──────────────────────────┴──────────────────────────┴──────────────────────────┴───────────┴────────────────────┤
      │ HEADLINE                                                                                                        │
      ├──────────────────────────┬──────────────────────────┬──────────────────────────┬───────────┬────────────────────┤
      │ First-pass security      │ 87.5 % (35/40)           │ 66.7 %                   │ ≥ 85 %    │ ● on target        │
      │ check rate               │ 73.9 to 94.5 %           │ ▲ improving (+20.8 pp)   │ +2.5 pp   │                    │
      ├──────────────────────────┼──────────────────────────┼──────────────────────────┼───────────┼────────────────────┤
      │ Adoption of secure       │ 75 % (3/4)               │ 75 %                     │ ≥ 85 %    │ ○ off target       │
      │ templates                │                          │ = steady (0 pp)          │ −10 pp    │                    │
      ├──────────────────────────┼──────────────────────────┼──────────────────────────┼───────────┼────────────────────┤
      │ Secrets exposed per      │ 3.15 (2/635)             │ 4.2                      │ ≤ 2       │ ○ off target       │
      │ 1,000 commits            │ 0.38 to 11.4             │ = steady (−1.05)         │ +1.15     │                    │
      ├──────────────────────────┴──────────────────────────┴──────────────────────────┴───────────┴────────────────────┤
      │ FINDINGS AND REMEDIATION                                                                                        │
      ├──────────────────────────┬──────────────────────────┬──────────────────────────┬───────────┬────────────────────┤
      │ Findings remediated      │ 62.5 % (10/16)           │ 81.2 %                   │ ≥ 95 %    │ ○ off target       │
      │ within their SLA         │ 38.6 to 81.5 %           │ = steady (−18.7 pp)      │ −32.5 pp  │                    │
      ├──────────────────────────┼──────────────────────────┼──────────────────────────┼───────────┼────────────────────┤
      │ Time to remediate        │ 21.5 days (median of 14) │ 35.2 days                │ ≤ 30 days │ ● on target        │
      │                          │ 9.2 to 33.1 days         │ ▼ improving (−13.7 days) │ −8.5 days │                    │
      ├──────────────────────────┼──────────────────────────┼──────────────────────────┼───────────┼────────────────────┤
      │ Age of open critical and │ 34 days (median of 12)   │ 61 days                  │ ≤ 10 days │ ○ off target       │
      │ high findings            │ 20 to 61.5 days          │ ▼ improving (−27 days)   │ +24 days  │                    │
      ├──────────────────────────┼──────────────────────────┼──────────────────────────┼───────────┼────────────────────┤
      │ Risk debt                │ 1,320 weighted days      │ 1,180                    │ –         │ – no target set    │
      │                          │ (over 12 open findings)  │ ▲ worsening (+140)       │           │                    │
      ├──────────────────────────┼──────────────────────────┼──────────────────────────┼───────────┼────────────────────┤
      │ Findings prevented       │ 80 % (4/5)               │ –                        │ –         │ · too few to judge │
      │ before merge             │                          │ no comparison yet        │           │                    │
      ├──────────────────────────┼──────────────────────────┼──────────────────────────┼───────────┼────────────────────┤
      │ Repeat findings          │ 8.3 % (1/12)             │ –                        │ –         │ – no target set    │
      │                          │                          │ no comparison yet        │           │                    │
      ├──────────────────────────┼──────────────────────────┼──────────────────────────┼───────────┼────────────────────┤
      │ Time to detect           │ not measured             │ –                        │ –         │ ? not measured     │
      ├──────────────────────────┼──────────────────────────┼──────────────────────────┼───────────┼────────────────────┤
      │ Alert precision          │ 91.7 % (11/12)           │ –                        │ –         │ – no target set    │
      │                          │                          │ no comparison yet        │           │                    │
      ├──────────────────────────┴──────────────────────────┴──────────────────────────┴───────────┴────────────────────┤
      │ EXCEPTIONS                                                                                                      │
      ├──────────────────────────┬──────────────────────────┬──────────────────────────┬───────────┬────────────────────┤
      │ Exceptions overdue       │ 25 % (1/4)               │ –                        │ ≤ 0 %     │ ○ off target       │
      │                          │                          │ no comparison yet        │ +25 pp    │                    │
      ├──────────────────────────┼──────────────────────────┼──────────────────────────┼───────────┼────────────────────┤
      │ Exceptions with reason,  │ 100 % (4/4)              │ –                        │ ≥ 100 %   │ ● on target        │
      │ owner and expiry         │                          │ no comparison yet        │ 0 pp      │                    │
      ├──────────────────────────┴──────────────────────────┴──────────────────────────┴───────────┴────────────────────┤
      │ GATES AND FLOW                                                                                                  │
      ├──────────────────────────┬──────────────────────────┬──────────────────────────┬───────────┬────────────────────┤
      │ Merges past the gate     │ not measured             │ –                        │ –         │ ? not measured     │
      ├──────────────────────────┼──────────────────────────┼──────────────────────────┼───────────┼────────────────────┤
      │ Gate stability           │ 97.5 % (39/40)           │ –                        │ –         │ – no target set    │
      │                          │                          │ no comparison yet        │           │                    │
      ├──────────────────────────┼──────────────────────────┼──────────────────────────┼───────────┼────────────────────┤
      │ Review latency           │ 6.4 hours (median of 31) │ –                        │ –         │ – no target set    │
      │                          │ 3.1 to 9.9 hours         │ no comparison yet        │           │                    │
      ├──────────────────────────┴──────────────────────────┴──────────────────────────┴───────────┴────────────────────┤
      │ COVERAGE AND EVIDENCE                                                                                           │
      ├──────────────────────────┬──────────────────────────┬──────────────────────────┬───────────┬────────────────────┤
      │ Control coverage         │ not measured             │ –                        │ –         │ ? not measured     │
      ├──────────────────────────┼──────────────────────────┼──────────────────────────┼───────────┼────────────────────┤
      │ Ownership                │ 50 % (1/2)               │ –                        │ –         │ – no target set    │
      │                          │                          │ no comparison yet        │           │                    │
      ├──────────────────────────┼──────────────────────────┼──────────────────────────┼───────────┼────────────────────┤
      │ Release evidence         │ not applicable           │ –                        │ –         │ – not applicable   │
      ├──────────────────────────┼──────────────────────────┼──────────────────────────┼───────────┼────────────────────┤
      │ New repositories on the  │ not applicable           │ –                        │ –         │ – not applicable   │
      │ paved road               │                          │                          │           │                    │
      └──────────────────────────┴──────────────────────────┴──────────────────────────┴───────────┴────────────────────┘
      Time to detect: GitHub's list was not read yet.
      Merges past the gate, Control coverage: Firstpass may not read bypassed rules: grant its installation the permission "administration: read".
      Release evidence: No release was published in the window.
      New repositories on the paved road: The repository was not created in the window.
      Next:
      1. Make "Merges past the gate" and "Control coverage" visible: Firstpass may not read bypassed rules: grant its installation the permission
        "administration: read". Owner: @octo/shop-team.
      2. Plan the oldest open finding now. It is 96 days old. Owner: @octo/shop-team. Escalated: off target for 12 weeks or more in a row.
      3. Fix the late findings of js/xss (CodeQL) in web/ first. 3 of 6 late findings are there. Owner: @octo/shop-team. Escalated: off target for 5 weeks
        in a row.
      4. Decide on the exception that is overdue. 1 of 4 is past its expiry. Owner: @octo/shop-team."
    `);
  });

  it.each([60, 100, 120, 160])("keeps to %i columns", (width) => {
    for (const line of renderTerminalTable(scorecard, { width }).split("\n")) {
      expect(line.length).toBeLessThanOrEqual(width);
    }
  });
});
