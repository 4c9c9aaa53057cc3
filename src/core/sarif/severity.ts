// How bad a result is: SARIF's own level, and the security severity as GitHub maps its score to words.
import type { SarifFinding, SarifSeverity } from "./finding.ts";

export type SarifLevel = SarifFinding["level"];

const levels: ReadonlySet<string> = new Set<SarifLevel>(["error", "warning", "note", "none"]);

/** A level as the log writes it; null for any other word, which then counts as not said. */
export function levelOf(word: string | undefined): SarifLevel | null {
  const level = word?.trim().toLowerCase();
  return level !== undefined && levels.has(level) ? (level as SarifLevel) : null;
}

/**
 * `security-severity`: above 0 and up to 10. Everything else, words too, is no security severity: so GitHub has it.
 * @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function severityOfScore(score: string | undefined): SarifSeverity | null {
  if (score === undefined || !/^\s*\d{1,2}(?:\.\d{1,20})?\s*$/.test(score)) return null;
  const value = Number(score);
  if (value <= 0 || value > 10) return null;
  if (value >= 9) return "critical";
  if (value >= 7) return "high";
  return value >= 4 ? "medium" : "low";
}
