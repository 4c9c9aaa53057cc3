// How deep an answer's JSON is nested, before anybody parses it: Octokit's parser takes a time that grows with the square of it and
// more, and some thousand brackets would hold up the whole server.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether the bytes, taken for JSON, open more than `limit` lists and objects within each other. Reads each byte once. */
export function isNestedDeeper(bytes: Uint8Array, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    // `[` and `{`, then `]` and `}`: they differ by one bit.
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return false;
}

/** Where the string that begins at `start` ends. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}
