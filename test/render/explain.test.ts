// A number with everything that made it: whole, true to the measurement, and safe whatever it is named.
import { describe, expect, it } from "vitest";
import { kpiDefinitions } from "../../src/core/kpis/registry.ts";
import { buildScorecard as measureScorecard } from "../../src/core/scorecard/build.ts";
import { type Explanation, explainKpi, reportReproduction } from "../../src/core/scorecard/explain-kpi.ts";
import type { KpiResult } from "../../src/core/scorecard/scorecard.ts";
import {
  renderExplanationMarkdown,
  renderReproductionMarkdown,
} from "../../src/render/explain/explain-markdown.ts";
import { renderExplanation, renderReproduction } from "../../src/render/explain/explain-terminal.ts";
import { renderJson } from "../../src/render/json.ts";
import { readAsGitHub, wouldBeLinked } from "../support/github-markdown.ts";
import { hostileTexts } from "../support/hostile-text.ts";
import { scorecardInput } from "../support/scorecard-input.ts";
import { buildConfig, buildKpi, buildScorecard, unmeasured } from "../support/scorecards.ts";

function explained(kpi: Partial<KpiResult>, given: Partial<Explanation> = {}): Explanation {
  const scorecard = buildScorecard({ kpis: [buildKpi(kpi)] });
  const made = { scorecard, config: buildConfig(), recordedBefore: null };
  return { ...explainKpi("first-pass-rate", made)!, ...given };
}

const oneRow = (note: string, id = "#1", url: string | null = null) =>
  ({ kind: "pull-request", id, url, at: Date.UTC(2026, 10, 18, 9, 30), note, counted: true }) as const;

describe("an explanation", () => {
  it("prints every row of evidence, however many there are", () => {
    const evidence = Array.from({ length: 500 }, (_, n) => oneRow("passed", `#${n}`));
    const explanation = explained({ evidence });
    expect(renderExplanation(explanation).match(/^ {2}yes /gm)).toHaveLength(500);
    expect(renderExplanationMarkdown(explanation).match(/^\| yes \|/gm)).toHaveLength(500);
    expect(JSON.parse(renderJson(explanation)).kpi.evidence).toHaveLength(500);
  });

  it("shows what belongs to a row and has several lines, whatever it holds", () => {
    const detail = "@@ -1 +1 @@\n-a\n+``` @everyone\u202e";
    const explanation = explained({ evidence: [{ ...oneRow("drifted"), detail }] });
    expect(renderExplanation(explanation)).toMatch(/ -a\n +\+``` @everyone⟨U\+202E⟩\n?$/);
    expect(renderExplanationMarkdown(explanation)).toContain(
      "````diff\n@@ -1 +1 @@\n-a\n+``` @everyone⟨U+202E⟩\n````",
    );
    expect(JSON.parse(renderJson(explanation)).kpi.evidence[0].detail).toBe(detail);
  });

  it("says each exclusion with its count, and that there was none", () => {
    const text = renderExplanation(explained({ excluded: { "opened by a bot": 6, undecided: 2 } }));
    expect(text).toMatch(/Left out of the denominator\n {2}6 {2}opened by a bot\n {2}2 {2}undecided\n/);
    expect(renderExplanation(explained({ excluded: {} }))).toMatch(/denominator\n {2}nothing\n/);
  });

  it("gives every reason and no number where nothing was measured", () => {
    const kpi = unmeasured(buildKpi(), "permission-missing", "Grant “checks: read”.");
    const text = renderExplanation(explained(kpi));
    expect(text).toMatch(/The number\n {2}Outcome {2}not measured\n {2}Why {6}Grant “checks: read”\.\n/);
    expect(text).not.toMatch(/Value|Numerator|%.*interval/);
  });

  it.each<[Partial<KpiResult>, RegExp]>([
    [{ statistic: "share" }, /73\.9 to 94\.5 % \(Wilson score interval/],
    [{ statistic: "events-per-exposure" }, /exact Poisson \(Garwood\)/],
    [{ statistic: "median" }, /order statistics around the median/],
    [{ statistic: "median", interval: null }, /none: fewer than 6 values/],
    [{ statistic: "census", interval: null }, /none: all there is was counted/],
    [{ statistic: "total", interval: null }, /none: all there is was added up/],
  ])("names the kind of interval: %o", (kpi, said) => {
    const explanation = explained(kpi);
    const definition = { ...explanation.definition, statistic: kpi.statistic! };
    expect(renderExplanation({ ...explanation, definition })).toMatch(said);
  });

  it("tells how long it has been off target", () => {
    const off = { status: "off-target", offTargetWeeks: 4, escalated: true } as const;
    expect(renderExplanation(explained(off))).toContain("off target, for 4 weeks in a row: escalated");
  });

  it("says that its documentation is newer than the number", () => {
    expect(renderExplanation(explained({ definitionVersion: 7 }))).toMatch(
      /first-pass-rate, version 7; the text here is of version \d/,
    );
  });

  it.each(hostileTexts.map((text) => [text]))("stays on its lines with %j in it", (text) => {
    const hostile = {
      evidence: [oneRow(text, text, text)],
      notes: [text],
      excluded: { [text]: 1 },
      breakdown: [{ label: text, count: 1, of: 1 }],
    };
    const config = { hash: "h", settings: [{ key: "owner", value: text }] };
    const harmless = { ...hostile, evidence: [oneRow("x")], notes: ["x"], excluded: { x: 1 } };
    const lines = (explanation: Explanation) => renderExplanation(explanation).split("\n").length;
    const shown = renderExplanation(explained(hostile, { configuration: config }));
    expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u200b]/u);
    expect(lines(explained(hostile))).toBe(lines(explained(harmless)) + 1);
  });

  it.each(hostileTexts.map((text) => [text]))(
    "is Markdown that links and opens nothing with %j in it",
    (text) => {
      const read = (evil: string) => {
        const configuration = { hash: "h", settings: [{ key: "owner", value: evil }] };
        const evidence = [oneRow(evil, evil)];
        const rest = { notes: [evil], excluded: { [evil]: 1 }, explanation: [evil], breakdown: [] };
        return readAsGitHub(renderExplanationMarkdown(explained({ evidence, ...rest }, { configuration })));
      };
      const tags = ({ tagNames }: { tagNames: readonly string[] }) =>
        tagNames.filter((tag) => tag !== "code");
      expect(tags(read(text))).toEqual(tags(read("x")));
      expect(read(text).links).toEqual([]);
      expect(wouldBeLinked(read(text).linkableText)).toBe(false);
    },
  );

  it("keeps a paragraph of the documentation within its list", () => {
    const explanation = explained({});
    const documentation = { ...explanation.definition.documentation, population: "One.\n\nTwo." };
    const definition = { ...explanation.definition, documentation };
    expect(renderExplanationMarkdown({ ...explanation, definition })).toContain(
      "- **Population:** One.\n\n  Two.\n",
    );
  });

  it("can be made of every KPI there is", () => {
    const input = scorecardInput([]);
    const made = { scorecard: measureScorecard(input), config: input.config, recordedBefore: null };
    for (const { id, title } of kpiDefinitions) {
      const explanation = explainKpi(id, made)!;
      expect(renderExplanation(explanation)).toContain(title);
      expect(JSON.parse(renderJson(explanation)).definition.id).toBe(id);
    }
  });
});

describe("a reproduction", () => {
  const posted = buildScorecard();
  const week = { isoWeek: "2026-W47", issueNumber: 12 };

  it("says in one sentence that the week is what it was", () => {
    const report = reportReproduction(
      { exact: true, posted, rebuilt: posted, differences: [], causes: [] },
      week,
    );
    expect(renderReproduction(report)).toBe(
      "Reproduced exactly: 3 KPIs, 4 evidence rows, configuration 5e1f0c9a7b3d, definitions first-pass-rate 1, template-adoption 1, secret-exposure 1. The ledger gives today what the weekly issue #12 of 2026-W47 said, field by field.",
    );
  });

  it("lists every difference, hostile or not, each on its line", () => {
    const differences = hostileTexts.map((text) => ({ path: text, posted: text, rebuilt: undefined }));
    const causes = ["The formula changed."];
    const report = reportReproduction({ exact: false, posted, rebuilt: posted, differences, causes }, week);
    const lines = renderReproduction(report).split("\n");
    expect(lines).toHaveLength(2 + hostileTexts.length);
    expect(lines[0]).toMatch(/^Not reproduced: \d+ fields of the weekly issue #12 of 2026-W47 are different/);
    expect(lines[1]).toBe("Why: The formula changed.");
    const { links, linkableText, tagNames } = readAsGitHub(renderReproductionMarkdown(report));
    expect([links, wouldBeLinked(linkableText)]).toEqual([[], false]);
    expect(tagNames.filter((tag) => tag === "li")).toHaveLength(2 + hostileTexts.length);
  });
});
