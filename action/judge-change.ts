// Which conditions of `fail-on` a change meets, and how it comes out. What was asked for and cannot be seen fails, too: a gate that looks away
// is none.
import type { ExceptionNote } from "../src/core/exceptions/review-file.ts";
import type { PavedRoadFinding } from "../src/core/paved-road/finding.ts";
import type { Scorecard } from "../src/core/scorecard/scorecard.ts";
import type { ConfigurationNote } from "../src/core/simulation/review-configuration.ts";
import type { ShownFinding } from "../src/render/action/remarks.ts";
import { countErrors } from "../src/render/check/check-configuration.ts";
import { countBrokenRules } from "../src/render/check/check-findings.ts";
import { countOf } from "../src/render/numbers.ts";
import type { Audit, ChangeAudit } from "../src/workflows/audit/audit.ts";
import { type FailCondition, nameCondition, reaches } from "./fail-on.ts";

export interface JudgedChange {
  readonly roadFindings: readonly PavedRoadFinding[];
  readonly exceptionNotes: readonly ExceptionNote[];
  readonly configurationNotes: readonly ConfigurationNote[];
  /** New ones, and those in changed files. */
  readonly findings: readonly Pick<ShownFinding, "finding">[];
  readonly scorecard: Scorecard;
  /** Why the change could not be compared with its base; null: it was. */
  readonly notCompared: string | null;
  /** SARIF files that could not be used. */
  readonly brokenSarif: number;
  /** Why template rules could not be held against the change, a sentence; null: all that were met before were looked at. */
  readonly rulesUnseen: string | null;
}

/** Mistakes that leave no rule in force, and rules that were met on the base and cannot be looked at any more, without a line to show. */
export function explainUnseenRules(
  { config, configProblems }: Pick<Audit, "config" | "configProblems">,
  change: Pick<ChangeAudit, "rules" | "roadFindings"> | null,
): string | null {
  const { rules, roadFindings } = change ?? { rules: [], roadFindings: [] };
  if (configProblems.length > 0 && config.templates.rules.length === 0)
    return "The configuration has mistakes, and no template rule is in force.";
  const shown = new Set(roadFindings.map(({ ruleId }) => ruleId));
  const lost = rules.filter(
    ({ before, after }) =>
      before.status === "adopted" && after.status === "not-measured" && !shown.has(after.ruleId),
  );
  return lost.length === 0
    ? null
    : `${countOf(lost.length, "template rule")} met on the base can no longer be measured.`;
}

/** Why the step fails, a sentence for each condition; empty where it does not. */
export function judgeChange(change: JudgedChange, conditions: readonly FailCondition[]): string[] {
  return conditions.flatMap((condition) => {
    const why = judge(change, condition);
    return why === null ? [] : [`${nameCondition(condition)}: ${why}`];
  });
}

function judge(change: JudgedChange, condition: FailCondition): string | null {
  if (condition.kind === "off-target") return judgeTargets(change.scorecard, condition.kpi);
  if (change.notCompared !== null) return `it cannot be told. ${change.notCompared}`;
  switch (condition.kind) {
    case "broken-template":
      return (
        tell(countBrokenRules(change.roadFindings), "template rule", "broken by this change") ??
        (change.rulesUnseen === null ? null : `it cannot be told. ${change.rulesUnseen}`)
      );
    case "invalid-file":
      return tell(countMistakes(change), "mistake", "in configuration or exceptions of this change");
    case "new-secret":
      return judgeFindings(change, ({ isSecret }) => isSecret, "secret");
    case "new-finding":
      return judgeFindings(change, (finding) => reaches(finding, condition.threshold), "finding");
  }
}

function judgeFindings(
  { findings, brokenSarif }: JudgedChange,
  counts: (finding: ShownFinding["finding"]) => boolean,
  word: string,
): string | null {
  const found = findings.filter(({ finding }) => counts(finding)).length;
  if (found > 0) return tell(found, word, "new, or in changed files");
  return brokenSarif === 0
    ? null
    : `it cannot be told: ${countOf(brokenSarif, "SARIF file")} could not be used.`;
}

/** What is not measured is not off target. */
export function judgeTargets({ kpis }: Pick<Scorecard, "kpis">, id: string | null): string | null {
  const off = kpis.filter((kpi) => kpi.status === "off-target" && (id === null || kpi.id === id));
  return off.length === 0 ? null : `${off.map(({ title }) => title).join(", ")}.`;
}

function countMistakes({ exceptionNotes, configurationNotes }: JudgedChange): number {
  return countErrors(configurationNotes) + exceptionNotes.filter(({ kind }) => kind === "mistake").length;
}

function tell(count: number, word: string, what: string): string | null {
  return count === 0 ? null : `${countOf(count, word)} ${what}.`;
}

/** One line for the top of the summary. */
export function headlineOf(change: JudgedChange): string {
  if (change.notCompared !== null) return "this change could not be compared with its base";
  const secrets = change.findings.filter(({ finding }) => finding.isSecret).length;
  const parts = [
    [countBrokenRules(change.roadFindings), "broken template rule"] as const,
    [secrets, "secret"] as const,
    [change.findings.length - secrets, "finding"] as const,
    [countMistakes(change), "mistake"] as const,
  ].flatMap(([count, word]) => (count === 0 ? [] : [countOf(count, word)]));
  if (parts.length > 0) return parts.join(", ");
  return change.rulesUnseen === null
    ? "nothing in this change makes it worse"
    : "template rules could not be held against this change";
}

/** `neutral`: something is there to look at, and nobody asked to fail for it. */
export function concludeChange(
  change: JudgedChange,
  failures: readonly string[],
): "success" | "neutral" | "failure" {
  if (failures.length > 0) return "failure";
  const worse =
    countBrokenRules(change.roadFindings) +
    change.findings.length +
    countMistakes(change) +
    change.brokenSarif;
  return worse > 0 || change.notCompared !== null || change.rulesUnseen !== null ? "neutral" : "success";
}
