// Why not all of an exceptions file is in force: with its lines where the file lies. What stands in the organisation's file is not
// for the readers of every repository that it holds for.
import type { RepositoryState } from "../facts/repository.ts";
import type { ExceptionsFileVersion } from "./exception.ts";

/** One problem an entry, for a person; empty where there is none. */
export function tellProblem(
  { origin, path, problem }: ExceptionsFileVersion,
  { ownerLogin, name }: Pick<RepositoryState, "ownerLogin" | "name">,
): string[] {
  if (problem === null || problem === undefined) return [];
  const lines = problem.split("\n");
  if (origin === "repository-file" || path.startsWith(`${ownerLogin}/${name}/`)) return lines;
  const errors = lines.filter((line) => line.startsWith(`${path}:`));
  // What is no error of the file is why GitHub did not give it.
  if (errors.length === 0) return lines;
  const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
  return [`${path} has ${count}: what they stand in is not in force.`];
}
