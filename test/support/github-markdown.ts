// Reads Markdown as GitHub does (GFM, raw HTML, GitHub's sanitizer), and says what a reader would see, and what would be linked.
import rehypeRaw from "rehype-raw";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

interface HtmlNode {
  readonly type: string;
  readonly tagName?: string;
  readonly value?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly children?: readonly HtmlNode[];
}

export interface Reading {
  /** What is read, code included. */
  readonly text: string;
  /** What is read outside of code and links: where GitHub looks for mentions, references, emoji and formulas. */
  readonly linkableText: string;
  readonly tagNames: readonly string[];
  readonly links: readonly string[];
}

const pipeline = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize);

/** Parses and sanitizes Markdown and walks through what is left of it. */
export function readAsGitHub(markdown: string): Reading {
  const tree = pipeline.runSync(pipeline.parse(markdown)) as unknown as HtmlNode;
  const text: string[] = [];
  const linkable: string[] = [];
  const tagNames: string[] = [];
  const links: string[] = [];
  walk(tree, false);
  return { text: text.join(""), linkableText: linkable.join(""), tagNames, links };

  function walk(node: HtmlNode, shielded: boolean): void {
    if (node.type === "text") {
      text.push(node.value ?? "");
      linkable.push(shielded ? "\u0000" : (node.value ?? ""));
    }
    if (node.tagName !== undefined) tagNames.push(node.tagName);
    if (node.tagName === "a") links.push(String(node.properties?.href ?? ""));
    const shields = shielded || ["code", "pre", "a"].includes(node.tagName ?? "");
    for (const child of node.children ?? []) walk(child, shields);
  }
}

/** Whether GitHub would make a mention, reference, address, commit, emoji or formula of something in this text. */
export function wouldBeLinked(linkableText: string): boolean {
  return [/@[a-z\d]/i, /#\d/, /\bgh-\d/i, /:\/\//, /www\./i, /\b[\da-f]{7,40}\b/i, /:[\w+-]+:/, /\$/].some(
    (pattern) => pattern.test(linkableText),
  );
}
