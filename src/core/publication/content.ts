// What is posted on GitHub, ready to send: made by render, sent by github.

export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
}

export interface CheckRunContent {
  /** At most 255 characters. */
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly status: "in_progress" | "completed";
  /** Null while in progress. */
  readonly conclusion: "success" | "neutral" | "failure" | null;
  readonly annotations: readonly Annotation[];
  readonly actions: readonly {
    readonly label: string;
    readonly description: string;
    readonly identifier: string;
  }[];
  readonly detailsUrl: string | null;
}

export interface IssueContent {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}
