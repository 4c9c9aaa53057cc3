// Whether a delivery was signed with one of the app's webhook secrets: HMAC-SHA256 over the raw bytes, as they arrived.
import { createHmac, timingSafeEqual } from "node:crypto";

/** `X-Hub-Signature-256`: `sha256=` and 64 lower-case hexadecimal digits. */
const SIGNATURE = /^sha256=([0-9a-f]{64})$/;

/** The signature's 32 bytes; null where the header is missing or of another form, such as the old `sha1=`. */
export function parseSignature(header: string | string[] | undefined): Buffer | null {
  const digits = typeof header === "string" ? SIGNATURE.exec(header)?.[1] : undefined;
  return digits === undefined ? null : Buffer.from(digits, "hex");
}

/** True when any of the secrets made this signature. All are tried, in constant time, so that time tells nothing. */
export function isSignedBy(secrets: readonly string[], body: Uint8Array, signature: Buffer): boolean {
  let matches = false;
  for (const secret of secrets) {
    const expected = createHmac("sha256", secret).update(body).digest();
    if (timingSafeEqual(expected, signature)) matches = true;
  }
  return matches;
}
