// What lets the step fail: the conditions of the input `fail-on`, and which of them hold. Nothing else ever does, but wrong use.
import type { SarifFinding, SarifSeverity } from "../src/core/sarif/finding.ts";
import { ActionError } from "./action-error.ts";

const severities: readonly SarifSeverity[] = ["low", "medium", "high", "critical"];
const levels: readonly SarifFinding["level"][] = ["none", "note", "warning", "error"];

/** At least so severe: by the security severity, or by SARIF's own level; null: any finding. */
export type Threshold =
  | { readonly by: "severity"; readonly least: SarifSeverity }
  | { readonly by: "level"; readonly least: SarifFinding["level"] };

export type FailCondition =
  | { readonly kind: "broken-template" }
  | { readonly kind: "invalid-file" }
  | { readonly kind: "new-secret" }
  | { readonly kind: "new-finding"; readonly threshold: Threshold | null }
  | { readonly kind: "off-target"; readonly kpi: string | null };

const known =
  "never, broken-template, invalid-file, new-secret, new-finding, new-finding:critical|high|medium|low (security severity), " +
  "new-finding:error|warning|note (SARIF level), off-target, off-target:KPI";

/**
 * Words with commas or line breaks between them; `never`, alone, or nothing at all: no condition.
 * @param kpis ids that `off-target:` may name.
 */
export function parseFailOn(text: string, kpis: readonly string[]): FailCondition[] {
  const words = text
    .split(/[\s,]+/)
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== "");
  if (words.includes("never")) {
    if (words.length > 1)
      throw new ActionError("Input fail-on: never stands alone; leave it out beside conditions.");
    return [];
  }
  return [...new Set(words)].map((word) => parseWord(word, kpis));
}

function parseWord(word: string, kpis: readonly string[]): FailCondition {
  const [name, detail] = word.split(/:(.*)/s);
  if (detail === undefined) {
    if (name === "new-finding") return { kind: name, threshold: null };
    if (name === "off-target") return { kind: name, kpi: null };
    if (name === "broken-template" || name === "invalid-file" || name === "new-secret") return { kind: name };
  }
  if (name === "new-finding") {
    const severity = severities.find((one) => one === detail);
    if (severity !== undefined) return { kind: name, threshold: { by: "severity", least: severity } };
    const level = levels.find((one) => one === detail && one !== "none");
    if (level !== undefined) return { kind: name, threshold: { by: "level", least: level } };
  }
  if (name === "off-target") {
    if (detail !== undefined && kpis.includes(detail)) return { kind: name, kpi: detail };
    throw new ActionError(
      `Input fail-on: "${shorten(detail ?? "")}" is not a KPI. Use one of: ${kpis.join(", ")}.`,
    );
  }
  throw new ActionError(`Input fail-on: "${shorten(word)}" is not known. Use: ${known}.`);
}

/** Whether a finding is severe enough. One without a security severity is no security finding, and reaches no severity. */
export function reaches(
  finding: Pick<SarifFinding, "securitySeverity" | "level">,
  threshold: Threshold | null,
) {
  if (threshold === null) return true;
  if (threshold.by === "level") return levels.indexOf(finding.level) >= levels.indexOf(threshold.least);
  return (
    finding.securitySeverity !== null &&
    severities.indexOf(finding.securitySeverity) >= severities.indexOf(threshold.least)
  );
}

/** As it is written in a workflow. */
export function nameCondition(condition: FailCondition): string {
  if (condition.kind === "new-finding" && condition.threshold !== null)
    return `new-finding:${condition.threshold.least}`;
  if (condition.kind === "off-target" && condition.kpi !== null) return `off-target:${condition.kpi}`;
  return condition.kind;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
