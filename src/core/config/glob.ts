// The globs that people write in the configuration: `*`, `**` and `?`, everything else is itself.
// No regular expression is made of them: a match takes at most glob length × text length steps, whatever is written.

type Token =
  | { readonly kind: "character"; readonly character: string }
  /** Any one character; a slash only where `slash` says so. */
  | { readonly kind: "one"; readonly slash: boolean }
  /** Any run of characters, none included. */
  | { readonly kind: "run"; readonly slash: boolean }
  /** The next two tokens may be left out: `**` and its slash match nothing as well. */
  | { readonly kind: "optional" };

const optionalLength = 3;

function tokenize(glob: string, pathwise: boolean): Token[] {
  const characters = [...glob];
  const tokens: Token[] = [];
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? "";
    if (character === "?") {
      tokens.push({ kind: "one", slash: !pathwise });
    } else if (character !== "*") {
      tokens.push({ kind: "character", character });
    } else if (characters[at + 1] !== "*") {
      tokens.push({ kind: "run", slash: !pathwise });
    } else {
      const startsSegment = at === 0 || characters[at - 1] === "/";
      while (characters[at + 1] === "*") at += 1;
      if (startsSegment && characters[at + 1] === "/") tokens.push({ kind: "optional" });
      tokens.push({ kind: "run", slash: true });
    }
  }
  return tokens;
}

/** Adds a place in the pattern and all that can be reached from it without reading a character. */
function arrive(tokens: readonly Token[], place: number, places: Set<number>): void {
  if (places.has(place)) return;
  places.add(place);
  const token = tokens[place];
  if (token?.kind === "run") arrive(tokens, place + 1, places);
  if (token?.kind === "optional") {
    arrive(tokens, place + 1, places);
    arrive(tokens, place + optionalLength, places);
  }
}

function step(tokens: readonly Token[], places: ReadonlySet<number>, character: string): Set<number> {
  const next = new Set<number>();
  for (const place of places) {
    const token = tokens[place];
    if (token === undefined || token.kind === "optional") continue;
    if (token.kind === "character") {
      if (token.character === character) arrive(tokens, place + 1, next);
    } else if (character !== "/" || token.slash) {
      arrive(tokens, token.kind === "run" ? place : place + 1, next);
    }
  }
  return next;
}

function matches(tokens: readonly Token[], text: string): boolean {
  let places = new Set<number>();
  arrive(tokens, 0, places);
  for (const character of text) {
    places = step(tokens, places, character);
    if (places.size === 0) return false;
  }
  return places.has(tokens.length);
}

/**
 * Whether a glob matches a whole name: of a check run, a commit status, an app. `*` matches any run of characters, `?` any
 * one, slashes included; brackets, braces and parentheses are themselves. Upper and lower case are the same.
 */
export function matchesNameGlob(glob: string, name: string): boolean {
  return matches(tokenize(glob.toLowerCase(), false), name.toLowerCase());
}

/**
 * Whether a glob matches a whole path: of a file, a branch, a repository, an image. `*` and `?` stay within one part
 * between slashes, `**` spans parts, and `**` with its slash also matches nothing. Case counts unless `ignoreCase`.
 */
export function matchesPathGlob(
  glob: string,
  path: string,
  options: { readonly ignoreCase: boolean } = { ignoreCase: false },
): boolean {
  return options.ignoreCase
    ? matches(tokenize(glob.toLowerCase(), true), path.toLowerCase())
    : matches(tokenize(glob, true), path);
}
