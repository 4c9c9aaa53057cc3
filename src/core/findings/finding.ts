// A finding: one concept over code scanning, Dependabot and secret scanning alerts. A life made of facts, folded once, used by
// every KPI of findings and exceptions.

export type FindingSource = "code-scanning" | "dependabot" | "secret-scanning";

export const findingSources: readonly FindingSource[] = ["code-scanning", "dependabot", "secret-scanning"];

export type Severity = "critical" | "high" | "medium" | "low";

/** Why a finding was closed without being fixed, whatever the word of its source. `severity.ts` and `closure.ts` hold the tables. */
export type Closure =
  /** Not a real finding: false positive, inaccurate. */
  | "false-positive"
  /** Only in tests. */
  | "test"
  /** A risk that somebody decided to live with: won't fix, tolerable, no bandwidth, not used, mitigated, fix started. */
  | "accepted"
  /** Closed by a rule or by a changed pattern, not by a judgement on this finding. */
  | "administrative"
  /** A reason that is none of the known ones, or none at all. */
  | "unknown";

export type FindingState = "open" | "fixed" | "dismissed";

/** From `at` on the finding was in this state, on the branch that counts. */
export interface FindingTransition {
  /** GitHub's time, milliseconds UTC. */
  readonly at: number;
  readonly state: FindingState;
  /** What happened, in the words of the ledger. A secret that was revoked is `fixed`. */
  readonly what: "created" | "fixed" | "dismissed" | "reopened" | "reintroduced";
  /** Given for `dismissed`. */
  readonly closure: Closure | null;
  /** GitHub's own word for the reason; null when it gave none. */
  readonly reason: string | null;
  /** Who did it, where GitHub says; never shown, only told apart. */
  readonly byId: number | null;
}

/** What happened to a code scanning finding on the ref of one pull request. */
export interface PullRequestSighting {
  readonly pullRequestNumber: number;
  /** When it was first seen there. */
  readonly seenAt: number;
  /** When it was fixed there last; null while it is not. */
  readonly fixedAt: number | null;
  /** Life there, by time: what happened on its ref, and what people did to the alert, which holds everywhere. */
  readonly transitions: readonly FindingTransition[];
}

export interface Finding {
  /** `code-scanning#12`: unique within the repository. */
  readonly id: string;
  readonly source: FindingSource;
  readonly number: number;
  readonly url: string | null;
  /** Rule id, GHSA id, or type of secret; null where nothing said so. */
  readonly rule: string | null;
  /** Tool, or package (`npm:lodash`) for Dependabot; null where nothing said so. */
  readonly tool: string | null;
  /** File or manifest; null where it is not told. */
  readonly path: string | null;
  /** Null: it was not told, so that no SLA can be put to it. */
  readonly severity: Severity | null;
  /** False: a code scanning result without security severity. It is no security finding and no KPI counts it. */
  readonly security: boolean;
  /** When GitHub created the alert, on whatever branch: the first date, which a reopening does not change. */
  readonly createdAt: number;
  /** When it reached the default branch; null: seen on pull requests or other branches alone. The finding counts as open from here. */
  readonly reachedDefaultAt: number | null;
  /** The commit that GitHub named when it created the alert, or a secret's first commit; null where none is told. */
  readonly introducedSha: string | null;
  /** Life on the default branch, by time; the first is `created` at `reachedDefaultAt`. Empty where it never got there. */
  readonly transitions: readonly FindingTransition[];
  /** By pull request number. Code scanning alone. */
  readonly pullRequests: readonly PullRequestSighting[];
  /** Secret scanning: raised by a scan of history, of a commit that was pushed before that scan began or of no known push. */
  readonly foundInHistory: boolean;
}
