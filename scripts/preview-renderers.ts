// Writes every state of the check run and the kinds of weekly issue as pages to look at: node scripts/preview-renderers.ts [FOLDER]
// The data is made here; nothing is read from a store or from GitHub.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { copyPageAssets, type MarkdownPage, renderMarkdownPage } from "../src/demo/markdown-page.ts";
import { type CheckRunView, renderCheckRun } from "../src/render/check/check-run.ts";
import { renderWeeklyIssue, type WeeklyIssueView } from "../src/render/weekly/weekly-issue.ts";
import { previewedCheckRuns, previewedWeeklyIssues } from "../test/support/previews.ts";

const folder = process.argv[2] ?? "out/preview";

await mkdir(folder, { recursive: true });
await copyPageAssets(folder);
for (const [name, view] of Object.entries(previewedCheckRuns)) await writePage(name, checkRunPage(view));
for (const [name, view] of Object.entries(previewedWeeklyIssues)) await writePage(name, issuePage(view));

async function writePage(name: string, page: MarkdownPage): Promise<void> {
  const path = join(folder, `${name}.html`);
  await writeFile(path, await renderMarkdownPage(page));
  console.log(path);
}

function checkRunPage(view: CheckRunView): MarkdownPage {
  const content = renderCheckRun(view);
  return {
    frame: "check-run",
    title: content.title,
    markdown: `${content.summary}\n\n${content.text}`,
    conclusion: content.conclusion,
    annotations: content.annotations,
    actions: content.actions.map(({ label }) => label),
    place: `${view.scorecard.repository.fullName} · ${view.headSha.slice(0, 7)}`,
  };
}

function issuePage(view: WeeklyIssueView): MarkdownPage {
  const content = renderWeeklyIssue(view);
  return {
    frame: "issue",
    title: content.title,
    markdown: content.body,
    labels: content.labels,
    number: 405,
    state: "open",
    place: view.scorecard.repository.fullName,
  };
}
