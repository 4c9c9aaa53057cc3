// What is there twice is one finding: in a file, in several runs of it, in several files. And secrets that two tools saw are one secret.
import type { SarifFinding } from "./finding.ts";

/** Without repetitions; in an order of their content, so that the order of files and runs cannot be seen. */
export function uniqueFindings(findings: Iterable<SarifFinding>): SarifFinding[] {
  const unique = new Map<string, SarifFinding>();
  for (const finding of findings) addUnique(unique, finding);
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding);
}

/** The same fingerprint, tool, rule, place and commit. */
export function addUnique(into: Map<string, SarifFinding>, finding: SarifFinding): void {
  const key = identityOf(finding);
  const known = into.get(key);
  into.set(key, known === undefined ? finding : worstOf(known, finding));
}

function identityOf({ location, ...finding }: SarifFinding): string {
  const { path, startLine, endLine } = location;
  // Path and line first: they are the order in which people read.
  const place = `${path ?? ""}\0${String(startLine ?? 0).padStart(10, "0")}\0${endLine ?? 0}`;
  return `${place}\0${finding.tool}\0${finding.ruleId}\0${finding.fingerprint}\0${finding.commitSha ?? ""}`;
}

const severities = [null, "low", "medium", "high", "critical"] as const;
const levels = ["none", "note", "warning", "error"] as const;
const states = [null, "unchanged", "updated", "new"] as const;

/** Where two say different things of one finding, the worse counts; it is suppressed only where both say so. */
function worstOf(a: SarifFinding, b: SarifFinding): SarifFinding {
  const later = <T>(order: readonly T[], x: T, y: T): T => (order.indexOf(x) < order.indexOf(y) ? y : x);
  return {
    ...a,
    toolVersion: greater(a.toolVersion, b.toolVersion),
    ruleTitle: greater(a.ruleTitle, b.ruleTitle),
    securitySeverity: later(severities, a.securitySeverity, b.securitySeverity),
    level: later(levels, a.level, b.level),
    baselineState: later(states, a.baselineState, b.baselineState),
    suppressed: a.suppressed && b.suppressed,
    isSecret: a.isSecret || b.isSecret,
  };
}

const greater = (a: string | null, b: string | null): string | null => ((a ?? "") < (b ?? "") ? b : a);
