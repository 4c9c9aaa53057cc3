import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesNameGlob, matchesPathGlob } from "../../../src/core/config/glob.ts";

describe("globs over names", () => {
  it.each([
    ["CodeQL", "codeql", true],
    ["CodeQL*", "CodeQL / Analyze (javascript)", true],
    ["Analyze (java)", "Analyze (java)", true],
    ["Analyze (java)", "Analyze java", false],
    ["build [linux]", "build [linux]", true],
    ["build [linux]", "build l", false],
    ["security/*", "security/snyk (team/web)", true],
    ["?rivy", "Trivy", true],
    ["*", "", true],
    ["", "", true],
    ["", "x", false],
    ["*scan*", "Secret Scanning", true],
    ["scan", "Secret Scanning", false],
    ["{a,b}", "a", false],
    ["!a", "b", false],
    ["😀?", "😀😀", true],
  ])("%s on %s: %s", (glob, name, expected) => {
    expect(matchesNameGlob(glob, name)).toBe(expected);
  });
});

describe("globs over paths", () => {
  it.each([
    ["main", "main", true],
    ["main", "Main", false],
    ["release/*", "release/1.2", true],
    ["release/*", "release/1/2", false],
    ["release/**", "release/1/2", true],
    ["**/Dockerfile", "Dockerfile", true],
    ["**/Dockerfile", "a/b/Dockerfile", true],
    ["**/Dockerfile", "a/NotDockerfile", false],
    ["a/**/b", "a/b", true],
    ["a/**/b", "a/x/y/b", true],
    ["a/**/b", "ab", false],
    ["a**b", "a/x/b", true],
    ["ghcr.io/acme/*", "ghcr.io/acme/base:1", true],
    ["**", "a/b/c", true],
    ["a?c", "a/c", false],
    ["***/x", "x", true],
  ])("%s on %s: %s", (glob, path, expected) => {
    expect(matchesPathGlob(glob, path)).toBe(expected);
  });

  it("ignores case where it is asked to", () => {
    expect(matchesPathGlob("Acme/*", "acme/Web", { ignoreCase: true })).toBe(true);
  });
});

/** The meaning of a path glob as a regular expression: no other way to come to the same answer. */
function expressionOf(glob: string): RegExp {
  const parts = glob.replaceAll(/[*]{2,}/g, "**").split(/(\*\*\/|\*\*|\*|\?)/);
  const sources = parts.map((part, index) => {
    const startsSegment = /(^|\/)$/.test(parts.slice(0, index).join(""));
    if (part === "**/") return startsSegment ? "(?:.*/)?" : ".*/";
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    return part === "?" ? "[^/]" : part;
  });
  return new RegExp(`^${sources.join("")}$`, "s");
}

describe("globs over any path", () => {
  const text = (alphabet: string) =>
    fc.array(fc.constantFrom(...alphabet), { maxLength: 12 }).map((characters) => characters.join(""));

  it("mean what the same regular expression means", () => {
    fc.assert(
      fc.property(text("ab/*?"), text("ab/"), (glob, path) => {
        expect(matchesPathGlob(glob, path)).toBe(expressionOf(glob).test(path));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("globs written to do harm", () => {
  it("fault 39: a pattern that would make a backtracking engine hang ends at once", () => {
    const glob = `${"*a".repeat(127)}b`;
    const startedAt = performance.now();
    expect(matchesNameGlob(glob, "a".repeat(5_000))).toBe(false);
    expect(matchesPathGlob(`${"**/a".repeat(60)}b`, "a/".repeat(2_500))).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it("takes every text without wildcards for itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const plain = text.replaceAll(/[*?]/g, "");
        expect(matchesPathGlob(plain, plain)).toBe(true);
        expect(matchesPathGlob(`${plain}x`, plain)).toBe(false);
        expect(matchesNameGlob(`*${plain}*`, `before${plain}after`)).toBe(true);
      }),
    );
  });

  it("costs little, whatever the glob is", () => {
    const globs = ["*?**", "?*", "a*", "*a"].map((part) => part.repeat(256 / part.length));
    const path = `${"a".repeat(140)}b`;
    const startedAt = performance.now();
    for (let turn = 0; turn < 250; turn += 1) for (const glob of globs) matchesPathGlob(glob, path);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});
