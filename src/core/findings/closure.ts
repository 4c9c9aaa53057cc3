// Why a finding was closed, whatever the word of its source: one table for all three. Documented in docs/findings.md.
import type { Closure, FindingSource } from "./finding.ts";

/** GitHub's word → what it means. `fixed`: the finding is gone, it was not dismissed. Words that are not here are `unknown`. */
export const closureTable: Readonly<
  Record<FindingSource, Readonly<Record<string, Exclude<Closure, "unknown"> | "fixed">>>
> = {
  "code-scanning": {
    "false positive": "false-positive",
    "used in tests": "test",
    "won't fix": "accepted",
    mitigated: "accepted",
  },
  dependabot: {
    inaccurate: "false-positive",
    fix_started: "accepted",
    no_bandwidth: "accepted",
    not_used: "accepted",
    tolerable_risk: "accepted",
    auto_dismissed: "administrative",
  },
  "secret-scanning": {
    revoked: "fixed",
    false_positive: "false-positive",
    used_in_tests: "test",
    wont_fix: "accepted",
    pattern_deleted: "administrative",
    pattern_edited: "administrative",
    hidden_by_config: "administrative",
  },
};

/** What a reason of the source means; null and unlisted words are `unknown`. */
export function closureOf(source: FindingSource, reason: string | null): Closure | "fixed" {
  const table = closureTable[source];
  return reason !== null && Object.hasOwn(table, reason) ? (table[reason] ?? "unknown") : "unknown";
}
