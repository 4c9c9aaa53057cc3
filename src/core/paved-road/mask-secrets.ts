// Lines of a file as they may be shown: whatever may be a secret is masked. Too much masked is a nuisance, too little a leak.

const mask = "•••";

const longestLine = 400;

/** Words behind a name such as `token:` that are settings and no secrets. */
const harmlessValue =
  /^(?:\$\{\{[^}]*\}\}|\$\w+|inherit|true|false|null|~|none|read|write|required|optional)?(?:\s+#.*)?$/i;

const secretName =
  /^(\s*(?:-\s+)?(?:export\s+)?["']?[\w.-]*(?:(?:passw(?:or)?d|passphrase|pwd|secret|token|credential|key)[\w.-]*|pass|pw|auth|authorization|webhook|dsn)["']?\s*[:=]\s*)(.*)$/i;

/** The same in the middle of a line, as in a script, an address or a flow map. */
const secretWithin =
  /((?:passw(?:or)?d|passphrase|pwd|secret|token|credential|key)[\w.-]{0,40}["']?\s{0,3}[:=]\s{0,3}|--(?:password|token|secret|key)\s{1,3})(?!\$)("[^"]*"|'[^']*'|[^\s,;}&]+)/gi;

const knownShapes =
  /\b(?:gh[opusr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[\w-]{30,}|sk-[\w-]{16,}|npm_\w{30,}|pypi-[\w-]{30,}|eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?)/g;

/** `git@` is everybody's, and in `docker://alpine@sha256:…` it is an image. */
const userInAddress = /(?<!docker)(:\/\/)(?!git@)[^/\s@]+@/gi;

/** `Bearer …`, `-u me:…`, `ENV DB_PASSWORD …`, `<password>…`, `key="password" value="…"`: what stands behind, without `:` or `=`. */
const otherForms: readonly RegExp[] = [
  /(\b(?:Bearer|Basic)\s{1,3})[\w+/.~=-]{6,}/g,
  /((?:^|\s)(?:-u|--user)[\s=]{1,3}[^\s:]{1,80}:)\S+/g,
  /(^\s*(?:ENV|ARG)\s{1,8}\w*(?:passw(?:or)?d|pass|pwd|secret|token|credential|key)\w*\s{1,8})(?!=)\S.*/gi,
  /(<[\w.:-]{0,60}(?:passw(?:or)?d|passphrase|secret|token|credential|key)[\w.:-]{0,60}>)[^<]+/gi,
  /(["'][\w.:-]{0,60}(?:passw(?:or)?d|passphrase|secret|token|credential|key)[\w.:-]{0,60}["']\s{1,3}value=)["'][^"']*["']/gi,
];

const longRun = /[A-Za-z0-9+/_=~-]{20,}/g;

/** Masks each line of a text; the answer has as many lines. */
export function maskLines(lines: readonly string[]): string[] {
  let inPrivateKey = false;
  /** Inside the value of a name that tells of a secret: how far its lines are indented at least, and whether as a block of text. */
  let behind: { readonly indent: number; readonly block: boolean } | null = null;
  return lines.map((line) => {
    if (/-----BEGIN [A-Z ]*PRIVATE KEY/.test(line)) inPrivateKey = true;
    if (inPrivateKey) {
      inPrivateKey = !/-----END [A-Z ]*PRIVATE KEY/.test(line);
      return mask;
    }
    const indent = line.search(/\S/);
    if (indent === -1) return line;
    if (behind !== null && indent > behind.indent) {
      return behind.block || line.length > longestLine ? `${line.slice(0, indent)}${mask}` : maskBehind(line);
    }
    behind = null;
    // Not read character by character: what hides in a line that long nobody can tell.
    if (line.length > longestLine) return mask;
    const [, before, rest] = secretName.exec(line) ?? [];
    if (before === undefined || rest === undefined) return maskWithin(line);
    const value = rest.trim();
    const isBlock = /^[|>][-+0-9]*(?:\s+#.*)?$/.test(value);
    if (isBlock || value === "" || value.startsWith("#")) behind = { indent, block: isBlock };
    return isBlock || harmlessValue.test(value) ? line : `${before}${mask}`;
  });
}

/** A line below `secrets:` and the like: of a map its values, else all of it. */
function maskBehind(line: string): string {
  const entry = /^(\s*(?:-\s+)?["']?[\w.-]+["']?\s*:)(?:\s+(.*))?$/.exec(line);
  if (entry === null)
    return harmlessValue.test(line.trim()) ? line : `${line.slice(0, line.search(/\S/))}${mask}`;
  return harmlessValue.test((entry[2] ?? "").trim()) ? line : `${entry[1]} ${mask}`;
}

function maskWithin(line: string): string {
  return otherForms
    .reduce((text, form) => text.replace(form, `$1${mask}`), line)
    .replace(secretWithin, (whole, before: string, value: string) =>
      harmlessValue.test(value) ? whole : `${before}${mask}`,
    )
    .replace(knownShapes, mask)
    .replace(userInAddress, `$1${mask}@`)
    .replace(longRun, (run) => (looksRandom(run) ? mask : run));
}

/** Commit SHAs and SHA-256 digests are none: they are what a pin is compared by. */
function looksRandom(run: string): boolean {
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(run)) return false;
  const hasDigit = /\d/.test(run);
  if (hasDigit && /[a-z]/.test(run) && /[A-Z]/.test(run)) return true;
  const longestWord = Math.max(...run.split(/[-_/+=~]/).map((word) => word.length));
  return longestWord >= 40 || (hasDigit && /[a-z]/i.test(run) && longestWord >= 20);
}
