// Names of files are bytes for git, and text here. Nothing is lost on the way: two files never get one name.

/**
 * UTF-8 is read as it is; each byte that is not part of it becomes the lone surrogate U+DC80…U+DCFF, which UTF-8 cannot hold.
 * `encodePath` gives the same bytes again.
 */
export function decodePath(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  // Only a replacement character can tell of bytes that were none.
  if (!text.includes("\uFFFD")) return text;
  let decoded = "";
  for (let at = 0; at < bytes.length; ) {
    const length = lengthAt(bytes, at);
    decoded +=
      length === 0 ? String.fromCharCode(0xdc00 + (bytes[at] ?? 0)) : bytes.toString("utf8", at, at + length);
    at += Math.max(length, 1);
  }
  return decoded;
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Bytes of the character that begins here; 0: none does. */
function lengthAt(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  try {
    strict.decode(bytes.subarray(at, at + length));
    return at + length <= bytes.length ? length : 0;
  } catch {
    return 0;
  }
}

export function encodePath(path: string): Buffer {
  if (path.isWellFormed()) return Buffer.from(path);
  const parts: Buffer[] = [];
  for (const character of path) {
    const unit = character.charCodeAt(0);
    const isByte = character.length === 1 && unit >= 0xdc80 && unit <= 0xdcff;
    parts.push(isByte ? Buffer.of(unit - 0xdc00) : Buffer.from(character));
  }
  return Buffer.concat(parts);
}
