// Which files a configuration builds upon, by the addresses that its `extends` names: first those of the file itself, then what
// they extend in turn.

import type { ConfigFile } from "../problem.ts";
import { readConfigFileOnce } from "../read-config-file.ts";
import type { SharedFile } from "./layers.ts";
import {
  maximumSharedDepth,
  maximumSharedFiles,
  readSharedAddress,
  type SharedAddress,
  sharedKey,
} from "./shared-address.ts";

/** In the order of the file: a later one goes before an earlier one. None of a file with an error. */
export function listExtended(file: ConfigFile): SharedAddress[] {
  // Most files extend none, and reading thousands takes its time. An escape may spell the word another way.
  if (!file.text.includes("extends") && !file.text.includes("\\")) return [];
  const written = readConfigFileOnce(file).written?.extends ?? [];
  return (typeof written === "string" ? [written] : written).flatMap((text) => {
    const address = readSharedAddress(text);
    return "refused" in address ? [] : [address];
  });
}

/**
 * All that a file builds upon, by key, as far as chains and numbers are allowed to go; each once, the nearest first. What a file
 * extends that is not in `shared` is not known.
 */
export function listAllExtended(
  file: ConfigFile,
  shared: ReadonlyMap<string, SharedFile>,
): Map<string, SharedAddress> {
  const found = new Map<string, SharedAddress>();
  let next = listExtended(file);
  for (let depth = 1; depth <= maximumSharedDepth && next.length > 0; depth++) {
    const further: SharedAddress[] = [];
    for (const address of next) {
      const key = sharedKey(address);
      if (found.has(key) || found.size >= maximumSharedFiles) continue;
      found.set(key, address);
      const extended = shared.get(key);
      if (extended !== undefined && "text" in extended) further.push(...listExtended(extended));
    }
    next = further;
  }
  return found;
}
