// What is there twice is one finding: in a file, in several runs of it, in several files. And secrets that two tools saw are one secret.
import type { SarifFinding } from "./finding.ts";

/** Without repetitions; in an order of their content, so that the order of files and runs cannot be seen. */
export function uniqueFindings(findings: Iterable<SarifFinding>): SarifFinding[] {
  const unique = new Map<string, SarifFinding>();
  for (const finding of findings) {
    const { tool, ruleId, location } = finding;
    add(unique, `${location.path}\0${tool}\0${ruleId}\0${shortIdentity(finding)}`, finding);
  }
  return [...unique.values()].sort(compareFindings);
}

/** The same within one log: a short key, as there may be a million. The fingerprint is of tool, rule and path already. */
export function addUnique(into: Map<string, SarifFinding>, finding: SarifFinding): void {
  add(into, shortIdentity(finding), finding);
}

function add(into: Map<string, SarifFinding>, key: string, finding: SarifFinding): void {
  const known = into.get(key);
  into.set(key, known === undefined ? finding : worstOf(known, finding));
}

const shortIdentity = ({ fingerprint, location, commitSha }: SarifFinding): string =>
  `${fingerprint} ${location.startLine} ${location.endLine} ${commitSha}`;

/** As people read: by path and line first. No two different findings are equal. */
function compareFindings(a: SarifFinding, b: SarifFinding): number {
  return (
    compare(a.location.path ?? "", b.location.path ?? "") ||
    compare(a.location.startLine ?? 0, b.location.startLine ?? 0) ||
    compare(a.location.endLine ?? 0, b.location.endLine ?? 0) ||
    compare(a.tool, b.tool) ||
    compare(a.ruleId, b.ruleId) ||
    compare(a.commitSha ?? "", b.commitSha ?? "") ||
    compare(a.fingerprint, b.fingerprint)
  );
}

const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

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
