// Text from outside as HTML that shows it literally: nothing in it is read as HTML, and nothing in it is invisible.
import { showInvisible, showOnOneLine } from "../visible-text.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeSpecial(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** One line, for elements and for attributes in quotes. */
export function escapeHtml(text: string): string {
  return escapeSpecial(showOnOneLine(text));
}

/** Several lines, for `<pre>`: line breaks and tabs stay. */
export function escapeHtmlLines(text: string): string {
  const lines = text.split("\n").map((line) => line.split("\t").map(showInvisible).join("\t"));
  return escapeSpecial(lines.join("\n"));
}

/**
 * A link, where the address is http(s) and of the host that the repository lies on; else the text alone.
 * @param home an address of that host, such as the repository's.
 */
export function linkHtml(text: string, url: string | null, home: string): string {
  const shown = escapeHtml(text);
  const target = url === null ? null : addressAtHome(url, home);
  return target === null || shown === "" ? shown : `<a href="${escapeSpecial(target)}">${shown}</a>`;
}

function addressAtHome(url: string, home: string): string | null {
  if (!URL.canParse(url) || !URL.canParse(home)) return null;
  const { protocol, host, username, password, href } = new URL(url);
  const isWeb = protocol === "https:" || protocol === "http:";
  return isWeb && host === new URL(home).host && username === "" && password === "" ? href : null;
}

/** A sentence of our documentation: of its Markdown code spans and emphasis are read, all else is shown as it stands. */
export function documentationHtml(markdown: string): string {
  return escapeHtml(markdown)
    .split(/(`[^`]+`)/)
    .map((part, index) =>
      index % 2 === 1
        ? `<code>${part.slice(1, -1)}</code>`
        : part.replace(/(?<!\*)\*([^*]+)\*(?!\*)/g, "<em>$1</em>"),
    )
    .join("");
}
