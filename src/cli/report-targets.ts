// Which repositories a report is of: those named, those listed on standard input, those of an organisation; each once.
import { NotFound } from "../github/errors.ts";
import type { GitHubLookups } from "../github/gateway.ts";
import { countOf } from "../render/numbers.ts";
import { showOnOneLine } from "../render/visible-text.ts";
import { CommandFailed, UsageError } from "./exit.ts";
import { parseRepository } from "./options.ts";
import type { ReportProgress } from "./report-progress.ts";

const mostListed = 10_000;
const longestInput = 4 * 1024 * 1024;

/** Names from the lines of a list: empty lines and `# comments` are passed over. @throws UsageError with the line's number. */
export function parseRepositoryList(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const name = line.replace(/(^|\s)#.*$/, "").trim();
    return name === "" ? [] : [parseListed(name, `line ${index + 1} of standard input`)];
  });
}

/** @throws UsageError that says where the name stood. */
export function parseListed(name: string, where: string): string {
  try {
    return parseRepository(name);
  } catch {
    const shown = showOnOneLine(name.length > 80 ? `${name.slice(0, 80)}…` : name);
    throw new UsageError(`${where}: "${shown}" is no repository. Use OWNER/REPO, such as octo-org/web.`);
  }
}

/** Each repository once, whatever its case, in the order given. @throws UsageError where there are more than can be meant. */
export function eachOnce(names: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const name of names) if (!byKey.has(name.toLowerCase())) byKey.set(name.toLowerCase(), name);
  if (byKey.size > mostListed)
    throw new UsageError(`These are ${byKey.size} repositories: at most ${mostListed} are read in one run.`);
  return [...byKey.values()];
}

/** All of it. @throws UsageError where it is no list of names by its size. */
export async function readStandardInput(input: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > longestInput)
      throw new UsageError("Standard input is longer than 4 MiB: it should be a list of repositories.");
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Names of the repositories that are not archived; says how many are. @throws CommandFailed where there is none, or no such account. */
export async function listOrganisation(
  github: Pick<GitHubLookups, "listOwnedRepositories">,
  login: string,
  progress: Pick<ReportProgress, "say">,
): Promise<string[]> {
  const { repositories, complete, partial } = await github
    .listOwnedRepositories(login)
    .catch((error: unknown) => {
      if (!(error instanceof NotFound)) throw error;
      throw new CommandFailed(`GitHub shows no organisation ${login} to this token. Check the name.`);
    });
  const names = repositories
    .filter(({ state }) => !state.archived)
    .map(({ state }) => `${state.ownerLogin}/${state.name}`);
  const archived = repositories.length - names.length;
  if (!complete) progress.say(`${login} has more repositories than are listed: name the others.`);
  if (partial)
    progress.say(
      `${login}: GitHub left out repositories, because the token is not authorised for all single sign-on. Authorise it in GitHub's settings, under tokens, "Configure SSO".`,
    );
  if (archived > 0) progress.say(`${login}: ${countOf(archived, "archived repository")} left out.`);
  if (names.length === 0)
    throw new CommandFailed(`GitHub shows no repository of ${login} to this token that is not archived.`);
  return names;
}
