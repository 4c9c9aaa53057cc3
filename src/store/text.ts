// Text as both databases can hold it. GitHub's JSON may carry U+0000 and lone surrogates; PostgreSQL refuses the one, and
// both databases would replace the other, so that two different keys could become one.
import { createHash } from "node:crypto";

/** NUL, lone surrogates, and the backslash that escapes them. */
const unsafe = /[\0\\]|\p{Cs}/gu;

/** Text for a text column. Reversible, so that two texts are equal exactly when their encodings are. */
export function encodeText(text: string): string {
  return text.replace(unsafe, (found) =>
    found === "\\" ? "\\\\" : `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Undoes `encodeText`. */
export function decodeText(encoded: string): string {
  return encoded.replace(/\\(?:\\|u([0-9a-f]{4}))/g, (_, hex: string | undefined) =>
    hex === undefined ? "\\" : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** As `encodeText`; null stays null. */
export function encodeOptionalText(text: string | null): string | null {
  return text === null ? null : encodeText(text);
}

/** As `decodeText`; null stays null. */
export function decodeOptionalText(encoded: string | null): string | null {
  return encoded === null ? null : decodeText(encoded);
}

/**
 * JSON with the keys of every object sorted, so that equal data has equal text. It needs no `encodeText`:
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
