// The check run on a pull request's head: an engineer looks at it for ten seconds and knows what happened and what to do.
import type { Change, ReviewableHead, SecurityCheck } from "../../core/changes/change.ts";
import type { Config } from "../../core/config/config.ts";
import type { ExceptionNote } from "../../core/exceptions/review-file.ts";
import type { RepositoryState } from "../../core/facts/repository.ts";
import type { PavedRoadFinding } from "../../core/paved-road/finding.ts";
import type { CheckRunContent } from "../../core/publication/content.ts";
import type { Scorecard } from "../../core/scorecard/scorecard.ts";
import { escapeMarkdown, link } from "../escape-markdown.ts";
import { cutBytes, cutCharacters, limits } from "../fit.ts";
import { countOf } from "../numbers.ts";
import { renderProblems } from "../problems.ts";
import { isPublic, whereWithheld, withholdFromPublic } from "../withhold.ts";
import { adviseNext, explainState } from "./check-advice.ts";
import { concludeCheckRun } from "./check-conclusion.ts";
import {
  annotateConfiguration,
  countErrors,
  nothingChanged,
  type ReviewedConfiguration,
  renderConfiguration,
} from "./check-configuration.ts";
import { annotateExceptions, renderExceptions } from "./check-exceptions.ts";
import {
  countBrokenRules,
  listFindings,
  renderAnnotations,
  renderSuggestions,
  withoutRemedies,
} from "./check-findings.ts";
import { renderRepository } from "./check-repository.ts";
import { type CheckState, readCheckState } from "./check-state.ts";
import { renderTitle } from "./check-title.ts";

export interface CheckRunView {
  readonly repository: RepositoryState;
  readonly headSha: string;
  /** Null: the head belongs to no pull request that is measured. */
  readonly change: Change | null;
  /** Null: the head was never up for review. */
  readonly head: ReviewableHead | null;
  /** Given for the merge queue's own commits. */
  readonly mergeGroup: { readonly pullRequestNumber: number | null } | null;
  readonly findings: readonly PavedRoadFinding[];
  /** What is to be known of an exceptions file that the change touches; absent: nothing. */
  readonly exceptionNotes?: readonly ExceptionNote[];
  /** What is to be known of a configuration file that the change touches, and what it would do; absent: nothing. */
  readonly configuration?: ReviewedConfiguration;
  readonly scorecard: Scorecard;
  readonly config: Config;
  /** Why the configuration in the repository is not the one in force; plain text. */
  readonly configProblems: readonly string[];
  readonly detailsUrl: string | null;
}

/** The button under the check run; GitHub sends `requested_action` with this identifier when it is pressed. */
export const reEvaluateAction = {
  label: "Re-evaluate",
  description: "Read the checks again and update this",
  identifier: "re-evaluate",
} as const;

const checksListed = 50;
const cutNotice = "\n\n…cut here: GitHub shows no more.";

/** Everything GitHub is told about a head. Never longer than GitHub allows; on a public repository without open findings and without what the configuration asks for. */
export function renderCheckRun(view: CheckRunView): CheckRunContent {
  const state = readCheckState(view);
  const hidden = isPublic(view.repository.visibility, view.scorecard.repository.visibility);
  const findings = hidden ? withoutRemedies(view.findings) : view.findings;
  const brokenRules = countBrokenRules(view.findings);
  const notes = view.exceptionNotes ?? [];
  const mistakes = notes.filter(({ kind }) => kind === "mistake").length;
  const configuration = view.configuration ?? nothingChanged;
  const configErrors = countErrors(configuration.notes);
  const trouble = { brokenRules, configErrors, configProblems: view.configProblems.length + mistakes };
  return {
    title: renderTitle(state, brokenRules, configErrors),
    summary: cutBytes(
      renderSummary({ ...view, findings }, state, hidden),
      limits.checkRunBodyBytes,
      cutNotice,
    ),
    text: cutBytes(renderText({ ...view, findings }, state), limits.checkRunBodyBytes, cutNotice),
    ...concludeCheckRun(state, view.config, trouble),
    annotations: [
      ...annotateConfiguration(configuration.notes, view.config.mode),
      ...renderAnnotations(findings, view.config.mode),
      ...annotateExceptions(notes),
    ],
    actions: [reEvaluateAction],
    detailsUrl: view.detailsUrl,
  };
}

function renderSummary(view: CheckRunView, state: CheckState, hidden: boolean): string {
  const scorecard = hidden ? withholdFromPublic(view.scorecard) : view.scorecard;
  const sections = [
    explainState(state, view.config),
    `**What to do next:** ${adviseAll(state, view)}`,
    renderConfiguration(view.configuration ?? nothingChanged, {
      repositoryUrl: view.repository.url,
      headSha: view.headSha,
    }),
    renderFindings(view),
    renderExceptions(view.exceptionNotes ?? [], {
      repositoryUrl: view.repository.url,
      headSha: view.headSha,
    }),
    renderProblems(view.configProblems, hidden),
    renderRepository(scorecard),
    hidden
      ? `This repository is public: open findings, and what the configuration asks for, are not shown here. Whoever runs Firstpass sees them with \`${whereWithheld(view.scorecard.repository.fullName)}\`.`
      : "",
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

function adviseAll(
  state: CheckState,
  { findings, configuration = nothingChanged }: Pick<CheckRunView, "findings" | "configuration">,
): string {
  const advice = adviseNext(state);
  const mend = [
    ...(countErrors(configuration.notes) === 0 ? [] : ["Correct the configuration on the lines below."]),
    ...(countBrokenRules(findings) === 0 ? [] : ["Put back what the template rules below ask for."]),
  ];
  return [...(advice.act || mend.length === 0 ? [advice.text] : []), ...mend].join(" ");
}

function renderFindings(view: CheckRunView): string {
  if (view.findings.length === 0) return "";
  const heading = "#### Template rules in this change";
  const items = listFindings(view.findings, { repositoryUrl: view.repository.url, headSha: view.headSha });
  return `${heading}\n\n${items.join("\n")}`;
}

/** Below the summary: corrected lines, each check on this head, and how the first try is read. */
function renderText(view: CheckRunView, state: CheckState): string {
  const suggestions = renderSuggestions(view.findings, {
    repositoryUrl: view.repository.url,
    headSha: view.headSha,
  });
  return [suggestions, renderChecks(state)].filter((part) => part !== "").join("\n\n");
}

function renderChecks(state: CheckState): string {
  if (state.kind !== "change" && state.kind !== "merge-queue") return howFirstTriesCount;
  const checks = state.head.checks;
  if (checks.length === 0) return howFirstTriesCount;
  const rows = checks.slice(0, checksListed).map(checkRow);
  const more = checks.length - rows.length;
  return [
    "#### Security checks on this commit",
    ["| Check | First result | Now |", "| :--- | :--- | :--- |", ...rows].join("\n"),
    more > 0 ? `and ${countOf(more, "more check")}.` : "",
    howFirstTriesCount,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const howFirstTriesCount =
  "**How first tries are read.** The first try is the earliest commit, once the pull request is ready for review, on which the security checks conclude. " +
  "Any failing check decides it at once; it passes when all of them have. A re-run of the same commit never changes it; a commit whose checks were all cancelled is passed over.";

const outcomeWords: Readonly<Record<SecurityCheck["outcome"], string>> = {
  pass: "✅ passed",
  fail: "❌ failed",
  undecided: "➖ undecided",
  waiting: "⏳ waiting",
};

/** Those that say no more than the outcome does. */
const plainConclusions: readonly string[] = ["success", "failure"];

function checkRow(check: SecurityCheck): string {
  const name = link(cutCharacters(check.name, 100), check.url, { inTable: true });
  const conclusion =
    check.conclusion === null || plainConclusions.includes(check.conclusion)
      ? ""
      : ` (${escapeMarkdown(check.conclusion, { inTable: true })})`;
  const now =
    check.latestOutcome === check.outcome
      ? "the same"
      : `${outcomeWords[check.latestOutcome]} after a re-run`;
  return `| ${name} | ${outcomeWords[check.outcome]}${conclusion} | ${now} |`;
}
