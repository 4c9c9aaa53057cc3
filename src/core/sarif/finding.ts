// What is taken of a SARIF log (2.1.0, any tool): its findings, without the code and the secrets in them. Messages, snippets and the
// contents of files are never kept.

export type SarifSeverity = "critical" | "high" | "medium" | "low";

export interface SarifLocation {
  /** Relative to the repository's top folder, with `/`; null where the log gives a place outside of it, or none. */
  readonly path: string | null;
  /** 1-based; null where the log has none. */
  readonly startLine: number | null;
  readonly endLine: number | null;
}

export interface SarifFinding {
  /** `tool.driver.name`, without control characters. */
  readonly tool: string;
  readonly toolVersion: string | null;
  readonly ruleId: string;
  /** The rule's short description, or its name; plain text in one line, possibly hostile; null where it has none. */
  readonly ruleTitle: string | null;
  /**
   * By `security-severity` (a score of 0.1–10, as GitHub maps it: ≥ 9 critical, ≥ 7 high, ≥ 4 medium, above 0 low), of the result or its
   * rule; null where there is none: then GitHub calls it no security finding.
   */
  readonly securitySeverity: SarifSeverity | null;
  /** SARIF's own level, after the rule's default and its overrides. */
  readonly level: "error" | "warning" | "note" | "none";
  readonly location: SarifLocation;
  /**
   * A digest; nothing of the log's own fingerprints is left in it. Stable over commits, of `partialFingerprints` or `fingerprints`, with
   * tool, rule and path; where there are none, of tool, rule, path, lines, column and commit.
   */
  readonly fingerprint: string;
  /** The commit that the tool says brought it (scanners of git's history); a full SHA, or null. */
  readonly commitSha: string | null;
  /** `absent` results of a comparison are left out; null where the log compares with nothing. */
  readonly baselineState: "new" | "unchanged" | "updated" | null;
  /** The log itself says that it was accepted. */
  readonly suppressed: boolean;
  /** What the tool looks for: the tool is known as a scanner of secrets, or the file was given as one. */
  readonly isSecret: boolean;
}

export interface SarifRun {
  readonly tool: string;
  readonly toolVersion: string | null;
  /** False where the run says that it did not end well: then nothing that it lacks is known to be absent. */
  readonly successful: boolean;
  /** The tool is known as a scanner of secrets, or the file was given as one: then no finding means that it saw no secret. */
  readonly looksForSecrets: boolean;
  /** The commit that was looked at, as the log says; a full SHA in lower case; null where it says none, or several. */
  readonly revisionId: string | null;
  /** After what is there twice was counted once. */
  readonly findings: number;
  /** Results that are no findings, by what the log calls them: `pass`, `review`, `absent` …; never above the number in the file. */
  readonly leftOut: Readonly<Record<string, number>>;
}

/** One file: what was in it, or why it cannot be used, for a person. */
export type SarifReading =
  | {
      readonly file: string;
      readonly runs: readonly SarifRun[];
      readonly findings: readonly SarifFinding[];
      /** Results that could not be understood, and why, a few of them. */
      readonly unread: { readonly count: number; readonly examples: readonly string[] };
      /** What of the log was not followed, for a person. */
      readonly notes: readonly string[];
    }
  | { readonly file: string; readonly broken: string };
