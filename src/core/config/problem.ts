// A configuration file as it was read, and what is wrong with it, on the very line.

export interface ConfigFile {
  readonly path: string;
  readonly text: string;
}

export interface ConfigProblem {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** What was found, what is allowed and how to mend it, plain text. */
  readonly message: string;
  /** A file with an error is not in force at all; a warning only tells. */
  readonly severity: "error" | "warning";
}

/** Where in the written document something is wrong: keys and list positions from the top. */
export type ConfigPath = readonly (string | number)[];

/** A problem before its line is known. */
export interface LocatedMessage {
  readonly at: ConfigPath;
  /** Point at the last key of `at` rather than at its value. */
  readonly onKey?: boolean;
  readonly message: string;
  readonly severity: "error" | "warning";
}

/** `path:line:column: message`, as compilers write it. */
export function formatConfigProblem(problem: ConfigProblem): string {
  const label = problem.severity === "warning" ? "warning: " : "";
  return `${problem.path}:${problem.line}:${problem.column}: ${label}${problem.message}`;
}
