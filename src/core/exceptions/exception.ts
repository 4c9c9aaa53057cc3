// An exception: a risk that somebody decided to live with for a while. Written in an exceptions file, or a dismissal on GitHub.

/** Milliseconds UTC, half-open. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Exception {
  /** Stable over time: the file and the entry's id, or the finding's id and the time of its dismissal. */
  readonly id: string;
  readonly origin: "repository-file" | "organisation-file" | "dismissal";
  /** What it is for, in words: `rule js/xss in web/**`, `code-scanning #12`. Plain text, possibly hostile. */
  readonly subject: string;
  /** Ids of the findings it matches or has matched; empty: it is orphaned. */
  readonly findingIds: readonly string[];
  readonly reason: string | null;
  readonly owner: string | null;
  readonly approver: string | null;
  /** From when it holds. An entry of a file: when Firstpass first read it on the default branch, so that none can be backdated. */
  readonly grantedAt: number;
  /** The expiry that was written; null: none was. A dismissal on GitHub has none of its own. */
  readonly expiresAt: number | null;
  /** When it was taken back: out of the file, or the finding reopened or fixed. Null while it stands. */
  readonly endedAt: number | null;
  readonly url: string | null;
}

/** One version of an exceptions file on the default branch, in force from when it was read until the next one was. */
export interface ExceptionsFileVersion {
  readonly origin: "repository-file" | "organisation-file";
  /** As people know it: `.github/firstpass-exceptions.yml`, `acme/.github/firstpass-exceptions.yml`. */
  readonly path: string;
  /** Null: the file was removed. */
  readonly text: string | null;
  readonly readAt: number;
}
