// Where a result is, as a path of the repository. Tools write relative URIs, absolute ones of the machine they ran on, bases that build on
// bases, numbers of a list of artifacts, and Windows paths that are no URIs at all.

export interface Base {
  readonly uri: string | null;
  readonly baseId: string | null;
}

export interface PlaceContext {
  /** Folders that stand for the repository's top, best first: absolute, with `/`, without one at the end. */
  readonly roots: readonly string[];
  readonly bases: ReadonlyMap<string, Base>;
}

const longestPath = 4096;
const deepestChain = 20;

/** Relative to the repository's top folder; null for what lies outside of it, or is no file. */
export function placeOf(uri: string, baseId: string | null, context: PlaceContext): string | null {
  const own = readUri(uri);
  if (own === null) return null;
  if (own.absolute) return underRoot(own.path, context.roots);
  const prefix = baseId === null ? "" : prefixOf(baseId, context);
  return prefix === null ? null : normalizePath(`${prefix}/${own.path}`);
}

/** A folder of this machine, which is no URI: its `%` is its own. Null as below. */
export function folderOf(path: string): string | null {
  return path.includes("%") ? absoluteFolder(path.replaceAll("%", "%25")) : absoluteFolder(path);
}

/** A folder that a log names as absolute, without `/` at the end; null for the root of a disk, and for anything relative. */
export function absoluteFolder(uri: string | undefined): string | null {
  const read = uri === undefined ? null : readUri(uri);
  if (read === null || !read.absolute) return null;
  const path = collapse(read.path);
  return path === null || path === "" || /^[A-Za-z]:$/.test(path) ? null : withSlash(path);
}

/**
 * A base's path within the repository. An absolute base that is under no known root is the top itself, as it was on the machine that
 * ran the tool. An unknown base is the top, too.
 */
function prefixOf(baseId: string, { roots, bases }: PlaceContext): string | null {
  const parts: string[] = [];
  let id: string | null = baseId;
  for (let step = 0; id !== null; step++) {
    const base = bases.get(id);
    if (base === undefined) break;
    if (step === deepestChain) return null;
    const read = base.uri === null ? null : readUri(base.uri);
    if (read?.absolute === true) {
      parts.unshift(underRoot(read.path, roots) ?? "");
      break;
    }
    if (read !== null) parts.unshift(read.path);
    id = base.baseId;
  }
  return parts.join("/");
}

interface ReadUri {
  readonly absolute: boolean;
  readonly path: string;
}

/** Null: a URI of something that is no file. Percent-encoding is undone where it is one; many tools write plain paths. */
function readUri(uri: string): ReadUri | null {
  const slashed = uri.trim().replaceAll("\\", "/");
  if (/^[A-Za-z]:(?:\/|$)/.test(slashed)) return { absolute: true, path: slashed };
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]+):(.*)$/s.exec(slashed);
  if (scheme === null) return { absolute: slashed.startsWith("/"), path: decode(slashed) };
  if (scheme[1]?.toLowerCase() !== "file") return namedFile(slashed);
  const rest = scheme[2] ?? "";
  // `file:///path`, `file://host/path`, `file:/path`; and `file:path`, which is relative whatever the standard says.
  const path = decode(rest.startsWith("//") ? rest.slice(2).replace(/^[^/]*/, "") : rest);
  if (!path.startsWith("/")) return { absolute: false, path };
  return { absolute: true, path: /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path };
}

/** A colon in the first segment is a scheme only before `/`, or of the few that need none: `a:b.txt` is a name. */
function namedFile(text: string): ReadUri | null {
  const isScheme =
    /^[A-Za-z][A-Za-z0-9+.-]+:\//.test(text) || /^(?:pkg|urn|git|docker|oci|image|data):/i.test(text);
  return isScheme ? null : { absolute: false, path: decode(text) };
}

function decode(path: string): string {
  if (!path.includes("%")) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Case is ignored on Windows' disks only. */
function underRoot(path: string, roots: readonly string[]): string | null {
  const clean = collapse(path);
  if (clean === null) return null;
  const full = withSlash(clean);
  for (const root of roots) {
    const length = root.length + 1;
    const same = /^[A-Za-z]:/.test(root)
      ? full.slice(0, length).toLowerCase() === `${root}/`.toLowerCase()
      : full.startsWith(`${root}/`);
    if (same) return normalizePath(full.slice(length));
  }
  return null;
}

const withSlash = (path: string): string => (/^[A-Za-z]:/.test(path) ? path : `/${path}`);

/** Null: nothing is left, or it leads out, or it is no path. */
function normalizePath(path: string): string | null {
  const clean = collapse(path);
  return clean === null || clean === "" || clean.length > longestPath ? null : clean;
}

/** Without `.`, `..` and empty parts, and without a `/` in front. */
function collapse(path: string): string | null {
  if (path.includes("\0")) return null;
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}
