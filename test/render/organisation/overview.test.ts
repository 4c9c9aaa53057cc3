// The overview issue: what a head reads in a minute, within GitHub's limits for five repositories and for two thousand.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildOverview, type OverviewInput } from "../../../src/core/overview/build.ts";
import { byteLength } from "../../../src/render/fit.ts";
import { renderOverviewTerminal } from "../../../src/render/organisation/overview.ts";
import { overviewMarker, renderOverviewIssue } from "../../../src/render/organisation/overview-issue.ts";
import { digestedKpi, digestOfRepository, group } from "../../support/adoption.ts";
import { readAsGitHub } from "../../support/github-markdown.ts";
import { hostileText } from "../../support/hostile-text.ts";

const payments = group("payments", { title: "Payments", tier: "1" });
const week = Date.UTC(2026, 10, 16);
const off = { status: "off-target", value: 50, numerator: 5, offTargetWeeks: 5, escalated: true } as const;

function build(given: Partial<OverviewInput> = {}) {
  return buildOverview({
    account: { id: 1001, login: "acme" },
    isoWeek: "2026-W46",
    generatedAt: week,
    onlyGroup: null,
    digests: [
      digestOfRepository(1, [digestedKpi("first-pass-rate", { title: "First-pass rate", ...off })], {
        fullName: "acme/pay",
        owner: "@acme/payments-leads",
        tier: "1",
        standing: "not-all",
        groups: [payments],
        last: [digestedKpi("first-pass-rate")],
        action: "Fix CodeQL first.",
        lacking: [{ permission: "administration: read", kpis: ["control-coverage"] }],
      }),
      digestOfRepository(2, [digestedKpi("first-pass-rate", { title: "First-pass rate" })], {
        standing: "not-measured",
      }),
    ],
    groups: [payments],
    broken: [
      {
        where: "acme/pay:.github/firstpass.yml",
        since: week - 3 * 86_400_000,
        inForce: { commitSha: null, readAt: week - 9 * 86_400_000 },
      },
      { where: "acme/.github/firstpass.yml", since: week - 4 * 86_400_000, inForce: null },
    ],
    ...given,
  });
}

describe("the overview issue", () => {
  it("tells in this order what changed, what is broken, who must act, the groups and what cannot be seen", () => {
    expect(renderOverviewIssue(build()).body).toMatchInlineSnapshot(`
      "<!-- firstpass:overview account=1001 week=2026-W46 -->
      **acme: 2 repositories, windows of 28 days up to 2026-W46**

      ### What changed since last week

      1 of 2 repositories can be compared with the weekly scorecard that was posted for an earlier week. 1 KPI went off target in 1 repository; no KPI came back. First-pass rate over 1 repository with both: 80 % (8/10) then, 50 % (5/10) now.

      ### Broken configurations

      2 files are not in force as now written. What is wrong stands in the checks of the repository itself.

      | File | Broken since | In force instead |
      | :--- | :--- | :--- |
      | acme/.github/firstpass.yml | 2026-11-12 | nothing of it; other files and defaults hold |
      | acme/pay:.github/firstpass.yml | 2026-11-13 | the text read on 2026-11-07 |

      ### Who must act

      1 repository with a KPI off target, 1 of them escalated: those first, then the longest off target.

      | Repository | Tier | Owner | Off target | What to do first |
      | :--- | :--- | :--- | :--- | :--- |
      | [acme/pay](https://github.com/acme/r1) | 1 | \`@acme/payments-leads\` | ‼ First-pass rate: 50 % (5/10), target ≥ 75 %, 5 weeks | Fix CodeQL first. |

      ### Groups

      Rates are sums over sums, with 95 % intervals, of the repositories that measured them.

      | Group | Repositories | All template rules met | Adoption not measured | Adoption target | First-pass rate | Secrets per 1,000 commits |
      | :--- | :--- | :--- | :--- | :--- | :--- | :--- |
      | Payments (tier 1) | 1 | 0/1 (0 %) | – | ≥ 85 % of tier-1 repositories: 0/1 (0 %), off target | 50 % (5/10), 95 %: 23.7 to 76.3 %, 1 of 1 repository | not measured (0 of 1 repository) |
      | All repositories | 2 | 0/1 (0 %) | 1 | ≥ 85 % of tier-1 repositories: 0/1 (0 %), off target | 65 % (13/20), 95 %: 43.3 to 81.9 %, 2 of 2 repositories | not measured (0 of 2 repositories) |

      ### KPIs: Payments (tier 1)

      Repositories of 1, by status.

      | KPI | On target | Near | Off target | Low sample | No target | Not measured | Not applicable |
      | :--- | :--- | :--- | :--- | :--- | :--- | :--- | :--- |
      | First-pass rate | 0 | 0 | 1 | 0 | 0 | 0 | 0 |

      ### KPIs: All repositories

      Repositories of 2, by status.

      | KPI | On target | Near | Off target | Low sample | No target | Not measured | Not applicable |
      | :--- | :--- | :--- | :--- | :--- | :--- | :--- | :--- |
      | First-pass rate | 1 | 0 | 1 | 0 | 0 | 0 | 0 |

      ### What cannot be seen

      Grant the installation these permissions, or read those KPIs as not known.

      | Permission | Repositories | KPIs that need it |
      | :--- | :--- | :--- |
      | administration: read | 1: acme/pay | control-coverage |

      <sub>Made by Firstpass from the repositories' own scorecards: no number of a person, none made up where nothing was seen.</sub>"
    `);
  });

  it("begins with its marker, carries the label of weekly issues, and holds no time of its making", () => {
    const issue = renderOverviewIssue(build());
    expect(issue).toMatchObject({ title: "Firstpass overview: 2026-W46", labels: ["firstpass"] });
    expect(issue.body.split("\n")[0]).toBe(overviewMarker(1001, "2026-W46"));
    expect(renderOverviewIssue(build({ generatedAt: week + 1 }))).toEqual(issue);
  });

  it("says what differs where windows do", () => {
    const digests = [7, 28].map((windowDays, n) => digestOfRepository(n, [], { windowDays }));
    expect(renderOverviewIssue(build({ digests })).body).toMatch(
      /windows of 7, 28 days[\s\S]*Each repository counts in its own window/,
    );
  });

  it("is never longer than GitHub allows with two thousand hostile names, and says how many are not shown", () => {
    const long = fc
      .tuple(hostileText, fc.integer({ min: 1, max: 40 }))
      .map(([text, times]) => text.repeat(times));
    fc.assert(
      fc.property(fc.array(long, { minLength: 1, maxLength: 4 }), (texts) => {
        const name = (n: number) => `${texts[n % texts.length]}${n}`;
        const groups = Array.from({ length: 40 }, (_, n) => group(`g${n}`, { title: name(n) }));
        const digests = Array.from({ length: 2000 }, (_, n) =>
          digestOfRepository(n, [digestedKpi("first-pass-rate", { title: name(n), ...off })], {
            fullName: name(n),
            owner: name(n),
            action: name(n),
            groups: groups.slice(n % 40, (n % 40) + 1),
            lacking: [{ permission: name(n % 3), kpis: ["ownership"] }],
          }),
        );
        const broken = digests.map(({ fullName: where }) => ({ where, since: week, inForce: null }));
        const { body } = renderOverviewIssue(build({ digests, groups, broken }));
        expect(byteLength(body)).toBeLessThanOrEqual(65_536);
        const { linkableText, links } = readAsGitHub(body);
        expect(linkableText).not.toMatch(/@|www\./);
        expect(links.every((href) => href.startsWith("https://github.com/acme/r"))).toBe(true);
        expect(body).toMatch(/[\d,]+ (?:more )?repositories: /);
        expect(body).toContain("### Groups");
        expect(body.endsWith("</sub>")).toBe(true);
      }),
      { numRuns: 5 },
    );
  }, 120_000);

  it("names the most urgent repositories where not all fit", () => {
    const digests = Array.from({ length: 2000 }, (_, n) =>
      digestOfRepository(n, [
        digestedKpi("risk-debt", { ...off, escalated: n === 1999, offTargetWeeks: n % 9 }),
      ]),
    );
    const { body } = renderOverviewIssue(build({ digests }));
    expect(body).toMatch(/2,000 repositories with a KPI off target, 1 of them escalated/);
    expect(body.indexOf("acme/r1999")).toBeGreaterThan(0);
    expect(body).toMatch(/And 1,950 more repositories: firstpass overview acme --format json tells all\./);
  });
});

it("is told on a terminal without control characters", () => {
  const digests = [digestOfRepository(1, [digestedKpi("risk-debt", off)], { fullName: "\u001b[2Jx\u202e" })];
  const text = renderOverviewTerminal(build({ digests }), { width: 60 });
  expect(text).toMatch(/WHO MUST ACT/);
  for (const acting of ["\u001b", "\u202e"]) expect(text).not.toContain(acting);
});
