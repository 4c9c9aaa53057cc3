// The fingerprint of a configuration: a stored scorecard keeps it, so that one can tell which rules made its numbers.
import { createHash } from "node:crypto";
import type { Config } from "./config.ts";

export type UnhashedConfig = Omit<Config, "hash">;

/** SHA-256 (hex) of the configuration's JSON with sorted keys: the same whatever order it was written or merged in. */
export function hashConfig(config: UnhashedConfig): string {
  const sorted = JSON.stringify(config, (_, value: unknown) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : value,
  );
  return createHash("sha256").update(sorted).digest("hex");
}
