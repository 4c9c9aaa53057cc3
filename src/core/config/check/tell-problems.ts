// Everything that is wrong with a file, in its order, cut to what somebody will read.
import type { Locate } from "../parse-yaml.ts";
import type { ConfigProblem, LocatedMessage } from "../problem.ts";

const mostTold = 100;

/** Further messages are counted, but not looked up in the file: a file with ten thousand mistakes has one. */
const mostLocated = 1000;

/** `known` and `messages` in the order of the file; behind the first hundred, how many more there are. */
export function tellProblems(
  known: readonly ConfigProblem[],
  messages: readonly LocatedMessage[] = [],
  locate: Locate | null = null,
): ConfigProblem[] {
  const located = locate === null ? [] : messages.slice(0, mostLocated).map(locate);
  const all = [...known, ...located].sort((a, b) => a.line - b.line || a.column - b.column);
  const rest = messages.slice(located.length);
  if (all.length + rest.length <= mostTold) return all;
  const told = all.slice(0, mostTold - 1);
  const untold = all.slice(mostTold - 1);
  const [next] = untold;
  if (next === undefined) return told;
  const isError = [...untold, ...rest].some(({ severity }) => severity === "error");
  const message = `and ${untold.length + rest.length} more problems. Mend these first.`;
  return [...told, { ...next, message, severity: isError ? "error" : "warning" }];
}
