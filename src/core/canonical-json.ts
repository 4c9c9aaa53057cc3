// One text for equal data, and its fingerprint: how facts, configurations and posts are told from one another.
import { createHash } from "node:crypto";

/**
 * JSON of plain data with the keys of every object sorted, so that equal data has equal text; what has no value is left out,
 * in lists it is null. Any database can hold it: JSON escapes U+0000, and `JSON.stringify` escapes lone surrogates.
 */
export function canonicalJson(value: unknown): string {
  return textOf(value) ?? "null";
}

/** Written piece by piece: every fact comes through here several times, and a replacer would copy each object first. */
function textOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((part) => textOf(part) ?? "null").join(",")}]`;
  const members: string[] = [];
  for (const [key, part] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
    const text = textOf(part);
    if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${members.join(",")}}`;
}

/** SHA-256 in hex. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
