// Secret scanning deliveries are not meant to carry the secret, yet some versions of GitHub and some tools put it there.
// It is taken out before anything is stored, so that no store, backup or log ever holds it.

const DECODER = new TextDecoder("utf-8", { fatal: true });
const EMPTY = new Uint8Array(0);

/**
 * The body without any property named `secret`, at any depth; the very same bytes where there is none, or where the
 * event is not about secret scanning. A body that cannot be read is emptied: what is in it cannot be known.
 */
export function removeSecretLiterals(event: string, body: Uint8Array): Uint8Array {
  if (!event.startsWith("secret_scanning")) return body;
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
