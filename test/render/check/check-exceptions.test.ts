// Notes on exceptions as GitHub shows them: plain in annotations, escaped in the summary, bounded in number.
import { describe, expect, it } from "vitest";
import type { ExceptionNote } from "../../../src/core/exceptions/review-file.ts";
import { annotateExceptions, renderExceptions } from "../../../src/render/check/check-exceptions.ts";
import { readAsGitHub, wouldBeLinked } from "../../support/github-markdown.ts";
import { hostileTexts } from "../../support/hostile-text.ts";

const path = ".github/firstpass-exceptions.yml";
const place = { repositoryUrl: "https://github.com/acme/shop", headSha: "a".repeat(40) };

function note(given: Partial<ExceptionNote> = {}): ExceptionNote {
  const kind = "doubt" as const;
  return { path, line: 3, kind, title: "This exception matches nothing", message: "Look here.", ...given };
}

describe("notes on exceptions", () => {
  it("are annotations on their lines that fail nothing", () => {
    expect(annotateExceptions([note({ kind: "mistake" })])).toEqual([
      {
        path,
        startLine: 3,
        endLine: 3,
        level: "warning",
        title: "This exception matches nothing",
        message: "Look here.",
      },
    ]);
  });

  it("are listed with mistakes first, each with a link to its line on this head", () => {
    const address = `https://github.com/acme/shop/blob/${place.headSha}/.github/firstpass-exceptions.yml`;
    expect(renderExceptions([note(), note({ kind: "mistake", line: 9 })], place)).toBe(
      [
        "#### Exceptions in this change",
        "",
        `- ❌ not in force: [\`${path}:9\`](${address}#L9): Look here.`,
        `- ⚠️ to look at: [\`${path}:3\`](${address}#L3): Look here.`,
      ].join("\n"),
    );
    expect(renderExceptions([], place)).toBe("");
  });

  it.each(hostileTexts)("ping nobody, link nothing and render nothing of %j", (message) => {
    const seen = readAsGitHub(renderExceptions([note({ message })], place));
    expect(wouldBeLinked(seen.linkableText)).toBe(false);
    expect(seen.links).toHaveLength(1);
    const allowed = ["h4", "ul", "li", "a", "code"];
    expect(seen.tagNames.filter((name) => !allowed.includes(name))).toEqual([]);
    const [annotation] = annotateExceptions([note({ message })]);
    for (const character of ["\u001B", "\u202E", "\u0000"])
      expect(annotation?.message).not.toContain(character);
  });

  it("are cut in number, and the summary says how many more there are", () => {
    const many = Array.from({ length: 250 }, (_, line) => note({ line: line + 1 }));
    expect(annotateExceptions(many)).toHaveLength(100);
    expect(renderExceptions(many, place)).toMatch(/- and 240 more notes, on their lines$/);
  });
});
