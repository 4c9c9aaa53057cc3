// Globs that can never match are errors; globs that read like a regular expression, and may match after all, are warned about.

import type { ConfigPath, LocatedMessage } from "../problem.ts";
import { nameOf, refuse, show } from "./explain-issue.ts";
import { entriesOf, type Sound } from "./sound.ts";

/** What a glob is put to. Names have no parts; the others are parts between slashes. */
export type GlobKind = "name" | "path" | "branch" | "image" | "repository";

const howGlobsWork = "Globs know * (any run), ** (over slashes) and ? (any one character), and nothing else.";

/** What GitHub, Git and registries never have in such a text, wildcards aside. */
const impossibleCharacters: Readonly<Record<Exclude<GlobKind, "name" | "path">, RegExp>> = {
  branch: /[\s~^:\\[\]]/,
  image: /[^A-Za-z0-9._\-/:@*?]/,
  repository: /[^A-Za-z0-9._\-/*?]/,
};

/** Everything that is wrong or doubtful in a list of globs. */
export function checkGlobs(
  at: ConfigPath,
  globs: Sound<readonly string[]> | undefined,
  kind: GlobKind,
): LocatedMessage[] {
  return entriesOf(globs).flatMap(([index, glob]) => checkGlob([...at, index], glob, kind));
}

/** The same for one. */
export function checkGlob(at: ConfigPath, glob: string | undefined, kind: GlobKind): LocatedMessage[] {
  if (glob === undefined) return [];
  const impossible = whyImpossible(glob, kind);
  if (impossible !== null) return [refuse(at, glob, impossible)];
  const doubtful = whyDoubtful(glob, kind);
  if (doubtful === null) return [];
  return [{ at, severity: "warning", message: `${nameOf(at)}: ${show(glob)} ${doubtful}` }];
}

function whyImpossible(glob: string, kind: GlobKind): string | null {
  if (glob.trim() !== glob) return "nothing begins or ends with white space; take it away.";
  if (kind === "name") return null;
  if (glob.startsWith("/")) return 'nothing begins with "/" here; take it away.';
  if (glob.endsWith("/")) return 'nothing ends with "/" here; write "/**" for all that is below.';
  if (glob.includes("//")) return 'it has an empty part ("//"), which nothing has.';
  if (kind === "path" || kind === "repository") {
    const dots = glob.split("/").find((part) => part === "." || part === "..");
    if (dots !== undefined) return `no path has a part "${dots}"; write it from the root.`;
  }
  if (kind === "path") return null;
  const impossible = impossibleCharacters[kind].exec(glob)?.[0];
  if (impossible !== undefined) return `no ${kind} has ${show(impossible)} in its name. ${howGlobsWork}`;
  return kind === "repository" ? whyNoRepository(glob) : null;
}

/** A repository is two parts: `owner/name`. */
function whyNoRepository(glob: string): string | null {
  if (!glob.includes("/") && !glob.includes("**")) {
    return `it is held against "owner/name", and * does not span the slash; write "acme/${glob}" or "*/${glob}".`;
  }
  // The slash of a part that is only ** may be left out.
  const slashes = glob.replaceAll(/(?<=^|\/)\*{2,}\//g, "").split("/").length - 1;
  return slashes > 1 ? 'it can match nothing: a repository is "owner/name", with one slash.' : null;
}

function whyDoubtful(glob: string, kind: GlobKind): string | null {
  if (glob.startsWith("!"))
    return `does not turn the choice round: "!" is a character like any other. ${howGlobsWork}`;
  if (/\{[^}]*,[^}]*\}/.test(glob))
    return `has braces, which are themselves here; write one entry for each. ${howGlobsWork}`;
  if (kind === "branch" && glob.startsWith("refs/"))
    return 'names a whole ref; write the branch alone, without "refs/heads/".';
  const looksLikeExpression =
    /^\^|\$$|\\[.dswb*/-]/.test(glob) || (kind === "name" && /(^|\w)\.[*+]$|^\.[*+]/.test(glob));
  return looksLikeExpression ? `reads like a regular expression, which it is not. ${howGlobsWork}` : null;
}
