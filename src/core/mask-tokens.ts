// Tokens and private keys by their well-known shapes, masked wherever text comes in: people paste them into titles, commit messages
// and branch names. Only shapes that are nothing else are here, for what is masked is gone.

/** Without a boundary in front: in JSON the letter of `\n` stands there. */
const shapes =
  /(?:gh[opusr]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,255}|xox[abeprs]-[\w-]{10,255}|A(?:KIA|SIA)[0-9A-Z]{16}|npm_\w{36}|pypi-[\w-]{50,255}|sk_live_\w{20,255})/g;

const keyBegins = "PRIVATE KEY-----";

/**
 * The text with `*` in the place of each character of a token, and of all that follows the head of a private key up to the end of the
 * key or of the JSON string it stands in. The length stays, and JSON stays JSON. The very same text where there is none.
 */
export function maskTokens(text: string): string {
  const masked = text.replace(shapes, (token) => "*".repeat(token.length));
  return masked.includes(keyBegins) ? maskKeys(masked) : masked;
}

/** Character by character: a pattern would go back and forth over a hostile text. */
function maskKeys(text: string): string {
  const parts: string[] = [];
  let done = 0;
  for (let head = text.indexOf(keyBegins); head !== -1; head = text.indexOf(keyBegins, done)) {
    const from = head + keyBegins.length;
    let end = from;
    while (end < text.length && text[end] !== '"' && !text.startsWith("-----END", end))
      end += text[end] === "\\" ? 2 : 1;
    end = Math.min(end, text.length);
    parts.push(text.slice(done, from), "*".repeat(end - from));
    done = text.startsWith("-----END", end) ? afterEnd(text, end) : end;
    parts.push(text.slice(end, done));
  }
  return parts.join("") + text.slice(done);
}

/** Past `-----END … PRIVATE KEY-----`, which would else be taken for the head of another key. */
function afterEnd(text: string, at: number): number {
  const tail = text.indexOf(keyBegins, at);
  return tail === -1 || tail - at > 64 ? at + 1 : tail + keyBegins.length;
}
