// Globs that can never match are errors; those that only look wrong are warnings, and the file stays in force.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkGlob, type GlobKind } from "../../../src/core/config/check/check-globs.ts";
import { matchesNameGlob, matchesPathGlob } from "../../../src/core/config/glob.ts";

function severityOf(glob: string, kind: GlobKind): string {
  return checkGlob(["x"], glob, kind)[0]?.severity ?? "fine";
}

describe("a glob", () => {
  it.each<[GlobKind, string, string]>([
    ["repository", "acme-*", 'write "acme/acme-*" or "*/acme-*"'],
    ["repository", "acme/x/y", "with one slash"],
    ["repository", "acme/x/**", "with one slash"],
    ["repository", "acme//x", "empty part"],
    ["repository", "/acme/x", 'begins with "/"'],
    ["repository", "acme/", 'ends with "/"'],
    ["repository", "acme/{a,b}", 'no repository has "{" in its name. Globs know *'],
    ["repository", "acme/pay-[ab]", 'no repository has "["'],
    ["repository", "!acme/x", 'no repository has "!"'],
    ["repository", "^acme/x$", 'no repository has "^"'],
    ["repository", "acme/x ", "white space"],
    ["repository", "acme/..", 'no path has a part ".."'],
    ["branch", "release/[0-9]*", 'no branch has "["'],
    ["branch", "release/", 'ends with "/"'],
    ["branch", "my branch", 'no branch has " "'],
    ["image", "node:{22,24}", 'no image has "{"'],
    ["image", "https://ghcr.io/acme/base", "empty part"],
    ["path", "/.github/workflows/x.yml", 'begins with "/"'],
    ["path", "./x.yml", 'a part "."'],
    ["name", " semgrep", "white space"],
  ])("over a %s is refused when it is %j", (kind, glob, why) => {
    const [told] = checkGlob(["x"], glob, kind);
    expect(told?.severity).toBe("error");
    expect(told?.message).toContain(why);
  });

  it.each<[GlobKind, string]>([
    ["name", "^semgrep"],
    ["name", "semgrep.*"],
    ["name", "semgrep$"],
    ["name", "{codeql,semgrep}*"],
    ["name", "!codeql"],
    ["path", ".github/workflows/{a,b}.yml"],
    ["branch", "refs/heads/main"],
    ["branch", "!main"],
  ])("over a %s is doubted when it is %j", (kind, glob) => {
    expect(severityOf(glob, kind)).toBe("warning");
  });

  it.each<[GlobKind, string]>([
    ["name", "Semgrep / scan (pull_request)"],
    ["name", "build [linux]"],
    ["name", "*codeql*"],
    ["repository", "acme/pay-*"],
    ["repository", "acme/**"],
    ["repository", "**"],
    ["repository", "**/pay-*"],
    ["repository", "acme/**/pay"],
    ["branch", "release/1.*"],
    ["branch", "release/**"],
    ["image", "ghcr.io/acme/base-*:3*"],
    ["image", "node:24-slim@sha256:*"],
    ["path", ".github/workflows/**/*.yml"],
  ])("over a %s is fine when it is %j", (kind, glob) => {
    expect(severityOf(glob, kind)).toBe("fine");
  });

  it("over repositories is refused only where no repository's name matches it", () => {
    const glob = fc.string({
      unit: fc.constantFrom("a", "b", "/", "*", "**", "?", ".", "-", " ", "{"),
      maxLength: 12,
    });
    const part = fc.string({ unit: fc.constantFrom("a", "b", "-"), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(glob, part, part, (glob, owner, name) => {
        fc.pre(glob !== "" && severityOf(glob, "repository") === "error");
        expect(matchesPathGlob(glob, `${owner}/${name}`, { ignoreCase: true })).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it("over names is refused only where no trimmed name matches it literally", () => {
    expect(severityOf("a b", "name")).toBe("fine");
    expect(matchesNameGlob(" b", "b")).toBe(false);
  });
});
