// Makes hostile text harmless to look at: characters that cannot be seen, or that move what can be seen, are spelled out.
// Every renderer sends names and messages from outside through here first, whatever its output is.

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const emojiVariation = "\u{FE0F}";
const emojiJoiner = "\u{200D}";
const pictographBefore = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u{FE0F})$/u;
const pictographAfter = /^\p{Extended_Pictographic}/u;

/** `⟨U+202E⟩` for a character that must not act: the code point in GitHub's and Unicode's own spelling. */
function spellOut(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  return `⟨U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/**
 * The text with every control, bidirectional, zero-width and otherwise invisible character, and every lone surrogate,
 * written as `⟨U+XXXX⟩`; line breaks too. Emoji keep the joiners and variation selectors they are made of.
 */
export function showInvisible(text: string): string {
  return text.replace(invisible, (character: string, offset: number) => {
    const before = text.slice(Math.max(0, offset - 2), offset);
    const after = text.slice(offset + character.length, offset + character.length + 2);
    const partOfEmoji =
      pictographBefore.test(before) &&
      (character === emojiVariation || (character === emojiJoiner && pictographAfter.test(after)));
    return partOfEmoji ? character : spellOut(character);
  });
}

/** One line of text: line breaks and tabs become single spaces, everything else invisible is spelled out. */
export function showOnOneLine(text: string): string {
  return showInvisible(text.replace(/[\t\r\n]+/g, " ")).trim();
}

/** Text of several lines that are the product's own: they stay, and everything else invisible is spelled out. */
export function showLines(text: string): string {
  return text.split("\n").map(showInvisible).join("\n");
}
