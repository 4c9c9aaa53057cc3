// What a pull request does to the paved road, on the very line.

export interface PavedRoadFinding {
  readonly ruleId: string;
  readonly ruleTitle: string;
  readonly effect: "breaks" | "repairs" | "upgrades" | "downgrades";
  readonly path: string;
  /** 1-based line in the head's version of the file; 1 where there is no better one. */
  readonly line: number;
  /** What happens and what to do, plain text. */
  readonly message: string;
}
