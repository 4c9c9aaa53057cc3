// What is wrong with a changed file, before it is simulated: alone, and among the layers that it would stand in.
import type { ConfigProblem } from "../core/config/problem.ts";
import { readExceptionsFile } from "../core/exceptions/read-exceptions-file.ts";
import type { ChangedFirstpassFile } from "../core/simulation/changed-file.ts";
import { allProblems } from "../core/simulation/review-configuration.ts";
import type { KnownRepository, ServerStore } from "../records/store.ts";
import { reviewConfigurationFiles } from "../workflows/head/find-configuration-notes.ts";

/** `lost`: nothing of the file would be in force. `at`: milliseconds UTC. */
export async function reviewChangedFile(
  store: ServerStore,
  holder: KnownRepository,
  file: ChangedFirstpassFile,
  at: number,
): Promise<{ readonly problems: readonly ConfigProblem[]; readonly lost: boolean }> {
  const { role, path, text } = file;
  if (role === "repository-exceptions" || role === "organisation-exceptions") {
    const origin = role === "repository-exceptions" ? "repository-file" : "organisation-file";
    const { entries, problems } = readExceptionsFile({ path, text: text ?? "" }, { origin, at });
    return { problems, lost: entries === null };
  }
  const reviewed = (await reviewConfigurationFiles(store, holder, [file])).map(({ problems }) => problems);
  return {
    problems: reviewed.flatMap(allProblems),
    lost: reviewed.some(({ alone }) => alone.some(({ severity }) => severity === "error")),
  };
}
