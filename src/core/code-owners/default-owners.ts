// CODEOWNERS → who owns what no later line takes. GitHub lets the last line that matches a file decide.

/** Where GitHub looks for the file, in its order; the first that exists is taken. */
export const codeOwnersPaths = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

export function isCodeOwnersPath(path: string): boolean {
  return codeOwnersPaths.some((one) => one === path);
}

/** Patterns that match every file at every depth; `/*` takes the files of the root alone. */
const everything = new Set(["*", "**", "/**", "**/*", "/**/*"]);

/** A user, a team, or an address; GitHub skips a line that names anything else. */
const owner = /^(?:@[\w.-]+(?:\/[\w.-]+)?|[^\s@]+@[^\s@]+\.[^\s@]+)$/;

/** The owners of the last valid line whose pattern matches everything; empty where there is none or it names nobody. */
export function findDefaultOwners(text: string): string[] {
  let owners: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [pattern, ...named] = line
      .replace(/(?:^|\s)#.*$/, "")
      .trim()
      .split(/\s+/);
    if (pattern === undefined || !everything.has(pattern)) continue;
    if (named.every((name) => owner.test(name))) owners = named;
  }
  return owners;
}
