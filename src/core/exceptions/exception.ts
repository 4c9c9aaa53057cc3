// An exception: a risk that somebody decided to live with for a while. Written in an exceptions file, or a dismissal on GitHub.

/** Milliseconds UTC, half-open. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Exception {
  /**
   * Stable over time: the file and the entry's id, or the finding's id and the time of its dismissal. An entry whose terms
   * were changed is one exception after the other of the same id: at no time do two of them stand.
   */
  readonly id: string;
  readonly origin: "repository-file" | "organisation-file" | "dismissal";
  /** What it is for, in words: `rule js/xss in web/**`, `code-scanning #12`. Plain text, possibly hostile. */
  readonly subject: string;
  /** Ids of the findings it matches or has matched; empty: it is orphaned. */
  readonly findingIds: readonly string[];
  readonly reason: string | null;
  readonly owner: string | null;
  readonly approver: string | null;
  /**
   * From when these terms hold. An entry of a file: when Firstpass first read them on the default branch, so that none can
   * be backdated, and so that an expiry that was extended too late does not cover the days between.
   */
  readonly grantedAt: number;
  /** When the entry was first read, whatever terms it had; its age counts from here. Absent: `grantedAt`. */
  readonly firstGrantedAt?: number;
  /** What keeps an entry of a file from being valid, plain text; then it stops no clock. Absent: it is valid. */
  readonly invalid?: string;
  /** The expiry that was written; null: none was. A dismissal on GitHub has none of its own. */
  readonly expiresAt: number | null;
  /** When it ended: out of the file or with other terms in it; for a dismissal, the finding reopened or fixed. Null while it stands. */
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
  /** Why not all of what was found then is in force, for a person; null or absent: all of it is. */
  readonly problem?: string | null;
}
