// What makes two results the same one. A log's own fingerprints are used only as part of a digest, and only where they look like digests
// themselves: scanners of secrets have written the secret there, and names and mails of people.
import { createHash } from "node:crypto";

/** What GitHub uses, alone, to know an alert again. */
const githubs = "primaryLocationLineHash";

/** Said beside it: which columns the same line hash has. */
const notIdentity: ReadonlySet<string> = new Set(["primaryLocationStartColumnFingerprint", "commitSha"]);

const looksLikeDigest =
  /^(?:[0-9a-f]{12,128}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:[:_-][0-9a-z]{1,16})?$/i;

/** 128 bits in hexadecimal: short, and no two of a file's results meet by chance. */
export function digestOf(parts: readonly (string | number | null)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

/** Null: the log gives nothing that tells its results apart. GitHub's own first, then the whole fingerprints, then parts of them. */
export function toldFingerprint(
  whole: ReadonlyMap<string, string> | undefined,
  partial: ReadonlyMap<string, string> | undefined,
): string | null {
  const lineHash = partial?.get(githubs);
  if (lineHash !== undefined && looksLikeDigest.test(lineHash)) return digestOf([githubs, lineHash]);
  return digestOfEntries(whole) ?? digestOfEntries(partial);
}

function digestOfEntries(entries: ReadonlyMap<string, string> | undefined): string | null {
  const used = [...(entries ?? [])]
    .filter(([key, value]) => !notIdentity.has(key) && looksLikeDigest.test(value))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flat();
  return used.length === 0 ? null : digestOf(used);
}

/** A full SHA in lower case; null for anything shorter, and for the one of only zeros. */
export function fullSha(text: string | undefined): string | null {
  const sha = text?.trim().toLowerCase();
  return sha !== undefined && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(sha) && !/^0+$/.test(sha) ? sha : null;
}
