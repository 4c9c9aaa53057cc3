// Which findings and secrets of the SARIF files are the change's business, and which of them let the step fail.
import type { SarifFinding } from "../src/core/sarif/finding.ts";
import type { ShownFinding } from "../src/render/action/remarks.ts";
import type { ChangeAudit } from "../src/workflows/audit/audit.ts";
import { type FailCondition, reaches } from "./fail-on.ts";

/** Secrets among them; without those that their tool says were accepted. Each once. */
export function findingsOfChange(
  { newFindings }: Pick<ChangeAudit, "newFindings">,
  conditions: readonly FailCondition[],
): ShownFinding[] {
  const found = new Map<string, ShownFinding>();
  for (const { finding, because } of newFindings) {
    if (finding.suppressed) continue;
    const fails = conditions.some((condition) => isMeant(condition, finding));
    found.set(keyOf(finding), { finding, isNew: because === "new", fails });
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
