import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeSpan, escapeMarkdown, link } from "../../src/render/escape-markdown.ts";
import { showInvisible } from "../../src/render/visible-text.ts";
import { readAsGitHub, wouldBeLinked } from "../support/github-markdown.ts";
import { hostileText, hostileTexts } from "../support/hostile-text.ts";

const places = [
  { name: "a paragraph", wrap: (markdown: string) => markdown, inTable: false },
  { name: "a list item", wrap: (markdown: string) => `- ${markdown}`, inTable: false },
  { name: "the middle of a sentence", wrap: (markdown: string) => `In ${markdown} here`, inTable: false },
  { name: "a table cell", wrap: (markdown: string) => `| h |\n| --- |\n| ${markdown} |`, inTable: true },
];
type Place = (typeof places)[number];

const frameTags = ["p", "code", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"];

/** HTML shows several spaces as one, and none at the ends. */
function settle(text: string): string {
  return text.replace(/[\n ]+/g, " ").trim();
}

function expectShownLiterally(text: string, markdown: string, place: Place): void {
  const reading = readAsGitHub(place.wrap(markdown));
  const around = settle(readAsGitHub(place.wrap("X")).text);
  // A backslash before a pipe may be spelled out in tables.
  const shown = settle(reading.text).replaceAll("⟨U+005C⟩", "\\");
  expect(shown).toBe(settle(around.replace("X", () => ` ${showInvisible(text)} `)));
  expect(reading.links).toEqual([]);
  expect(reading.tagNames.filter((tag) => !frameTags.includes(tag))).toEqual([]);
  expect(wouldBeLinked(reading.linkableText)).toBe(false);
}

describe.each(places)("text from outside in $name", (place) => {
  it.each(hostileTexts)("fault 37: %j is shown literally as prose, and links nothing", (text) => {
    expectShownLiterally(text, escapeMarkdown(text, place), place);
  });

  it.each(hostileTexts)("fault 37: %j is shown literally as code", (text) => {
    expectShownLiterally(text, codeSpan(text, place), place);
  });

  it("fault 37: whatever is put together from hostile pieces is shown literally", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        fc.pre(showInvisible(text).trim() !== "" && !text.includes("⟨"));
        expectShownLiterally(text, escapeMarkdown(text, place), place);
        expectShownLiterally(text, codeSpan(text, place), place);
      }),
      { numRuns: 150 },
    );
  });
});

describe("a link", () => {
  it.each([["javascript:alert(1)"], ["data:text/html,x"], ["not an address"], ["//evil.example"]])(
    "to %j is its label alone",
    (url) => {
      expect(link("label", url)).toBe("label");
    },
  );

  it("keeps its address whatever is in it", () => {
    fc.assert(
      fc.property(hostileText, hostileText, (label, path) => {
        fc.pre(showInvisible(label).trim() !== "");
        const url = `https://github.com/octo/shop/blob/${encodeURI(path.toWellFormed())}`;
        const reading = readAsGitHub(`x ${link(label, url)} x`);
        expect(reading.links).toHaveLength(1);
        expect(decodeURIComponent(reading.links[0] ?? "")).toBe(decodeURIComponent(new URL(url).href));
        expect(settle(reading.text)).toBe(settle(`x ${showInvisible(label).trim()} x`));
      }),
      { numRuns: 150 },
    );
  });
});

describe("plain words", () => {
  it.each([
    ["CodeQL", "CodeQL"],
    ["Moved from 66.7 % to 87.5 % (35/40).", "Moved from 66.7 % to 87.5 % (35/40)."],
    ["ask @octo/security about base_image", "ask `@octo/security` about base\\_image"],
    ["#12", "`#12`"],
    ["move it (@octo/shop-team).", "move it (`@octo/shop-team`)."],
    ["see https://a.example/x", "see `https://a.example/x`"],
  ])("%j reads well as Markdown too", (text, markdown) => {
    expect(escapeMarkdown(text)).toBe(markdown);
  });
});
