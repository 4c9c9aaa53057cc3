// An exceptions file as a pull request would leave it → what a reviewer should know, on the very lines.
import type { ConfigFile, ConfigProblem } from "../config/problem.ts";
import type { Finding } from "../findings/finding.ts";
import type { Entry } from "./entry.ts";
import type { ExceptionsFileVersion } from "./exception.ts";
import { readExceptionsFile } from "./read-exceptions-file.ts";
import { selectFindings } from "./select-findings.ts";

export interface ExceptionNote {
  readonly path: string;
  /** 1-based line in the head's version of the file. */
  readonly line: number;
  /** `mistake`: the file or the entry is not in force because of it; `doubt`: it is, and should be looked at. */
  readonly kind: "mistake" | "doubt";
  readonly title: string;
  /** Plain text, possibly with what is written in the file in it. */
  readonly message: string;
}

interface Review {
  readonly origin: ExceptionsFileVersion["origin"];
  /** Milliseconds UTC. */
  readonly at: number;
  /** All findings that there are; null where they are not all known or must not be told of: then no entry is called an orphan. */
  readonly findings: readonly Finding[] | null;
}

/** Every mistake, and every entry that has expired, lies too far away, or matches no finding. In the order of the lines. */
export function reviewExceptionsFile(file: ConfigFile, { origin, at, findings }: Review): ExceptionNote[] {
  const { entries, problems } = readExceptionsFile(file, { origin, at });
  const notes = problems.map((problem) => describeProblem(problem, entries !== null));
  const orphans =
    findings === null
      ? []
      : (entries ?? []).filter(({ selection }) => selectFindings(selection, findings).length === 0);
  return [...notes, ...orphans.map((entry) => describeOrphan(file.path, entry))].sort(
    (a, b) => a.line - b.line,
  );
}

function describeProblem({ path, line, message, severity }: ConfigProblem, readable: boolean): ExceptionNote {
  if (severity === "warning")
    return { path, line, message, kind: "doubt", title: "This exception should be looked at" };
  const title = readable ? "This exception is not valid" : "This exceptions file cannot be read";
  return { path, line, message, kind: "mistake", title };
}

function describeOrphan(path: string, { line, id }: Entry): ExceptionNote {
  return {
    path,
    line,
    kind: "doubt",
    title: "This exception matches nothing",
    message: `${id}: no finding that is known matches all that this entry selects. Correct what it selects, or remove it.`,
  };
}
