// What a pull request does to the paved road, on the very line.

export interface PavedRoadFinding {
  readonly ruleId: string;
  readonly ruleTitle: string;
  readonly effect: "breaks" | "repairs" | "upgrades" | "downgrades";
  readonly path: string;
  /** 1-based line in the head's version of the file; 1 where there is no better one. */
  readonly line: number;
  /** What is there, as anybody can read in the change itself; plain text. */
  readonly message: string;
  /** What to do, as the configuration asks for it, and what only those may know who know the rules; null when nothing. Plain text. A public repository does not show it. */
  readonly remedy: string | null;
  /** The whole line as it ought to be, for GitHub's suggestions; null where no one line mends it. Never shown on a public repository. */
  readonly suggestion: string | null;
}
