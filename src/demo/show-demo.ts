// What the demo shows: scorecards, one check run and one weekly issue as text, and all of them as pages on disk.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CheckRunContent } from "../core/publication/content.ts";
import type { CheckRun, Issue, Repository } from "../local-github/state.ts";
import { escapeMarkdown } from "../render/escape-markdown.ts";
import { renderTerminalTable, type TerminalOptions } from "../render/terminal.ts";
import { copyPageAssets, renderMarkdownPage } from "./markdown-page.ts";
import type { DemoRepository, DemoResult } from "./run-demo.ts";

const nameOf = ({ owner, name }: Repository): string => `${owner.login}/${name}`;

/** Check runs worth looking at: the last of each title, newest first, at most `limit`. */
function chooseCheckRuns({ checkRuns }: DemoRepository, limit: number): CheckRun[] {
  const byTitle = new Map(checkRuns.map((run) => [run.title, run]));
  return [...byTitle.values()].sort((a, b) => b.startedAt - a.startedAt || b.id - a.id).slice(0, limit);
}

function contentConclusion(run: CheckRun): CheckRunContent["conclusion"] {
  const { conclusion } = run;
  return conclusion === "success" || conclusion === "neutral" || conclusion === "failure" ? conclusion : null;
}

function placeOf(repository: Repository, run: CheckRun): string {
  const pull = [...repository.pullRequests.values()].find(({ headSha }) => headSha === run.headSha);
  const where = pull === undefined ? "" : ` · pull request #${pull.number}`;
  return `${nameOf(repository)}${where} · ${run.headSha.slice(0, 7)} (local GitHub, made data)`;
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
  for (const repository of result.repositories) {
    const { local, issues } = repository;
    contents.push(`\n#### ${local.name}\n`);
    for (const issue of issues.slice(-ISSUE_PAGES).reverse()) {
      await write(`${local.name}-issue-${issue.number}.html`, issue.title, await issuePage(local, issue));
    }
    for (const run of chooseCheckRuns(repository, CHECK_RUN_PAGES)) {
      const file = `${local.name}-check-run-${run.headSha.slice(0, 7)}.html`;
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

/** The check run to show in the terminal: the newest that says something to do. */
function mostTelling(
  repositories: readonly DemoRepository[],
): { repository: DemoRepository; run: CheckRun } | null {
  const all = repositories.flatMap((repository) => repository.checkRuns.map((run) => ({ repository, run })));
  const telling = all.filter(({ run }) => run.annotations.length > 0);
  return telling.at(-1) ?? all.at(-1) ?? null;
}

const SHOWN_LINES = 28;

function shorten(markdown: string): string {
  const lines = markdown.split("\n");
  const left = lines.length - SHOWN_LINES;
  return left > 0 ? `${lines.slice(0, SHOWN_LINES).join("\n")}\n… ${left} more lines` : markdown;
}

const heading = (text: string): string => `\n── ${text} ${"─".repeat(Math.max(3, 96 - text.length))}\n`;

/** The demo's answer as text. */
export function describeDemo(result: DemoResult, options: TerminalOptions): string {
  const parts: string[] = [];
  for (const { scorecard } of result.repositories)
    parts.push(renderTerminalTable(scorecard, options).trimEnd(), "");
  const telling = mostTelling(result.repositories);
  if (telling !== null) {
    const { run, repository } = telling;
    parts.push(heading(`Check run on ${placeOf(repository.local, run)}`));
    parts.push(`${run.title} [${run.conclusion ?? run.status}]`, "", shorten(run.summary ?? ""));
    for (const { path, start_line, title } of run.annotations)
      parts.push(`  ${path}:${start_line}  ${title ?? ""}`);
  }
  const [first] = result.repositories;
  const issue = first?.issues.at(-1);
  if (first !== undefined && issue !== undefined) {
    parts.push(heading(`Weekly issue #${issue.number} of ${nameOf(first.local)}`));
    parts.push(issue.title, "", shorten(issue.body));
  }
  return parts.join("\n");
}
