// A configuration file as a pull request would leave it → what a reviewer should know, on the very lines: what is wrong with the
// file itself, and what the layers around it do not let it say.
import type { ConfigProblem } from "../config/problem.ts";

export interface ConfigurationNote {
  /** In its repository. */
  readonly path: string;
  /** 1-based line in the head's version of the file. */
  readonly line: number;
  /**
   * `broken`: nothing of the file comes into force. `refused`: this value does not, the rest does. `doubt`: it does, and should be
   * looked at.
   */
  readonly kind: "broken" | "refused" | "doubt";
  /** Plain text, possibly with what is written in the file in it. */
  readonly message: string;
}

/** Said in place of what another file says, where everybody reads it. */
const withheld =
  "Another layer of the configuration does not allow this value: it would not be in force. On a public repository it is not said why; `firstpass config simulate` on the file tells.";

export interface ReviewedProblems {
  /** Of the file alone. */
  readonly alone: readonly ConfigProblem[];
  /** Of the same file among the layers around it, its own problems included. */
  readonly layered: readonly ConfigProblem[];
}

/** In the order of the lines. `hidden`: on a public repository nothing of other layers is told. */
export function reviewConfiguration(
  path: string,
  { alone, layered }: ReviewedProblems,
  hidden: boolean,
): ConfigurationNote[] {
  const told = new Set(alone.map(keyOf));
  const own = alone.map(({ line, message, severity }): ConfigurationNote => {
    return { path, line, kind: severity === "error" ? "broken" : "doubt", message };
  });
  const around = layered.flatMap((problem): ConfigurationNote[] => {
    const { line, message, severity } = problem;
    if (told.has(keyOf(problem)) || (hidden && severity === "warning")) return [];
    return [
      { path, line, kind: severity === "error" ? "refused" : "doubt", message: hidden ? withheld : message },
    ];
  });
  return [...own, ...around].toSorted((a, b) => a.line - b.line);
}

/** Without the path, which layers write in full. */
function keyOf({ line, column, severity, message }: ConfigProblem): string {
  return JSON.stringify([line, column, severity, message]);
}
