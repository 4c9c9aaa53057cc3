// Tells whether something that was posted or observed would look different now.
import { canonicalJson, digestOf } from "../core/canonical-json.ts";

/** SHA-256 (hex) of the content's JSON, whatever the order of its keys. */
export function hashContent(content: object): string {
  return digestOf(canonicalJson(content));
}
