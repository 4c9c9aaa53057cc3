import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../../src/core/config/defaults.ts";
import {
  renderOnwardsNote,
  renderWeeklyIssue,
  weeklyMarker,
} from "../../../src/render/weekly/weekly-issue.ts";
import { readAsGitHub, wouldBeLinked } from "../../support/github-markdown.ts";
import { previewedWeeklyIssues } from "../../support/previews.ts";
import { buildConfig, buildScorecard } from "../../support/scorecards.ts";
import { buildWeeklyIssueView } from "../../support/views.ts";

function render(name: keyof typeof previewedWeeklyIssues) {
  const view = previewedWeeklyIssues[name];
  if (view === undefined) throw new Error(`No preview ${name}`);
  return renderWeeklyIssue(view);
}

describe("the weekly issue", () => {
  it("tells a lead what changed, why, and who acts", () => {
    expect(render("weekly-full").body).toMatchInlineSnapshot(`
      "<!-- firstpass:weekly repository=9001 week=2026-W47 -->
      **[octo/shop](https://github.com/octo/shop)** · 28 days, 2026-10-26 to 2026-11-22 (UTC) · last scorecard: #398 (2026-W46)

      - **Release gate health:** ✅ good: first-pass rate 87.5 % (on target, improving).
      - **Review latency:** ❔ not measured: Reviews are not measured here.
      - **Top failure mode:** CodeQL fails first most often: in 4 of 5 first tries that failed.

      First-pass security check rate rose from 66.7 % to 87.5 % (35/40), more than chance explains. CodeQL fails first most often: 4 of 5 failed first tries. Next: move Dockerfile to the hardened base image (\`@octo/shop-team\`).

      | KPI | Status | Now<br>95 % interval | Before<br>Trend | Target<br>Variance | Last 12 weeks |
      | :--- | :--- | :--- | :--- | :--- | :--- |
      | **First-pass security check rate** | ✅ on target | **87.5 %** (35/40)<br>73.9 to 94.5 % | 66.7 %<br>▲ improving (+20.8 pp) | ≥ 85 %<br>+2.5 pp | \`▅▅▅·▅▆▆▆▆▇▇▇\` |
      | **Adoption of secure templates** | ❌ off target | **75 %** (3/4) | 75 %<br>= steady (0 pp) | ≥ 85 %<br>−10 pp | \`▅▅▅▅▆▆▆▆▆▆▆▆\` |
      | **Secrets exposed per 1,000 commits** | ❌ off target | **3.15** (2/635)<br>0.38 to 11.4 | 4.2<br>= steady (−1.05) | ≤ 2<br>+1.15 | \`██▇▇▇▇▆▆▆▅▅▅\` |

      ### What is off target

      - ❌ Secrets exposed per 1,000 commits: 3.15 (2 over 635 commits), 1.15 above the target of at most 2 per 1,000 commits. In the window before it was 4.2 per 1,000 commits, a difference of −1.05 that chance alone can make.
      - ❌ Adoption of secure templates is 75 % (3 of 4 rules), 10 pp below the target of at least 85 %. In the window before it was 75 %, the same; the largest part is “Hardened base image: drifted” with 1 of 4.

      ### What to do next

      1. **Move the base image in Dockerfile to one that is approved.** [Dockerfile](https://github.com/octo/shop/blob/main/Dockerfile#L3) · Owner: \`@octo/shop-team\`
      2. **Run CodeQL before review.** It failed first in 4 of 5 failed changes. [\`#412\`](https://github.com/octo/shop/pull/412) · Owner: \`@octo/shop-team\`

      ### Week by week

      Weeks that were not measured are left out of the charts.

      \`\`\`mermaid
      %%{init: {"xyChart": {"width": 720, "height": 240}, "themeVariables": {"xyChart": {"plotColorPalette": "#54aeff, #cf222e"}}}}%%
      xychart-beta
        title "First-pass security check rate (line: target ≥ 85 %)"
        x-axis ["W36", "W37", "W38", "W40", "W41", "W42", "W43", "W44", "W45", "W46", "W47"]
        y-axis "%" 0 --> 100
        bar [60, 58.3, 62.5, 64, 66.7, 66.7, 70, 72.5, 80, 84.2, 87.5]
        line [85, 85, 85, 85, 85, 85, 85, 85, 85, 85, 85]
      \`\`\`

      \`\`\`mermaid
      %%{init: {"xyChart": {"width": 720, "height": 240}, "themeVariables": {"xyChart": {"plotColorPalette": "#54aeff, #cf222e"}}}}%%
      xychart-beta
        title "Adoption of secure templates (line: target ≥ 85 %)"
        x-axis ["W36", "W37", "W38", "W39", "W40", "W41", "W42", "W43", "W44", "W45", "W46", "W47"]
        y-axis "%" 0 --> 100
        bar [50, 50, 50, 50, 75, 75, 75, 75, 75, 75, 75, 75]
        line [85, 85, 85, 85, 85, 85, 85, 85, 85, 85, 85, 85]
      \`\`\`

      ### Behind the numbers

      <details>
      <summary><b>First-pass security check rate</b>: 87.5 % (35/40)</summary>

      **Left out:** 6 opened by a bot · 2 first try not decided in the window

      **Beside it:** changes with no security check 3 · median heads until green 2

      **Largest parts:** CodeQL 4/5 · Semgrep 1/5

      | Evidence | When (UTC) | In the numerator | What |
      | :--- | :--- | :--- | :--- |
      | [\`#412\`](https://github.com/octo/shop/pull/412) | 2026-11-18 | no | failed on the first try: CodeQL |
      | [\`#411\`](https://github.com/octo/shop/pull/411) | 2026-11-17 | yes | passed on the first try |

      </details>

      <details>
      <summary><b>Adoption of secure templates</b>: 75 % (3/4)</summary>

      **Largest parts:** Hardened base image: drifted 1/4

      | Evidence | When (UTC) | In the numerator | What |
      | :--- | :--- | :--- | :--- |
      | [Dockerfile](https://github.com/octo/shop/blob/main/Dockerfile#L3) | 2026-11-16 | no | Hardened base image: the base node:24 is not approved |

      </details>

      <details>
      <summary><b>Secrets exposed per 1,000 commits</b>: 3.15 per 1,000 commits (2/635)</summary>

      **Left out:** 1 found in history

      **Beside it:** push protection bypassed 1

      | Evidence | When (UTC) | In the numerator | What |
      | :--- | :--- | :--- | :--- |
      | [alert 7](https://github.com/octo/shop/security/secret-scanning/7) | 2026-11-12 | yes | aws\\_access\\_key\\_id, visible in commit \`4f2a91c\` |

      </details>

      <details>
      <summary><b>How to read this</b></summary>

      - **First-pass security check rate** (definition 1): Which share of code changes passes the security checks on the first try? Under 10 changes it is too few to judge.
      - **Adoption of secure templates** (definition 1): How much of the paved road that applies to this repository does it follow?
      - **Secrets exposed per 1,000 commits** (definition 1): How many secrets become visible for every 1,000 commits that reach the default branch? Under 100 commits it is too few to judge.
      - **Now** is the 28 days that end with this week, **Before** the 28 days before them. The line of weeks takes the same span up to each week's end, so that neighbours overlap.
      - **95 % interval**: where the true value may well lie, given how little or how much was seen; none where all there is was counted, as with template rules, or where a median is of fewer than six values. **Variance** is now minus target.
      - **▲ ▼** say where the value went, *improving* and *worsening* whether that is good; **= steady** means that the difference is no larger than chance makes.
      - **Last weeks**: oldest left; the highest bar is 100 %, or the largest value where the KPI is not a share; \`·\` is a week that was not measured.
      - **Release gate health** and **review latency** follow the rules in \`docs/kpis.md\`: each line says which numbers made it, and is *not measured* where one that it needs is hidden.
      - **⏫ escalated**: off target for as many weeks in a row as \`weekly.escalate_after_weeks\` says.
      - *Not measured* means that it cannot be seen, *not applicable* that there was nothing to measure: neither is 0 %.

      </details>

      <sub>Made by Firstpass from this repository's events; configuration \`5e1f0c9a7b3d\`.</sub>"
    `);
  });

  it("shows too little to judge, not measured and not applicable in words, and tells no story of them", () => {
    expect(render("weekly-young").body.split("<details>")[0]).toMatchInlineSnapshot(`
      "<!-- firstpass:weekly repository=9001 week=2026-W47 -->
      **[octo/shop](https://github.com/octo/shop)** · 28 days, 2026-10-26 to 2026-11-22 (UTC)

      - **Release gate health:** ❔ not measured: first-pass rate 66.7 % (too few to judge).
      - **Review latency:** ❔ not measured: Reviews are not measured here.
      - **Top failure mode:** Too few changes to name a check.

      | KPI | Status | Now<br>95 % interval | Before<br>Trend | Target<br>Variance | Last 1 week |
      | :--- | :--- | :--- | :--- | :--- | :--- |
      | **First-pass security check rate** | ⚪ too few to judge | **66.7 %** (2/3)<br>20.8 to 93.9 % | –<br>no comparison yet | ≥ 85 %<br>−18.3 pp | \`▆\` |
      | **Adoption of secure templates** | ❔ not measured | not measured: the default branch has not been read yet; it is read within the hour | – | ≥ 85 % | \`·\` |
      | **Secrets exposed per 1,000 commits** | ➖ not applicable | not applicable: no commit reached the default branch in the window | – | ≤ 2 | \`·\` |

      ### What to do next

      These numbers ask nothing of anybody this week.

      ### Behind the numbers

      "
    `);
  });

  it("is named after its week, and carries the label", () => {
    const { title, labels } = render("weekly-full");
    expect({ title, labels }).toEqual({
      title: "Firstpass weekly scorecard: 2026-W47",
      labels: ["firstpass"],
    });
  });

  it("begins with a marker that readers do not see and that tells repository and week apart", () => {
    const { body } = render("weekly-full");
    const marker = weeklyMarker(9001, "2026-W47");
    expect(body.startsWith(marker)).toBe(true);
    expect(readAsGitHub(body).text).not.toContain("firstpass:weekly");
    expect(weeklyMarker(900, "2026-W47")).not.toBe(marker);
    expect(weeklyMarker(9001, "2026-W48")).not.toBe(marker);
    expect(marker).not.toContain(weeklyMarker(900, "2026-W47").slice(0, -4));
  });

  it("leads onwards from a past week", () => {
    expect(renderOnwardsNote({ number: 12, isoWeek: "2026-W48" })).toBe(
      "> ➡️ **This week is over. The next scorecard is #12 (2026-W48).**",
    );
  });

  it("has the same body whenever it is made from the same numbers", () => {
    const later = buildWeeklyIssueView({ scorecard: buildScorecard({ generatedAt: Date.UTC(2027, 0, 1) }) });
    expect(renderWeeklyIssue(later).body).toBe(render("weekly-full").body);
  });

  it("says since when history is complete if that is within the window, or not known", () => {
    const since = buildScorecard({ coveredFrom: Date.UTC(2026, 10, 3) });
    expect(renderWeeklyIssue(buildWeeklyIssueView({ scorecard: since })).body).toContain(
      "history is complete only from 2026-11-03",
    );
    const unknown = buildScorecard({ coveredFrom: null });
    expect(renderWeeklyIssue(buildWeeklyIssueView({ scorecard: unknown })).body).toContain("is not known");
  });

  it("says that nobody is configured to act, and lists all that the scorecard asks for", () => {
    const action = {
      kpi: "first-pass-rate" as const,
      text: "Do it.",
      why: "Now.",
      links: [],
      owner: null,
      offTargetWeeks: 0,
      escalated: false,
    };
    const { body } = renderWeeklyIssue(
      buildWeeklyIssueView({ actions: Array.from({ length: 7 }, () => action) }),
    );
    expect(body).toContain("7. **Do it.** Now. · Owner: nobody is configured (`owner`)");
  });
});

describe("mentions in the weekly issue", () => {
  it("fault 37: are those configured and no other", () => {
    const mention = ["@octo/security", "@octo", "everybody @all", "@a\n@b", "<b>@x</b>"];
    const { body } = renderWeeklyIssue(
      buildWeeklyIssueView({
        config: buildConfig({ weekly: { ...defaultConfig.weekly, mention } }),
      }),
    );
    expect(body.endsWith("\n\ncc @octo/security @octo")).toBe(true);
    const { linkableText } = readAsGitHub(body);
    expect(linkableText.match(/@[\w/-]+/g)).toEqual(["@octo/security", "@octo"]);
  });

  it("fault 37: are none by default, whatever names and texts there are", () => {
    const reading = readAsGitHub(render("weekly-hostile").body);
    // The last scorecard's number is the only reference that is meant.
    expect(wouldBeLinked(reading.linkableText.replace("#398", ""))).toBe(false);
    expect(reading.links.filter((url) => !url.startsWith("https://github.com/octo/shop"))).toEqual([]);
    expect(reading.tagNames.filter((tag) => ["img", "script", "h1", "input", "del"].includes(tag))).toEqual(
      [],
    );
    expect(reading.tagNames.filter((tag) => tag === "details")).toHaveLength(4);
  });
});
