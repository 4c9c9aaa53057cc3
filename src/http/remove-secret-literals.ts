// Secret scanning deliveries are not meant to carry the secret, yet some versions of GitHub and some tools put it there.
// It is taken out before anything is stored, so that no store, backup or log ever holds it. Nor is what looks like a token kept
// that somebody wrote into a title, a commit message or a name.
import { maskTokens } from "../core/mask-tokens.ts";

const DECODER = new TextDecoder("utf-8", { fatal: true });
const EMPTY = new Uint8Array(0);

/**
 * The body with tokens and private keys masked and, where the event is about secret scanning, without any property named
 * `secret`, at any depth; the very same bytes where there is none. A body of such an event that cannot be read is emptied: what
 * is in it cannot be known.
 */
export function removeSecretLiterals(event: string, body: Buffer): Uint8Array {
  // One character for each byte, whatever the bytes are; tokens are ASCII.
  const text = body.toString("latin1");
  const masked = maskTokens(text);
  const kept = masked === text ? body : Buffer.from(masked, "latin1");
  return event.startsWith("secret_scanning") ? withoutSecrets(kept) : kept;
}

function withoutSecrets(body: Uint8Array): Uint8Array {
  let found = false;
  try {
    const payload: unknown = JSON.parse(DECODER.decode(body), (key, value: unknown) => {
      if (key !== "secret") return value;
      found = true;
      return undefined;
    });
    return found ? Buffer.from(JSON.stringify(payload)) : body;
  } catch {
    return EMPTY;
  }
}
