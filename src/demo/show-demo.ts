// What the demo posted, as pages on disk: check runs, weekly issues, overviews, and who has adopted what.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CheckRunContent } from "../core/publication/content.ts";
import type { CheckRun, Issue, Repository } from "../local-github/state.ts";
import { escapeMarkdown } from "../render/escape-markdown.ts";
import { renderAdoptionMarkdown } from "../render/organisation/adoption.ts";
import { nameOf, placeOf } from "./describe-demo.ts";
import { copyPageAssets, renderMarkdownPage } from "./markdown-page.ts";
import type { DemoPosts, DemoResult } from "./run-demo.ts";

/** Check runs worth looking at: the last of each title, newest first, at most `limit`. */
function chooseCheckRuns({ checkRuns }: DemoPosts, limit: number): CheckRun[] {
  const byTitle = new Map(checkRuns.map((run) => [run.title, run]));
  return [...byTitle.values()].sort((a, b) => b.startedAt - a.startedAt || b.id - a.id).slice(0, limit);
}

function contentConclusion(run: CheckRun): CheckRunContent["conclusion"] {
  const { conclusion } = run;
  return conclusion === "success" || conclusion === "neutral" || conclusion === "failure" ? conclusion : null;
}

const checkRunPage = (repository: Repository, run: CheckRun) =>
  renderMarkdownPage({
    frame: "check-run",
    title: run.title ?? run.name,
    markdown: [run.summary, run.text].filter((part) => part !== null && part !== "").join("\n\n"),
    conclusion: contentConclusion(run),
    annotations: run.annotations.map((annotation) => ({
      path: annotation.path,
      startLine: annotation.start_line,
      endLine: annotation.end_line,
      level: annotation.annotation_level,
      title: annotation.title ?? "",
      message: annotation.message,
    })),
    actions: run.actions.map(({ label }) => label),
    place: placeOf(repository, run),
  });

const issuePage = (repository: Repository, issue: Issue) =>
  renderMarkdownPage({
    frame: "issue",
    title: issue.title,
    markdown: issue.body,
    labels: issue.labels.map(({ name }) => name),
    number: issue.number,
    state: issue.state,
    place: `${nameOf(repository)} (local GitHub, made data)`,
  });

const CHECK_RUN_PAGES = 4;
const ISSUE_PAGES = 2;

/** Writes the pages into an emptied folder. Returns their file names, in the order in which to look at them. */
export async function writeDemoPages(result: DemoResult, folder: string): Promise<string[]> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await copyPageAssets(folder);
  const files: string[] = [];
  const contents = ["What Firstpass posted in the demo. The GitHub behind it was local and its data made."];
  const write = async (file: string, title: string, html: string) => {
    await writeFile(join(folder, file), html);
    files.push(file);
    contents.push(`- [${escapeMarkdown(title)}](${file})`);
  };
  const organisation = result.adoption.account.login;
  contents.push(`\n#### ${escapeMarkdown(organisation)}\n`);
  const title = "Who has adopted what";
  const place = `firstpass adoption ${organisation} (made data)`;
  const adoption = {
    frame: "index",
    title,
    markdown: renderAdoptionMarkdown(result.adoption),
    place,
  } as const;
  await write("adoption.html", title, await renderMarkdownPage(adoption));
  for (const posts of [...result.platform, ...result.repositories]) {
    const { local, issues, checkRuns } = posts;
    if (issues.length + checkRuns.length === 0) continue;
    contents.push(`\n#### ${escapeMarkdown(local.name)}\n`);
    const start = local.name.replace(/^\./, "");
    for (const issue of issues.slice(-ISSUE_PAGES).reverse()) {
      await write(`${start}-issue-${issue.number}.html`, issue.title, await issuePage(local, issue));
    }
    if (result.earlyIssue?.local === local) {
      const { issue } = result.earlyIssue;
      const file = `${start}-issue-${issue.number}-while-read.html`;
      const title = `${issue.title}, while the past was still being read`;
      await write(file, title, await issuePage(local, issue));
    }
    for (const run of chooseCheckRuns(posts, CHECK_RUN_PAGES)) {
      const file = `${start}-check-run-${run.headSha.slice(0, 7)}.html`;
      await write(file, `Check run: ${run.title ?? run.name}`, await checkRunPage(local, run));
    }
  }
  const index = {
    frame: "index",
    title: "Firstpass demo",
    markdown: contents.join("\n"),
    place: "",
  } as const;
  await writeFile(join(folder, "index.html"), await renderMarkdownPage(index));
  return files;
}
