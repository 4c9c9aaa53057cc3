import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KpiResult, Scorecard } from "../../../src/core/scorecard/scorecard.ts";
import { portfolioSections } from "../../../src/render/portfolio/portfolio-sections.ts";
import {
  renderPortfolioMarkdown,
  renderPortfolioPage,
  renderPortfolioTerminal,
} from "../../../src/render/portfolio/render-portfolio.ts";
import { hostileText } from "../../support/hostile-text.ts";
import { buildKpi, buildScorecard, secretKpi, unmeasured } from "../../support/scorecards.ts";

function scorecardOf(name: string, kpis: readonly KpiResult[]): Scorecard {
  const url = `https://github.com/octo/${name}`;
  return buildScorecard({
    repository: { id: 1, fullName: `octo/${name}`, visibility: "private", url },
    kpis,
  });
}

const share = (numerator: number, denominator: number) =>
  buildKpi({ numerator, denominator, value: (100 * numerator) / denominator });

const blind = unmeasured(buildKpi(), "permission-missing", "Grant it.");

function rowsOf(scorecards: readonly Scorecard[], title: string) {
  return portfolioSections({ scorecards, failed: [] }).find((section) => section.title === title)?.table
    ?.rows;
}

describe("the table of several repositories", () => {
  it("has a row for each, in the order given, with value, counts, interval and status", () => {
    const rows = rowsOf([scorecardOf("b", [share(9, 10)]), scorecardOf("a", [blind])], "Repositories");
    expect(rows?.map(([first]) => first)).toEqual([
      { text: "octo/b", url: "https://github.com/octo/b" },
      { text: "octo/a", url: "https://github.com/octo/a" },
    ]);
    expect(rows?.[0]?.[1]).toMatch(/^✅ 90 % \(9\/10\), 95 %: /);
    expect(rows?.[1]?.[1]).toBe("❔ not measured");
    expect(rows?.map((row) => row.at(-1))).toEqual(["0 of 1", "1 of 1"]);
  });

  it("adds numerators and denominators, and never takes the mean of percentages", () => {
    const rows = rowsOf([scorecardOf("a", [share(1, 1)]), scorecardOf("b", [share(0, 99)])], "Together");
    expect(rows?.[0]?.slice(1, 3)).toEqual(["1 %", "1/100"]);
  });

  it("leaves out of the sum who did not measure it, and says of how many it is", () => {
    const rows = rowsOf([scorecardOf("a", [share(3, 4)]), scorecardOf("b", [blind])], "Together");
    expect(rows?.[0]).toEqual(expect.arrayContaining(["75 %", "3/4", "1 of 2 repositories"]));
  });

  it("says not measured where nobody measured it, and no number", () => {
    const rows = rowsOf([scorecardOf("a", [blind])], "Together");
    expect(rows?.[0]).toEqual([blind.title, "not measured", "–", "–", "0 of 1 repository"]);
  });

  it("adds no medians and no totals", () => {
    const median = buildKpi({ id: "time-to-remediate", title: "Days", statistic: "median", numerator: null });
    const total = buildKpi({ id: "risk-debt", title: "Debt", statistic: "total", numerator: null });
    const rows = rowsOf([scorecardOf("a", [median, total, secretKpi()])], "Together");
    expect(rows?.map(([title]) => title)).toEqual([secretKpi().title]);
  });

  it("makes the same sums in any order of the repositories", () => {
    const counts = fc.array(
      fc.tuple(fc.nat(20), fc.nat(20)).filter(([of, more]) => of + more > 0),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(counts, (given) => {
        const made = given.map(([of, more], index) => scorecardOf(`r${index}`, [share(of, of + more)]));
        expect(rowsOf(made.toReversed(), "Together")).toEqual(rowsOf(made, "Together"));
      }),
    );
  });

  it("tells each reason once with the KPIs and repositories that it hides, the most first", () => {
    const other = unmeasured(buildKpi(), "x", "Another.");
    const made = [scorecardOf("a", [other]), scorecardOf("b", [blind]), scorecardOf("c", [blind])];
    expect(rowsOf(made, "What cannot be seen")).toEqual([
      ["Grant it.", blind.title, "2: octo/b, octo/c"],
      ["Another.", blind.title, "1: octo/a"],
    ]);
  });

  it("lists who could not be read with the reason, and counts them", () => {
    const text = renderPortfolioTerminal({
      scorecards: [scorecardOf("a", [share(1, 2)])],
      failed: [{ fullName: "octo/gone", why: "It is not there." }],
    });
    expect(text).toContain("2 repositories, 1 of them read");
    expect(text).toContain("octo/gone");
    expect(text).toContain("It is not there.");
  });

  it("is a table of fewer columns where there is little room, and a list where there is less", () => {
    const portfolio = { scorecards: [scorecardOf("a", [share(9, 10), secretKpi()])], failed: [] };
    const at = (width: number) => renderPortfolioTerminal(portfolio, { width }).split("TOGETHER")[0] ?? "";
    expect(at(300)).toContain("│ Merges past the gate");
    expect(at(120)).toContain("│ First pass");
    expect(at(120)).not.toContain("Merges past the gate");
    for (const line of at(120).split("\n")) expect(line.length).toBeLessThanOrEqual(120);
    expect(at(60)).toContain("  First pass: ✅ 90 % (9/10)");
  });

  it("cuts no repository off, however many there are", () => {
    const scorecards = Array.from({ length: 300 }, (_, index) => scorecardOf(`r${index}x`, [share(1, 2)]));
    const portfolio = { scorecards, failed: [] };
    for (const render of [renderPortfolioTerminal, renderPortfolioMarkdown, renderPortfolioPage]) {
      const text = render(portfolio);
      for (const { repository } of scorecards) expect(text).toContain(repository.fullName);
    }
  });

  it("shows hostile names and reasons literally as HTML", () => {
    const page = (text: string) =>
      renderPortfolioPage({
        scorecards: [scorecardOf("a", [unmeasured(buildKpi(), "x", text)])],
        failed: [{ fullName: text, why: text }],
      });
    const tags = (text: string) => page(text).match(/<[a-z/!][^>]*>/gi);
    const expected = tags("plain");
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(tags(text)).toEqual(expected);
      }),
    );
  });
});
