// Where a report keeps answers of GitHub between its runs: a folder of the person's own, as their system has it.
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { openResponseFolder, type ResponseFolder } from "../memory/response-folder.ts";
import { CommandFailed } from "./exit.ts";
import type { TokenEnvironment } from "./token-environment.ts";

/**
 * Null: nothing is kept. The usual folder is nobody's wish: where it cannot be made, nothing is kept either.
 * @param cache a folder; true: the usual one; false: none.
 * @throws CommandFailed where a folder that was asked for cannot be made.
 */
export async function openReportCache(
  cache: string | boolean,
  { apiUrl, token }: TokenEnvironment,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ResponseFolder | null> {
  if (cache === false) return null;
  const folder = cache === true ? usualFolder(environment) : cache;
  try {
    return await openResponseFolder({ folder, apiUrl, token, now: Date.now });
  } catch (error) {
    if (cache === true) return null;
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailed(`--cache: ${folder} cannot be used: ${why}`);
  }
}

/** `$XDG_CACHE_HOME/firstpass`, else `~/.cache/firstpass`. A relative XDG path is none, by its specification. */
function usualFolder({ XDG_CACHE_HOME = "" }: NodeJS.ProcessEnv): string {
  return join(isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), ".cache"), "firstpass");
}
