// Which file a version of a configuration is of. Files that others extend may lie anywhere in a repository: their kind holds the
// path, so that each has a history of its own.

declare const madeHere: unique symbol;

/** A file that other configurations extend; made of its path by `sharedFileKind`, never written by hand. */
export type SharedFileKind = `shared:${string}` & { readonly [madeHere]: true };

/** How to measure, what is excepted, or a file that others extend. */
export type ConfigurationKind = "configuration" | "exceptions" | SharedFileKind;

/** Kinds of shared files sort from here … */
export const sharedKindsFrom = "shared:";
/** … to before here: the next text after all that begin so. */
export const sharedKindsTo = "shared;";

/** @param path in its repository. */
export function sharedFileKind(path: string): SharedFileKind {
  return `${sharedKindsFrom}${path}` as SharedFileKind;
}

/** The path of a shared file; null for the other kinds. */
export function sharedPathOf(kind: ConfigurationKind): string | null {
  return kind.startsWith(sharedKindsFrom) ? kind.slice(sharedKindsFrom.length) : null;
}
