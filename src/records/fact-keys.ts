// What every store makes of a fact to find it again: its natural key, and the commit and the pull request that it belongs to.
import { canonicalJson, digestOf } from "../core/canonical-json.ts";
import type { Fact } from "../core/facts/fact.ts";

/** The `source` of what a reading of the past tells, and no delivery before it: such facts come back with `read: true`. */
export const sourceOfReadings = "history";

/** @returns the canonical JSON of its data, and the SHA-256 (hex) of kind, subject and data: with account, repository and time the natural key. */
export function keyFact(fact: Fact): { readonly data: string; readonly digest: string } {
  const data = canonicalJson(fact.data);
  // The canonical JSON of the three, without writing the data twice.
  return { data, digest: digestOf(`[${JSON.stringify(fact.kind)},${JSON.stringify(fact.subject)},${data}]`) };
}

/** The commit by which `listByHead` finds it; null: by none. */
export function headShaOf(fact: Fact): string | null {
  switch (fact.kind) {
    case "pull-request":
    case "check-run":
    case "check-suite":
    case "workflow-run":
    case "merge-group":
      return fact.data.headSha;
    case "commit-status":
      return fact.data.sha;
    default:
      return null;
  }
}

/** The pull request by which `listByPullRequest` finds it; null: by none. */
export function pullRequestNumberOf(fact: Fact): number | null {
  switch (fact.kind) {
    case "pull-request":
      return fact.data.number;
    case "pull-request-review":
      return fact.data.pullRequestNumber;
    default:
      return null;
  }
}
