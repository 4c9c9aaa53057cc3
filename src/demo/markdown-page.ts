// A whole HTML page that shows Markdown as GitHub would: GFM, GitHub's sanitizer, its style sheet, mermaid; framed as a check run or an issue.
// For looking at what Firstpass writes where there is no GitHub: the demo, the previews, the README's pictures. Says so on the page.
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import rehypeRaw from "rehype-raw";
import rehypeSanitize from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import type { Annotation, CheckRunContent } from "../core/publication/content.ts";
import { pageStyle } from "./page-style.ts";

export interface CheckRunPage {
  readonly frame: "check-run";
  readonly title: string;
  /** The summary, and below it the text. */
  readonly markdown: string;
  readonly conclusion: CheckRunContent["conclusion"];
  readonly annotations: readonly Annotation[];
  readonly actions: readonly string[];
  /** Where it stands, e.g. `octo/shop · pull request #12 · 1a2b3c4`. */
  readonly place: string;
}

export interface IssuePage {
  readonly frame: "issue";
  readonly title: string;
  readonly markdown: string;
  readonly labels: readonly string[];
  readonly number: number;
  readonly state: "open" | "closed";
  readonly place: string;
}

/** A page of our own, that leads to the others. */
export interface IndexPage {
  readonly frame: "index";
  readonly title: string;
  readonly markdown: string;
  readonly place: string;
}

export type MarkdownPage = CheckRunPage | IssuePage | IndexPage;

const require = createRequire(import.meta.url);
const mermaidScript = "mermaid.min.js";

const toHtml = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize)
  .use(rehypeStringify);

/** The page as HTML. Charts need `copyPageAssets` into the same folder; it opens from the disk, without a network. */
export async function renderMarkdownPage(page: MarkdownPage): Promise<string> {
  const style = await readFile(require.resolve("github-markdown-css/github-markdown-light.css"), "utf8");
  const body = showCharts(String(await toHtml.process(page.markdown)));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(page.title)} (local rendering)</title>
<style>${style}${pageStyle}</style>
</head>
<body>
<div class="local">Local rendering by Firstpass, as GitHub renders Markdown. This page is not on GitHub.</div>
<main>
<div class="place">${escapeHtml(page.place)}</div>
${framePage(page, body)}
</main>
${body.includes('<pre class="mermaid">') ? chartScript : ""}
</body>
</html>
`;
}

/** Puts what pages load (mermaid) beside them. */
export async function copyPageAssets(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const distribution = dirname(require.resolve("mermaid"));
  await copyFile(join(distribution, mermaidScript), join(folder, mermaidScript));
}

const chartScript = `<script src="${mermaidScript}"></script>
<script>mermaid.initialize({ startOnLoad: true, securityLevel: "strict", theme: "neutral" });</script>`;

/** GitHub turns code blocks of the language mermaid into charts; the sanitizer has let their text through as text. */
function showCharts(html: string): string {
  return html.replace(
    /<pre><code class="language-mermaid">([\s\S]*?)<\/code><\/pre>/g,
    (_block, source: string) => `<pre class="mermaid">${source}</pre>`,
  );
}

function framePage(page: MarkdownPage, body: string): string {
  switch (page.frame) {
    case "check-run":
      return frameCheckRun(page, body);
    case "issue":
      return frameIssue(page, body);
    case "index":
      return `<h1 class="title">${escapeHtml(page.title)}</h1>
<section class="box"><article class="markdown-body">${body}</article></section>`;
  }
}

const conclusionIcons = { success: "✓", failure: "✕", neutral: "■", in_progress: "●" } as const;

function frameCheckRun(page: CheckRunPage, body: string): string {
  const state = page.conclusion ?? "in_progress";
  const buttons = page.actions.map((label) => `<span class="action">${escapeHtml(label)}</span>`).join("");
  const words = page.conclusion === null ? "in progress" : `completed: ${page.conclusion}`;
  return `<section class="box check ${state}">
<span class="icon" aria-hidden="true">${conclusionIcons[state]}</span>
<div><h1>${escapeHtml(page.title)}</h1><div class="name">Firstpass · ${words}</div></div>${buttons}
</section>
<section class="box"><article class="markdown-body">${body}</article></section>
${frameAnnotations(page.annotations)}`;
}

function frameAnnotations(annotations: readonly Annotation[]): string {
  if (annotations.length === 0) return "";
  const items = annotations.map(
    (annotation) => `<div class="annotation ${annotation.level}">
<div class="where">${escapeHtml(annotation.path)}#L${annotation.startLine} · ${annotation.level}</div>
<div class="what">${escapeHtml(annotation.title)}</div>
<div class="message">${escapeHtml(annotation.message)}</div>
</div>`,
  );
  return `<section class="box"><header><strong>Annotations</strong></header>${items.join("\n")}</section>`;
}

function frameIssue(page: IssuePage, body: string): string {
  const labels = page.labels.map((label) => `<span class="label">${escapeHtml(label)}</span>`).join(" ");
  return `<h1 class="title">${escapeHtml(page.title)} <span class="number">#${page.number}</span></h1>
<div class="meta"><span class="pill ${page.state}">${page.state === "open" ? "Open" : "Closed"}</span> ${labels}</div>
<section class="box"><header><strong>firstpass</strong> bot</header><article class="markdown-body">${body}</article></section>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
