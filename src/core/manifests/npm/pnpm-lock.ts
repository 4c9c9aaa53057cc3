// pnpm-lock.yaml of versions 5 to 9: the keys of `packages` hold name and version, each version of the format in its own way.
import { parseSyml } from "@yarnpkg/parsers";
import type { Wanted } from "../package-name.ts";
import { asText, entriesOf, getOwn, type Reading } from "../reading.ts";
import { splitLines } from "../text-lines.ts";

/**
 * Read as YAML in which every value is text: `1.10` is no number. A lockfile may hold two documents, the first of which locks
 * pnpm itself. @throws Error where it is not YAML.
 */
export function readPnpmLock(text: string, wanted: Wanted): Reading {
  const documents = text.split(/^---[ \t]*\r?$/m).filter((part) => part.trim() !== "");
  const last = documents.at(-1) ?? "";
  const root: unknown = parseSyml(last);
  if (asText(getOwn(root, "lockfileVersion")) === null)
    throw new Error("it does not say which version of the format it is");
  const found = entriesOf(getOwn(root, "packages")).flatMap(([key, entry]) => {
    const written = readKey(key);
    const known = wanted(asText(getOwn(entry, "name")) ?? written.name);
    const version = asText(getOwn(entry, "version")) ?? written.version;
    return known === null ? [] : [{ name: known, version, key }];
  });
  if (found.length === 0) return { packages: [] };
  const lines = findKeys(text);
  return {
    packages: found.map(({ name, version, key }) => ({
      name,
      requirement: null,
      version,
      line: lines.get(key) ?? null,
    })),
  };
}

/** `/@scope/name/1.0.0_peer`, `/name@1.0.0(peer@2.0.0)` and `name@1.0.0` alike; what has no version is not of the registry. */
function readKey(key: string): { name: string; version: string | null } {
  const [plain = ""] = (key.startsWith("/") ? key.slice(1) : key).split("(", 1);
  const at = plain.indexOf("@", 1);
  // In earlier versions of the format a slash goes before the version, and an "@" is one of a peer's.
  const slashes = plain.slice(0, at).split("/").length - 1;
  if (at !== -1 && slashes === (plain.startsWith("@") ? 1 : 0))
    return { name: plain.slice(0, at), version: asVersion(plain.slice(at + 1)) };
  const parts = plain.split("/");
  // A registry that is not the usual one goes before the name.
  if (!key.startsWith("/") && parts[0]?.includes(".")) parts.shift();
  const name = parts[0]?.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
  const rest = parts.slice(name.includes("/") ? 2 : 1);
  return { name, version: rest.length === 1 ? asVersion(rest[0]?.split("_", 1)[0]) : null };
}

function asVersion(text: string | undefined): string | null {
  return text !== undefined && /^\d/.test(text) && !/[:/]/.test(text) ? text : null;
}

/** The keys that are indented by two, with their lines; the first of each name: `packages` stands before `snapshots`. */
function findKeys(text: string): Map<string, number> {
  const keys = new Map<string, number>();
  for (const [index, line] of splitLines(text).entries()) {
    const key = /^ {2}(['"]?)([^\s'"].*)\1:(?: \{\})?$/.exec(line)?.[2];
    if (key !== undefined && !keys.has(key)) keys.set(key, index + 1);
  }
  return keys;
}
