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

/** Problems of one file; each list may repeat those of the ones before it. */
export interface ReviewedProblems {
  /** Of the file alone, whatever it is: by an error, nothing of it counts. */
  readonly alone: readonly ConfigProblem[];
  /** Of the file alone, as the file that it is: the organisation's, or one for which somebody is known to answer. */
  readonly scoped: readonly ConfigProblem[];
  /** Of the file among the layers around it. */
  readonly layered: readonly ConfigProblem[];
}

/** All of them, each once, in the order of the lines. */
export function allProblems({ alone, scoped, layered }: ReviewedProblems): ConfigProblem[] {
  const once = new Map([...layered, ...scoped, ...alone].map((problem) => [keyOf(problem), problem]));
  return [...once.values()].toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** In the order of the lines. `hidden`: on a public repository nothing of other layers is told. */
export function reviewConfiguration(
  path: string,
  problems: ReviewedProblems,
  hidden: boolean,
): ConfigurationNote[] {
  const alone = new Set(problems.alone.map(keyOf));
  const own = new Set([...problems.alone, ...problems.scoped].map(keyOf));
  return allProblems(problems).flatMap((problem): ConfigurationNote[] => {
    const { line, message, severity } = problem;
    const secret = hidden && !own.has(keyOf(problem));
    if (severity === "warning") return secret ? [] : [{ path, line, kind: "doubt", message }];
    const kind = alone.has(keyOf(problem)) ? "broken" : "refused";
    return [{ path, line, kind, message: secret ? withheld : message }];
  });
}

/** Without the path, which layers write in full. */
function keyOf({ line, column, severity, message }: ConfigProblem): string {
  return JSON.stringify([line, column, severity, message]);
}
