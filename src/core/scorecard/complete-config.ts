// A configuration that was kept by an earlier version of Firstpass: what it does not know yet gets its default, and is named.
import type { Config } from "../config/config.ts";
import { defaultConfig } from "../config/defaults.ts";
import { hashConfig } from "../config/hash.ts";

/**
 * The kept configuration with every key that the code reads, and the keys that were added. Its hash is worked out again from
 * what was kept, so that a configuration that was tampered with shows.
 */
export function completeConfig({ hash: _, ...kept }: Config): { config: Config; added: string[] } {
  const { hash: __, ...defaults } = defaultConfig;
  const added: string[] = [];
  const completed = fill("", kept, defaults, added) as typeof kept;
  return { config: { ...completed, hash: hashConfig(kept) }, added };
}

/** Lists and values stand as they are: only keys of the configuration's own sections are looked at. */
function fill(path: string, kept: object, defaults: object, added: string[]): object {
  const filled: Record<string, unknown> = { ...kept };
  for (const [key, fallback] of Object.entries(defaults)) {
    const here = path === "" ? key : `${path}.${key}`;
    const value = filled[key];
    if (value === undefined) {
      filled[key] = fallback;
      added.push(here);
    } else if (isSection(value) && isSection(fallback)) {
      filled[key] = fill(here, value, fallback, added);
    }
  }
  return filled;
}

function isSection(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
