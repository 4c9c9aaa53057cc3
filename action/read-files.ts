// What inputs name in the workspace: the clone, SARIF files, the organisation's configuration. Nothing of them is run.
import { readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, resolve } from "node:path";
import { type Clone, CloneError } from "../src/clone/clone.ts";
import { openClone } from "../src/clone/open-clone.ts";
import type { ConfigFile } from "../src/core/config/problem.ts";
import { ActionError } from "./action-error.ts";

const maximumConfigBytes = 1_048_576;

/** @throws CloneError where it cannot be read; ActionError, naming the input, where it is no clone or lies outside of the workspace. */
export async function openCheckout(workspace: string, input: string, path: string): Promise<Clone> {
  const place = await placeInWorkspace(workspace, input, path);
  try {
    return await openClone(place, { environment: environmentOf(process.env, place) });
  } catch (error) {
    if (!(error instanceof CloneError && error.message.includes("not a git repository"))) throw error;
    throw new ActionError(`Input ${input}: ${error.message} actions/checkout, before this step, makes one.`);
  }
}

/**
 * Without the inputs, which hold tokens. In a container the checkout belongs to another user, which git refuses; that is to protect who runs
 * programs that the clone names, and none are run here.
 */
function environmentOf(environment: NodeJS.ProcessEnv, place: string): NodeJS.ProcessEnv {
  const own = Object.entries(environment).filter(([name]) => !name.startsWith("INPUT_"));
  const count = Number(environment.GIT_CONFIG_COUNT) || 0;
  return {
    ...Object.fromEntries(own),
    GIT_CONFIG_COUNT: String(count + 1),
    [`GIT_CONFIG_KEY_${count}`]: "safe.directory",
    [`GIT_CONFIG_VALUE_${count}`]: place,
  };
}

/** @throws ActionError where it is not there, lies outside of the workspace, or is no text of a sensible size. */
export async function readConfigInput(workspace: string, path: string | null): Promise<ConfigFile | null> {
  if (path === null) return null;
  const file = await placeInWorkspace(workspace, "config", path);
  const found = await stat(file);
  if (!found.isFile() || found.size > maximumConfigBytes)
    throw new ActionError("Input config: name a file of at most 1 MiB.");
  return { path, text: await readFile(file, "utf8") };
}

/** Where it truly is. @throws ActionError naming the input, where it is not there or links lead out of the workspace. */
async function placeInWorkspace(workspace: string, input: string, path: string): Promise<string> {
  const top = await realpath(workspace).catch(() => resolve(workspace));
  const place = await realpath(resolve(workspace, path)).catch(() => null);
  if (place === null)
    throw new ActionError(`Input ${input}: there is no such file or folder in the workspace.`);
  const inside = relative(top, place);
  if (inside.startsWith("..") || isAbsolute(inside))
    throw new ActionError(`Input ${input}: it leads out of the workspace.`);
  return place;
}
