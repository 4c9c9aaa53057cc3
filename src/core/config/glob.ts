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

/** Whether a whole text matches. */
export type Matches = (text: string) => boolean;

/** Places in the pattern that were reached, one more than there are tokens. Flags and no set, as a hostile glob reaches all of them. */
type Places = Uint8Array;

/** Adds all places that can be reached without reading a character; these lie ahead, so that one pass finds them. */
function spread(tokens: readonly Token[], places: Places): void {
  for (let place = 0; place < tokens.length; place += 1) {
    if (places[place] === 0) continue;
    const kind = tokens[place]?.kind;
    if (kind !== "run" && kind !== "optional") continue;
    places[place + 1] = 1;
    if (kind === "optional") places[place + optionalLength] = 1;
  }
}

/** Fills `next` with the places behind one more character; whether there are any. */
function step(tokens: readonly Token[], places: Places, character: string, next: Places): boolean {
  let any = false;
  next.fill(0);
  for (let place = 0; place < tokens.length; place += 1) {
    if (places[place] === 0) continue;
    const token = tokens[place];
    if (token === undefined || token.kind === "optional") continue;
    const reads =
      token.kind === "character" ? token.character === character : character !== "/" || token.slash;
    if (!reads) continue;
    next[token.kind === "run" ? place : place + 1] = 1;
    any = true;
  }
  if (any) spread(tokens, next);
  return any;
}

function matches(tokens: readonly Token[], text: string): boolean {
  let places: Places = new Uint8Array(tokens.length + 1);
  let next: Places = new Uint8Array(tokens.length + 1);
  places[0] = 1;
  spread(tokens, places);
  for (const character of text) {
    if (!step(tokens, places, character, next)) return false;
    [places, next] = [next, places];
  }
  return places[tokens.length] === 1;
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map((token) => (token.kind === "character" ? token.character : "")).join("");
}

/** What a text must begin and end with is looked at first: of thousands of paths most are told apart by that. */
function compile(tokens: readonly Token[]): Matches {
  const first = tokens.findIndex(({ kind }) => kind !== "character");
  if (first === -1) {
    const whole = textOf(tokens);
    return (text) => text === whole;
  }
  const last = tokens.findLastIndex(({ kind }) => kind !== "character");
  // The slash of an optional `**` and its slash need not be there.
  const needed = tokens[last - 1]?.kind === "optional" ? last + optionalLength - 1 : last + 1;
  const begin = textOf(tokens.slice(0, first));
  const end = textOf(tokens.slice(needed));
  return (text) => text.startsWith(begin) && text.endsWith(end) && matches(tokens, text);
}

/** `matchesNameGlob` for a glob that is put to many names. */
export function compileNameGlob(glob: string): Matches {
  const matchesLower = compile(tokenize(glob.toLowerCase(), false));
  return (name) => matchesLower(name.toLowerCase());
}

/** `matchesPathGlob` for a glob that is put to many paths. */
export function compilePathGlob(glob: string): Matches {
  return compile(tokenize(glob, true));
}

/**
 * Whether a glob matches a whole name: of a check run, a commit status, an app. `*` matches any run of characters, `?` any
 * one, slashes included; brackets, braces and parentheses are themselves. Upper and lower case are the same.
 */
export function matchesNameGlob(glob: string, name: string): boolean {
  return compileNameGlob(glob)(name);
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
    ? compilePathGlob(glob.toLowerCase())(path.toLowerCase())
    : compilePathGlob(glob)(path);
}
