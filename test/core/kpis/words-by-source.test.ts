import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../../src/core/config/defaults.ts";
import type { HistoryReadFact } from "../../../src/core/facts/history.ts";
import { historyReadSubject } from "../../../src/core/facts/subjects.ts";
import { sightOfFindings } from "../../../src/core/findings/sight.ts";
import { gapInHistory, incompleteHistory } from "../../../src/core/kpis/coverage.ts";
import { type DataSource, reachOf } from "../../../src/core/kpis/data-source.ts";
import { explainMissingPermission } from "../../../src/core/kpis/permissions.ts";
import { buildScorecard } from "../../../src/core/scorecard/build.ts";
import { assemble } from "../../support/facts.ts";
import { workflowRule } from "../../support/paved-road.ts";
import { configWith, scorecardInput } from "../../support/scorecard-input.ts";

const DAY = 24 * 60 * 60 * 1000;
const to = Date.UTC(2026, 10, 21);
const window = { from: to - 28 * DAY, to };

/** A scorecard of a repository of which nothing is known. */
function blind(source: DataSource) {
  const config = configWith({ templates: { ...defaultConfig.templates, rules: [workflowRule()] } });
  return buildScorecard(scorecardInput([], { config, coveredFrom: to, window, now: to, source }));
}

function historyRead(from: number, until: number): HistoryReadFact {
  const { envelope, data } = assemble({ from, to: until, unseen: [] }, {} as HistoryReadFact["data"]);
  return { kind: "history-read", subject: historyReadSubject(data), ...envelope, data };
}

describe("words by source", () => {
  it("never tells who has no App to install it, to wait for its deliveries, or to grant its installation something", () => {
    for (const source of ["api", "clone"] as const) {
      const scorecard = blind(source);
      const reachable = scorecard.kpis.filter(({ id }) => reachOf[id][source] === null);
      const said = reachable.flatMap(({ reasons, notes, evidence }) => [
        ...reasons.map(({ text }) => text),
        ...notes,
        ...evidence.map(({ note }) => note),
      ]);
      expect(said.length).toBeGreaterThan(5);
      for (const text of said)
        expect(text).not.toMatch(/installation|not installed|deliver|once a day|next push|Wait/);
    }
  });

  it("says it to who has the App", () => {
    const said = blind("app").kpis.flatMap(({ reasons }) => reasons.map(({ text }) => text));
    expect(said.some((text) => text.includes("if Firstpass is not installed"))).toBe(true);
    expect(said.some((text) => text.includes("once a day"))).toBe(true);
  });

  it("tells beside the numbers of exceptions and of risk debt that entries count from this reading on", () => {
    const file = {
      origin: "repository-file",
      path: ".github/firstpass-exceptions.yml",
      readAt: to - 1,
    } as const;
    const notes = (source: DataSource, text: string | null) =>
      buildScorecard(
        scorecardInput([], { coveredFrom: to, window, now: to, source, exceptionFiles: [{ ...file, text }] }),
      )
        .kpis.filter((kpi) => kpi.notes.some((note) => note.startsWith("Entries of exceptions files count")))
        .map(({ id }) => id);
    const text = "version: 1\nexceptions: []\n";
    expect(notes("api", text)).toEqual(["risk-debt", "exceptions-overdue", "exception-governance"]);
    expect(notes("api", null)).toEqual([]);
    expect(notes("app", text)).toEqual([]);
  });

  it("names what a token is to be granted, and which kinds of tokens cannot have it", () => {
    const told = (permission: string) => explainMissingPermission("x", permission, "api");
    expect(told("contents: read")).toBe(
      'Firstpass may not read x: grant the token the permission "contents: read". In a workflow, add "contents: read" under "permissions:".',
    );
    expect(told("security_events: read")).toContain('In a workflow, add "security-events: read"');
    expect(told("checks: read")).toContain("A fine-grained token cannot have it");
    for (const name of ["administration: write", "secret_scanning_alerts: read"])
      expect(told(name)).toContain("The GITHUB_TOKEN of a workflow cannot have it");
    expect(told("vulnerability_alerts: read")).toContain('In a workflow, add "vulnerability-alerts: read"');
    expect(explainMissingPermission("x", "contents: read")).toContain("grant its installation");
  });

  it("says from which day on more of the past is to be read", () => {
    const known = { facts: [], coveredFrom: to };
    expect(incompleteHistory({ ...known, source: "api" }, window)?.text).toBe(
      "History incomplete: known since 2026-11-21 only, and the window begins on 2026-10-24. Have its past read back to 2026-10-24: ask for more days of history.",
    );
    expect(incompleteHistory({ ...known, source: "clone" }, window)?.text).toContain("git fetch --unshallow");
  });

  it("does not blame deliveries for a gap that no reading filled", () => {
    const facts = [historyRead(window.from - DAY, window.from + DAY), historyRead(window.from + 2 * DAY, to)];
    const text = gapInHistory({ facts, coveredFrom: to, source: "api" }, window, ["pushes"])?.text;
    expect(text).toMatch(/is not known, because it was not read\. Run it again\.$/);
  });

  it("tells of lists that nobody read in the source's own words", () => {
    const texts = (source: DataSource) => sightOfFindings({ facts: [], source }).notes.join(" ");
    expect(texts("app")).toContain("before Firstpass was told of them");
    expect(texts("api")).toContain(
      "Dependabot: its alerts are not known, because GitHub's list was not read.",
    );
    expect(texts("clone")).toContain("beside those of the files that were given");
  });
});
