// Text as both databases can hold it. GitHub's JSON may carry U+0000 and lone surrogates; PostgreSQL refuses the one, and
// both databases would replace the other, so that two different keys could become one.

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
