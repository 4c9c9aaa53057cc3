// The fingerprint of a configuration: a stored scorecard keeps it, so that one can tell which rules made its numbers.
import { canonicalJson, digestOf } from "../canonical-json.ts";
import type { Config } from "./config.ts";

export type UnhashedConfig = Omit<Config, "hash">;

/** SHA-256 (hex) of the configuration's canonical JSON: the same whatever order it was written or merged in. */
export function hashConfig(config: UnhashedConfig): string {
  return digestOf(canonicalJson(config));
}
