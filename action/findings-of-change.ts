// Which findings and secrets of the SARIF files are the change's business, and which of them let the step fail.
import type { SarifFinding } from "../src/core/sarif/finding.ts";
import type { ShownFinding } from "../src/render/action/remarks.ts";
import type { ChangeAudit } from "../src/workflows/audit/audit.ts";
import { type FailCondition, reaches } from "./fail-on.ts";

/** Without those that their tool says were accepted. Each once. */
export function findingsOfChange(
  { newFindings, secrets, changedPaths }: Pick<ChangeAudit, "newFindings" | "secrets" | "changedPaths">,
  conditions: readonly FailCondition[],
): ShownFinding[] {
  const changed = new Set(changedPaths);
  const found = new Map<string, ShownFinding>();
  const put = (finding: SarifFinding, isNew: boolean) => {
    const key = keyOf(finding);
    if (finding.suppressed || found.has(key)) return;
    found.set(key, { finding, isNew, fails: conditions.some((condition) => isMeant(condition, finding)) });
  };
  for (const { finding, because } of newFindings) put(finding, because === "new");
  for (const { finding, place } of secrets) {
    const { path } = finding.location;
    if (place !== "suppressed" && path !== null && changed.has(path)) put(finding, false);
  }
  return [...found.values()];
}

function isMeant(condition: FailCondition, finding: SarifFinding): boolean {
  if (condition.kind === "new-secret") return finding.isSecret;
  return condition.kind === "new-finding" && reaches(finding, condition.threshold);
}

function keyOf({ tool, ruleId, fingerprint, location, isSecret }: SarifFinding): string {
  return JSON.stringify([isSecret, tool, ruleId, fingerprint, location.path, location.startLine]);
}
