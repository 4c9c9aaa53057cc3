// One text for equal data, and its fingerprint: how facts, configurations and posts are told from one another.
import { createHash } from "node:crypto";

/**
 * JSON with the keys of every object sorted, so that equal data has equal text. Any database can hold it:
 * JSON escapes U+0000, and `JSON.stringify` escapes lone surrogates.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? // fromEntries defines own properties, so that a key named __proto__ stays a key.
        Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  );
}

/** SHA-256 in hex. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
