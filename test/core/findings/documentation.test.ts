// docs/findings.md against the code: its tables are the code's, and its worked example comes out as it says.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { foldExceptions } from "../../../src/core/exceptions/fold-exceptions.ts";
import { closureOf, closureTable } from "../../../src/core/findings/closure.ts";
import { foldFindings } from "../../../src/core/findings/fold-findings.ts";
import { severityOf, severityTable } from "../../../src/core/findings/severity.ts";
import { clockOf, overdueMillis } from "../../../src/core/findings/sla.ts";
import { repositoryState } from "../../support/facts.ts";
import { codeScanningAlertFact } from "../../support/findings.ts";
import { configWith, dayMillis } from "../../support/scorecard-input.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/findings.md"), "utf8");

/** Rows of the first table below a heading, without its head. */
function tableBelow(heading: string): string[][] {
  const lines = page.slice(page.indexOf(`\n## ${heading}\n`) + 1).split("\n");
  const first = lines.findIndex((line) => line.startsWith("|"));
  const length = lines.slice(first).findIndex((line) => !line.startsWith("|"));
  const rows = lines.slice(first, first + length).map((line) => line.split("|").slice(1, -1));
  return rows.slice(2).map((cells) => cells.map((cell) => cell.trim()));
}

function rowsOf(table: Readonly<Record<string, Readonly<Record<string, string>>>>): string[][] {
  return Object.entries(table).flatMap(([source, words]) =>
    Object.entries(words).map(([word, meaning]) => [source, word, meaning]),
  );
}

describe("the documentation of findings", () => {
  it("has the table of severities that the code has", () => {
    expect(tableBelow("Severity")).toEqual(rowsOf(severityTable));
    expect(severityOf("code-scanning", "constructor")).toBeNull();
  });

  it("has the table of closures that the code has", () => {
    expect(tableBelow("Closures")).toEqual(rowsOf(closureTable));
    expect([closureOf("dependabot", "constructor"), closureOf("dependabot", null)]).toEqual([
      "unknown",
      "unknown",
    ]);
  });

  it("has an example that comes out as it says", () => {
    const on = (month: number, day: number, hour = 10) => Date.UTC(2026, month - 1, day, hour);
    const createdAt = on(3, 1);
    const told = (action: string, at: number, given: object = {}) =>
      codeScanningAlertFact({ number: 12, action, at, createdAt, securitySeverity: "critical", ...given });
    const facts = [
      told("created", createdAt, { ref: "refs/pull/7/merge" }),
      told("appeared_in_branch", on(3, 2)),
      told("closed_by_user", on(3, 5), { dismissedReason: "won't fix" }),
      told("reopened_by_user", on(3, 15)),
      told("fixed", on(3, 18)),
      told("reopened", on(4, 1)),
      told("fixed", on(4, 2)),
    ];
    const repository = repositoryState();
    const findings = foldFindings(facts, { repository });
    const clock = clockOf(findings[0]!, foldExceptions([], findings, { repository }), configWith({}))!;
    expect(clock).toMatchObject({ startedAt: on(3, 2), dueAt: on(3, 19), pausedMillis: 10 * dayMillis });
    expect((on(4, 2) - on(3, 19)) / dayMillis).toBe(14);
    expect(overdueMillis(clock, on(4, 1, 22)) / dayMillis).toBe(13.5);
  });
});
