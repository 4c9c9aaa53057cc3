import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentationHtml, escapeHtml, linkHtml } from "../../../src/render/html/escape-html.ts";
import { renderScorecardPage } from "../../../src/render/html/scorecard-page.ts";
import { pageStyle, pageStyleSha256 } from "../../../src/render/html/style.ts";
import { formatInterval } from "../../../src/render/numbers.ts";
import { hostileText, hostileTexts } from "../../support/hostile-text.ts";
import { buildConfig, buildKpi, buildScorecard } from "../../support/scorecards.ts";
import { twentyKpis } from "../../support/twenty-kpis.ts";

const home = "https://github.com/octo/shop";

const allTags =
  "a|body|caption|code|dd|details|div|dl|dt|em|footer|h1|h2|h3|head|header|html|li|main|meta|ol|p|pre|span|strong|style|summary|table|tbody|td|th|thead|title|tr|ul";

/** Every `<` that stands in the page, with what follows. */
function tagsOf(page: string): string[] {
  const bare = page.replace(/<style>[\s\S]*?<\/style>/, "");
  return Array.from(bare.matchAll(/<[^>]*>?/g), ([tag]) => tag);
}

const hostileScorecard = (text: string) =>
  buildScorecard({
    repository: { id: 1, fullName: `octo/${text}`, visibility: "private", url: home },
    kpis: [
      buildKpi({
        status: "off-target",
        evidence: [
          { kind: "file", id: text, url: text, at: 0, note: text, counted: true, detail: `${text}\n${text}` },
        ],
        beside: [{ id: "x", label: text, value: 1, unit: "" }],
        breakdown: [{ label: text, count: 1, of: 2 }],
        notes: [text],
        excluded: { [text]: 1 },
        explanation: [text],
        advice: { text, why: text, evidenceIds: [] },
      }),
      buildKpi({
        id: "ownership",
        title: "Ownership",
        outcome: "not-measured",
        value: null,
        status: "not-measured",
        reasons: [{ code: "x", text }],
        reason: text,
      }),
    ],
    actions: [
      {
        kpi: "ownership",
        text,
        why: text,
        owner: text,
        links: [{ label: text, url: text }],
        offTargetWeeks: 3,
        escalated: true,
      },
    ],
  });

describe("the page of a scorecard", () => {
  it("shows every KPI with its number, interval, target and status, and opens what it is made of", () => {
    const kpis = twentyKpis();
    const page = renderScorecardPage(buildScorecard({ kpis }), buildConfig());
    for (const { id, title } of kpis) {
      expect(page).toContain(`<a href="#${id}">${escapeHtml(title)}</a>`);
      expect(page).toContain(`<details id="${id}">`);
    }
    expect(page).toContain("87.5 % (35/40)");
    expect(page).toContain(formatInterval({ low: 73.8871, high: 94.5405 }, "%"));
    expect(page).toContain("≥ 85 %");
    expect(page).toContain('<a href="https://github.com/octo/shop/security/code-scanning/1">');
    expect(page).toContain("grant its installation the permission &quot;administration: read&quot;");
  });

  it("says what is not measured and why, and shows no number there", () => {
    const kpi = buildKpi({
      outcome: "not-measured",
      status: "not-measured",
      value: null,
      numerator: null,
      denominator: null,
      interval: null,
      trend: null,
      variance: null,
      reasons: [{ code: "x", text: "The sun was in the way." }],
    });
    const page = renderScorecardPage(buildScorecard({ kpis: [kpi] }), buildConfig());
    expect(page).toContain('<span class="value">not measured</span>');
    expect(page).toContain("The sun was in the way.");
    expect(page).not.toMatch(/<span class="value">[^<]*\d/);
  });

  it("stands alone: no script, nothing from elsewhere, and a policy that allows its own style by its hash alone", () => {
    const page = renderScorecardPage(buildScorecard({ kpis: twentyKpis() }), buildConfig());
    const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1];
    expect(style).toBe(pageStyle);
    expect(pageStyleSha256).toBe(createHash("sha256").update(pageStyle).digest("base64"));
    expect(page).toContain(`default-src 'none'; style-src 'sha256-${pageStyleSha256}'`);
    expect(page).not.toMatch(/<(script|img|link|iframe|object|form)|\bsrc=|\bon\w+=|\bstyle=|@import|url\(/i);
  });

  it("gives every table a caption and headings of rows and columns", () => {
    const page = renderScorecardPage(buildScorecard({ kpis: twentyKpis() }), buildConfig());
    const tables = page.split("<table>").slice(1);
    expect(tables.length).toBeGreaterThan(4);
    for (const table of tables) {
      expect(table).toMatch(/^\n<caption>[^<]+<\/caption>/);
      expect(table).toContain('<th scope="col">');
      expect(table).toContain('<th scope="row">');
    }
  });

  it.each(hostileTexts)("shows %j literally", (text) => {
    const page = renderScorecardPage(hostileScorecard(text), buildConfig());
    for (const tag of tagsOf(page)) expect(tag).toMatch(new RegExp(`^(<!doctype html>|</?(${allTags})[ >])`));
    expect(page).not.toMatch(/evil\.example"|href="(?!#|https:\/\/github\.com\/)/);
    expect(page.replace(/[\t\n]/g, "")).not.toMatch(/\p{Bidi_Control}|\u200B|\p{Cc}/u);
  });

  it("makes no tag and no attribute of any text", () => {
    // How many links, emphases and code spans there are depends on the text.
    const framed = (text: string) =>
      tagsOf(renderScorecardPage(hostileScorecard(text), buildConfig())).filter(
        (tag) => !/^<\/?(a|em|code)\b/.test(tag),
      );
    const expected = framed("plain");
    fc.assert(
      fc.property(hostileText, (text) => {
        fc.pre(escapeHtml(text) !== "");
        expect(framed(text)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

describe("a link", () => {
  it.each([
    ["https://github.com/octo/shop/pull/1", true],
    ["http://github.com/octo/shop", true],
    ["https://github.com.evil.example/octo", false],
    ["https://octo@github.com/octo", false],
    ["https://evil.example/https://github.com/", false],
    ["javascript:alert(1)", false],
    ["data:text/html,x", false],
    ["//github.com/octo", false],
    ["", false],
  ])("to %s is made: %s", (url, made) => {
    expect(linkHtml("x", url, home).startsWith("<a href=")).toBe(made);
  });

  it("cannot leave its attribute", () => {
    const html = linkHtml("x", `https://github.com/a"onmouseover='x'<b>&amp;`, home);
    expect(html).toMatch(/^<a href="[^"<>']*">x<\/a>$/);
  });
});

it("reads code spans and emphasis of the documentation, and no other Markdown or HTML", () => {
  expect(documentationHtml("*Open*: `a*b*` <b> [x](https://evil.example) 2 * 3")).toBe(
    "<em>Open</em>: <code>a*b*</code> &lt;b&gt; [x](https://evil.example) 2 * 3",
  );
});
