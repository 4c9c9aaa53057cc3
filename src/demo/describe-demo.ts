// What the demo prints: scorecards, a check run, a weekly issue, then the organisation as a whole: what a change of its policy would
// do, who has adopted what, its overview.
import type { Adoption } from "../core/adoption/adoption.ts";
import type { CheckRun, Issue, Repository } from "../local-github/state.ts";
import { renderTerminalTable, type TerminalOptions } from "../render/terminal/terminal.ts";
import { showOnOneLine } from "../render/visible-text.ts";
import type { DemoPosts, DemoResult } from "./run-demo.ts";

export const nameOf = ({ owner, name }: Repository): string => `${owner.login}/${name}`;

/** Where a check run stands, for a person. */
export function placeOf(repository: Repository, run: CheckRun): string {
  const pull = [...repository.pullRequests.values()].find(({ headSha }) => headSha === run.headSha);
  const where = pull === undefined ? "" : ` · pull request #${pull.number}`;
  return `${nameOf(repository)}${where} · ${run.headSha.slice(0, 7)} (local GitHub, made data)`;
}

/** The newest check run that says something to do, on its lines. */
function mostTelling(posts: readonly DemoPosts[]): { local: Repository; run: CheckRun } | null {
  const all = posts.flatMap(({ local, checkRuns }) => checkRuns.map((run) => ({ local, run })));
  const newestLast = all.sort((a, b) => a.run.startedAt - b.run.startedAt || a.run.id - b.run.id);
  return newestLast.findLast(({ run }) => run.annotations.length > 0) ?? newestLast.at(-1) ?? null;
}

const SHOWN_LINES = 28;

function shorten(text: string, shown = SHOWN_LINES): string {
  const lines = text.split("\n");
  const left = lines.length - shown;
  return left > 0 ? `${lines.slice(0, shown).join("\n")}\n… ${left} more lines` : text;
}

const heading = (text: string): string => `\n── ${text} ${"─".repeat(Math.max(3, 96 - text.length))}\n`;

function describeCheckRun(what: string, local: Repository, run: CheckRun): string[] {
  const lines = run.annotations.map(
    ({ path, start_line, title }) => `  ${path}:${start_line}  ${title ?? ""}`,
  );
  return [
    heading(`${what} on ${placeOf(local, run)}`),
    `${run.title} [${run.conclusion ?? run.status}]`,
    "",
    shorten(run.summary ?? ""),
    ...lines,
  ];
}

function describeIssue(what: string, local: Repository, issue: Issue): string[] {
  return [heading(`${what} #${issue.number} of ${nameOf(local)}`), issue.title, "", shorten(issue.body)];
}

/** The step that each repository has to take next: more of it is on its page. */
function describeAdoption({ account, groups, next }: Adoption): string[] {
  return [
    heading(`firstpass adoption ${account.login}`),
    ...groups.map(({ group, share }) => {
      const met =
        share.denominator === 0
          ? "none could be judged"
          : `${share.numerator} of ${share.denominator} repositories meet all rules`;
      return `${group?.title ?? "All repositories"}: ${met}`;
    }),
    "",
    "Who is next:",
    ...next.map(
      ({ fullName, unmet, measured, text }) =>
        `  ${fullName}, ${unmet} of ${measured} rules not met: ${showOnOneLine(text)}`,
    ),
  ];
}

/** The demo's answer as text. */
export function describeDemo(result: DemoResult, options: TerminalOptions): string {
  const parts: string[] = [];
  for (const { scorecard } of result.repositories)
    parts.push(renderTerminalTable(scorecard, options).trimEnd(), "");
  const telling = mostTelling(result.repositories);
  if (telling !== null) parts.push(...describeCheckRun("Check run", telling.local, telling.run));
  const [first] = result.repositories;
  const issue = first?.issues.at(-1);
  if (first !== undefined && issue !== undefined)
    parts.push(...describeIssue("Weekly issue", first.local, issue));
  for (const { local, checkRuns, issues } of result.platform) {
    const run = checkRuns.at(-1);
    if (run !== undefined) parts.push(...describeCheckRun("A change of the policy", local, run));
    const overview = issues.at(-1);
    if (overview !== undefined) parts.push(...describeIssue("Overview of the organisation", local, overview));
  }
  parts.push(...describeAdoption(result.adoption));
  return parts.join("\n");
}
