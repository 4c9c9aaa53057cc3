// `firstpass adoption` as people see it: counts with their denominators, "not measured" apart from "missing", hostile names harmless.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Adoption } from "../../../src/core/adoption/adoption.ts";
import { buildAdoption } from "../../../src/core/adoption/build.ts";
import {
  renderAdoptionCsv,
  renderAdoptionMarkdown,
  renderAdoptionTerminal,
} from "../../../src/render/organisation/adoption.ts";
import { group, repositoryAdoption, ruleState } from "../../support/adoption.ts";
import { readAsGitHub } from "../../support/github-markdown.ts";
import { hostileText } from "../../support/hostile-text.ts";

const at = Date.UTC(2026, 10, 16);
const day = 86_400_000;
const payments = group("payments", { title: "Payments", tier: "1", owner: "@acme/payments-leads" });

const outdated = ruleState("build", "outdated", {
  title: "Secure build",
  kind: "reusable_workflow",
  allowed: "acme/templates/.github/workflows/build.yml at v3 or later",
  note: "It calls v2.1.0.",
  found: ["v2.1.0"],
  place: { path: ".github/workflows/ci.yml", line: 12 },
  since: { at: at - 20 * day, atLeast: false },
});
const running = ruleState("build", "adopted", {
  title: "Secure build",
  kind: "reusable_workflow",
  found: ["v3.0.1"],
  runs: 3,
});
const unseen = ruleState("images", "not-measured", {
  title: "Images",
  note: "One base is unresolved.",
  since: null,
});

function build(given: Partial<Adoption> = {}): Adoption {
  const adoption = buildAdoption({
    account: { id: 1001, login: "acme" },
    at,
    rulesAsOf: "today",
    window: { from: at - 28 * day, to: at },
    filter: { group: null, rule: null, repository: null },
    repositories: [
      repositoryAdoption("pay", [], {
        rules: [outdated, unseen],
        standing: "not-all",
        groups: [payments],
        tier: "1",
        owner: "@acme/payments-leads",
      }),
      repositoryAdoption("web", [], { repositoryId: 2, rules: [running], standing: "all" }),
    ],
    groups: [payments],
    history: null,
  });
  return { ...adoption, ...given };
}

describe("adoption as Markdown", () => {
  it("tells groups, rules, who is next and each repository", () => {
    expect(renderAdoptionMarkdown(build())).toMatchInlineSnapshot(`
      "## Adoption of secure templates in acme, 2026-11-15 (UTC), by today's rules

      ### Groups

      A repository counts when it satisfies all rules that are for it.

      | Group | Repositories | All rules met | Not measured | No rule for it | Unsure whether in group | Target |
      | :--- | :--- | :--- | :--- | :--- | :--- | :--- |
      | Payments (tier 1) | 1 | 0/1 (0 %) | – | 0 | – | ≥ 85 % of tier-1 repositories: 0/1 (0 %), off target |
      | All repositories | 2 | 1/2 (50 %) | – | 0 | – | ≥ 85 % of tier-1 repositories: 0/1 (0 %), off target |

      ### Rules

      The share is of repositories for which the rule could be evaluated; what could not be seen is counted apart.

      | Rule | Adopted | Outdated | Drifted | Missing | Not measured | Not applicable | Seen to run |
      | :--- | :--- | :--- | :--- | :--- | :--- | :--- | :--- |
      | Secure build (build) | 1/2 (50 %) | 1 | 0 | 0 | 0 | 0 | 1/1 (100 %) |
      | Images (images) | none could be judged | 0 | 0 | 0 | 1 | 0 | – |

      ### Who is next

      By tier, then by how little is missing. The step is the smallest one.

      | Repository | Tier | Owner | Rules not met | Next step | Where |
      | :--- | :--- | :--- | :--- | :--- | :--- |
      | [acme/pay](https://github.com/acme/pay) | 1 | \`@acme/payments-leads\` | 1 of 1 | Secure build (outdated): It calls v2.1.0. Asked for: acme/templates/.github/workflows/build.yml at v3 or later. | .github/workflows/ci.yml:12 |

      ### Repository by repository

      2 repositories. Runs were looked for from 2026-10-19 to 2026-11-15; one that was not seen may have run all the same.

      | Repository | Rule | Status | Found | Since | Seen to run | Why |
      | :--- | :--- | :--- | :--- | :--- | :--- | :--- |
      | [acme/pay](https://github.com/acme/pay) | Secure build | outdated | v2.1.0 | since 2026-10-27 | – | It calls v2.1.0. |
      | [acme/pay](https://github.com/acme/pay) | Images | not measured | – | – | – | One base is unresolved. |
      | [acme/web](https://github.com/acme/web) | Secure build | adopted | v3.0.1 | at least since 2026-11-09 | ran 3 times |  |"
    `);
  });

  it("tells whose rules past weeks are held against", () => {
    const row = {
      isoWeek: "2026-W46",
      at,
      ruleId: "build",
      title: "Secure build",
      notMeasured: 2,
      notApplicable: 0,
    };
    const history = [{ ...row, share: { numerator: 1, denominator: 3, percent: 100 / 3 } }];
    const markdown = renderAdoptionMarkdown(build({ history }));
    expect(markdown).toMatch(/by today's rules, past weeks as well/);
    expect(markdown).toMatch(/\| 2026-W46 \| Secure build \\?\(build\\?\) \| 1\/3 \(33.3 %\) \| 2 \| 0 \|/);
    expect(renderAdoptionMarkdown(build({ history, rulesAsOf: "then" }))).toMatch(
      /held against the rules known then/,
    );
  });

  it("leads nowhere but to the repositories, and pings nobody, whatever things are called", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const rule = ruleState(text, "outdated", {
          title: text,
          note: text,
          found: [text],
          allowed: text,
          place: { path: text, line: 1 },
        });
        const hostile = repositoryAdoption("pay", [], {
          fullName: text,
          owner: text,
          tier: text,
          rules: [rule],
          groups: [group(text)],
        });
        const { linkableText, links, tagNames } = readAsGitHub(
          renderAdoptionMarkdown(
            buildAdoption({ ...build(), repositories: [hostile], groups: [group(text)], history: null }),
          ),
        );
        expect(linkableText).not.toMatch(/@|:\/\/|www\./);
        expect(links.every((href) => href === "https://github.com/acme/pay")).toBe(true);
        expect(tagNames).not.toContain("img");
      }),
    );
  });
});

describe("adoption on a terminal", () => {
  it("says how many lines are not shown, and how to see them", () => {
    const repositories = Array.from({ length: 60 }, (_, n) => repositoryAdoption(`r${n}`, ["missing"]));
    const text = renderAdoptionTerminal(build({ repositories }), { width: 200 });
    expect(text).toMatch(/And 10 more lines: narrow it by --group, --rule or --repository/);
  });

  it("lists what a narrow terminal has no room for as a table, and lets nothing control it", () => {
    const hostile = repositoryAdoption("\u001b[31mred\u202e", ["missing"]);
    const text = renderAdoptionTerminal(build({ repositories: [hostile] }), { width: 40 });
    expect(text).toMatch(/^ {2}Status: missing$/m);
    for (const acting of ["\u001b", "\u202e"]) expect(text).not.toContain(acting);
  });
});

describe("adoption as CSV", () => {
  it("has one line per repository and rule", () => {
    expect(renderAdoptionCsv(build()).split("\r\n")).toEqual([
      "repository,visibility,tier,owner,groups,rule,kind,status,found,since,since_is_a_lower_bound,runs_seen,where,note,allowed",
      "acme/pay,private,1,'@acme/payments-leads,payments,build,reusable_workflow,outdated,v2.1.0,2026-10-27T00:00:00.000Z,false,,.github/workflows/ci.yml:12,It calls v2.1.0.,acme/templates/.github/workflows/build.yml at v3 or later",
      "acme/pay,private,1,'@acme/payments-leads,payments,images,base_image,not-measured,,,,,,One base is unresolved.,node",
      "acme/web,private,,,,build,reusable_workflow,adopted,v3.0.1,2026-11-09T10:00:00.000Z,true,3,,A sentence.,node",
    ]);
  });

  it.each([
    ["=1+1", "'=1+1"],
    [" @SUM(A1)", "' @SUM(A1)"],
    ['a "b", c', '"a ""b"", c"'],
    ["a\nb", "a⟨U+000A⟩b"],
  ])("makes no formula and no second line of %j", (note, cell) => {
    const rules = [ruleState("r", "missing", { note })];
    const csv = renderAdoptionCsv(build({ repositories: [repositoryAdoption("a", [], { rules })] }));
    expect(csv.split("\r\n")[1]).toContain(`,${cell},node`);
  });
});
