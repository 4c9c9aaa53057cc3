// From the bytes of a delivery to its JSON. The signature was checked over these very bytes at intake; here they become text.

/** A leading byte order mark, as some senders write, is dropped; bytes that are no UTF-8 are refused, never replaced. */
const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The payload of a delivery, or why its body cannot be used: not UTF-8, or not JSON. The reason never quotes the body,
 * which may hold a secret.
 */
export function decodeBody(body: Uint8Array): { payload: unknown } | { unusable: string } {
  let text: string;
  try {
    text = strictUtf8.decode(body);
  } catch {
    return { unusable: "the body is not valid UTF-8" };
  }
  try {
    return { payload: JSON.parse(text) };
  } catch {
    return { unusable: "the body is not valid JSON" };
  }
}
