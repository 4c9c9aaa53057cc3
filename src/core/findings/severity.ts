// How severe a finding is, whatever the word of its source: one table for all three. Documented in docs/findings.md.
import type { FindingSource, Severity } from "./finding.ts";

/** From the most severe to the least. */
export const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

/**
 * Word of the source → severity. Code scanning: `rule.security_severity_level`; Dependabot: the advisory's severity; secret
 * scanning has no such word, so that what is known of the secret stands for it.
 */
export const severityTable: Readonly<Record<FindingSource, Readonly<Record<string, Severity>>>> = {
  "code-scanning": { critical: "critical", high: "high", medium: "medium", low: "low" },
  dependabot: { critical: "critical", high: "high", medium: "medium", moderate: "medium", low: "low" },
  "secret-scanning": { active: "critical", "publicly leaked": "critical", "any other": "high" },
};

/** The severity that a word of the source stands for, upper or lower case; null for a word that the table does not hold. */
export function severityOf(source: FindingSource, word: string): Severity | null {
  const table = severityTable[source];
  const key = word.toLowerCase();
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}

/** Critical and high: the findings that the remediation KPIs are about. */
export function isSevere(severity: Severity | null): severity is "critical" | "high" {
  return severity === "critical" || severity === "high";
}
