import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { copyPageAssets, type MarkdownPage, renderMarkdownPage } from "../../src/demo/markdown-page.ts";
import { hostileTexts } from "../support/hostile-text.ts";

const checkRun: MarkdownPage = {
  frame: "check-run",
  title: "Failed on the first try: CodeQL",
  markdown: "**bold**\n\n| a |\n| --- |\n| b |",
  conclusion: "neutral",
  annotations: [
    {
      path: "Dockerfile",
      startLine: 3,
      endLine: 3,
      level: "warning",
      title: "Breaks",
      message: "Put it back",
    },
  ],
  actions: ["Re-evaluate"],
  place: "octo/shop",
};

const issue: MarkdownPage = {
  frame: "issue",
  title: "Firstpass weekly scorecard: 2026-W47",
  markdown: '```mermaid\nxychart-beta\n  x-axis ["W46", "W47"]\n```',
  labels: ["firstpass"],
  number: 12,
  state: "open",
  place: "octo/shop",
};

describe("a rendered page", () => {
  it("says that it is a local rendering, in its title and on the page", async () => {
    for (const page of [checkRun, issue]) {
      const html = await renderMarkdownPage(page);
      expect(html).toContain(`<title>${page.title} (local rendering)</title>`);
      expect(html).toContain("This page is not on GitHub.");
    }
  });

  it("shows title, conclusion, annotations and button of a check run, and its Markdown", async () => {
    const html = await renderMarkdownPage(checkRun);
    expect(html).toContain("<h1>Failed on the first try: CodeQL</h1>");
    expect(html).toContain("completed: neutral");
    expect(html).toContain("Dockerfile#L3 · warning");
    expect(html).toContain("Re-evaluate");
    expect(html).toContain("<td>b</td>");
    expect(html).not.toContain("<script");
  });

  it("hands charts to the mermaid that lies beside it", async () => {
    const html = await renderMarkdownPage(issue);
    expect(html).toContain('<pre class="mermaid">xychart-beta\n');
    expect(html).toContain('<script src="mermaid.min.js"></script>');
    const folder = await mkdtemp(join(tmpdir(), "firstpass-page-"));
    await copyPageAssets(folder);
    expect(await readdir(folder)).toEqual(["mermaid.min.js"]);
    await rm(folder, { recursive: true });
  });

  it.each(hostileTexts)("fault 37: takes %j for text wherever it stands", async (text) => {
    const html = await renderMarkdownPage({
      ...checkRun,
      title: text,
      place: text,
      markdown: `<script>alert(1)</script><img src=x onerror=alert(1)>\n\n${text}`,
      annotations: [{ path: text, startLine: 1, endLine: 1, level: "notice", title: text, message: text }],
      actions: [text],
    });
    expect(html).not.toMatch(/<script>alert|onerror=(?!alert\(1\)&gt;)/);
  });
});
