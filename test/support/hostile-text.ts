// Names that somebody chose to do harm with: what Markdown, HTML, GitHub's own linking, tables or terminals would act on.
import fc from "fast-check";

export const hostileTexts: readonly string[] = [
  "@octo/security please look",
  "&#64;octo &commat;octo",
  "fixes #1, octo/shop#2 and GH-3",
  "https://evil.example www.evil.example mailto:a@b.example xmpp:a@b.example",
  "javascript://x [click](https://evil.example) ![x](https://evil.example/i.png)",
  "<img src=x onerror=alert(1)> <!-- <b>bold</b> &lt;b&gt;",
  "**bold** _em_ ~~gone~~ `code` ``two`` ```three```",
  "```mermaid",
  "# heading",
  "- [ ] task",
  "+ item",
  "12. item",
  "12) item",
  "> [!WARNING]",
  "---",
  "===",
  ":-:",
  "a | b | c",
  "\\| \\\\| \\",
  "`a\\|b` \\`",
  "[^1] [^1]: note [x]: https://evil.example",
  ":rocket: :+1:",
  "$\\sqrt{3}$ $`x`$",
  "deadbeef1234567 is a commit",
  "    indented",
  "a@b a`@c`",
  "\u202Egnp.exe",
  "zero\u200Bwidth",
  "line\nbreak\r\ntab\tend",
  "\u0000\u001B[31mred",
  "lone \uD800 surrogate",
  "🛡️ 👩‍💻 CodeQL",
  "`",
  "</details></summary><script>alert(1)</script>",
];

const pieces = [
  ..."@#&<>[]()`*_~|\\!$:;.-+=/\"'%{} \n",
  "octo",
  "12",
  "://",
  "www.",
  "https",
  "<!--",
  "-->",
  "</details>",
  "\u202E",
  "\u200B",
  "\uDFFF",
  "deadbee",
  "🛡️",
  "é",
];

/** Any string made of such pieces, with whole hostile texts and arbitrary Unicode among them. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...pieces) },
      { weight: 1, arbitrary: fc.constantFrom(...hostileTexts) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) },
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(""));
