// The job summary of a change: how it came out, its first try, what it does line by line, and what the clone tells of the repository.
import type { Config } from "../../core/config/config.ts";
import type { Visibility } from "../../core/facts/repository.ts";
import type { RuleResult } from "../../core/paved-road/rule-result.ts";
import type { Scorecard } from "../../core/scorecard/scorecard.ts";
import { explainState } from "../check/check-advice.ts";
import type { CheckState } from "../check/check-state.ts";
import { escapeMarkdown } from "../escape-markdown.ts";
import { cutCharacters } from "../fit.ts";
import { countOf } from "../numbers.ts";
import { renderProblems } from "../problems.ts";
import { showOnOneLine } from "../visible-text.ts";
import { isPublic } from "../withhold.ts";
import { renderClone } from "./clone-section.ts";
import { joinWithin } from "./join-within.ts";
import { renderRemarks } from "./remark-rows.ts";
import type { Remark } from "./remarks.ts";

export type FirstPass = "passed" | "failed" | "pending" | "unknown";

export interface ChangeSummaryView {
  readonly repository: { readonly url: string; readonly visibility: Visibility };
  readonly headSha: string;
  readonly conclusion: "success" | "neutral" | "failure";
  /** One line, plain text: how the change came out. */
  readonly headline: string;
  /** Why the step fails; plain text, empty where it does not. */
  readonly failures: readonly string[];
  readonly firstPass: {
    readonly state: FirstPass;
    /** What is known of the head; null: nothing could be read. */
    readonly head: CheckState | null;
    /** Why it is not known, plain text. */
    readonly why: string | null;
  };
  readonly remarks: readonly Remark[];
  /** How many of them are not annotations. */
  readonly onlyHere: number;
  /** What the findings were told by, plain text; null: no SARIF was given. */
  readonly findingsBy: string | null;
  /** Findings are not shown, whether there are any, since the repository is public. */
  readonly withheldFindings: boolean;
  readonly broken: readonly { readonly file: string; readonly broken: string }[];
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  readonly scorecard: Scorecard;
  readonly config: Config;
  readonly configProblems: readonly string[];
  readonly road: readonly RuleResult[];
}

const marks: Readonly<Record<ChangeSummaryView["conclusion"], string>> = {
  success: "✅",
  neutral: "🔶",
  failure: "❌",
};
const linesListed = 50;
const lineCharacters = 400;

/** Markdown of at most GitHub's size of a job summary; whole rows go first, and how many is said. */
export function renderChangeSummary(view: ChangeSummaryView): string {
  const hidden = isPublic(view.repository.visibility);
  const place = { repositoryUrl: view.repository.url, headSha: view.headSha };
  return joinWithin(
    [
      `## ${marks[view.conclusion]} Firstpass: ${tell(view.headline)}`,
      listLines("Why this step fails:", view.failures),
      renderFirstPass(view),
      listLines("> ⚠️ To be mended:", view.warnings),
      view.remarks.length === 0 ? "" : headRemarks(view.onlyHere),
    ],
    renderRemarks(view.remarks, place),
    [
      view.findingsBy === null ? "" : `<sub>${tell(view.findingsBy)}</sub>`,
      view.withheldFindings
        ? "This repository is public: findings of scanners are not shown here. `show-findings: always` shows them."
        : "",
      listLines(
        "SARIF files that could not be used:",
        view.broken.map(({ file, broken }) => `${file}: ${broken}`),
      ),
      renderProblems(view.configProblems, hidden),
      renderClone(view, hidden),
      listLines("Notes:", hidden ? [] : view.notes),
    ],
  );
}

function headRemarks(onlyHere: number): string {
  const left =
    onlyHere === 0
      ? ""
      : `\n\nGitHub shows ten annotations of a kind: ${countOf(onlyHere, "remark")} below ${onlyHere === 1 ? "is" : "are"} not on the lines.`;
  return `### What this change does${left}`;
}

const firstPassWords: Readonly<Record<FirstPass, string>> = {
  passed: "✅ passed",
  failed: "❌ failed",
  pending: "⏳ not decided yet",
  unknown: "❔ not known",
};

function renderFirstPass({ firstPass, config }: ChangeSummaryView): string {
  const { state, head, why } = firstPass;
  const told = [head === null ? "" : explainState(head, config), why === null ? "" : tell(why)].filter(
    (part) => part !== "",
  );
  return `**First try of the security checks:** ${firstPassWords[state]}. ${told.join(" ")}`.trimEnd();
}

function listLines(heading: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const shown = lines.slice(0, linesListed).map((line) => `- ${tell(line)}`);
  const more = lines.length - shown.length;
  const quote = heading.startsWith("> ");
  const all = [heading, "", ...shown, ...(more > 0 ? [`- and ${more} more`] : [])];
  return all.map((line, index) => (quote && index > 0 ? `> ${line}`.trimEnd() : line)).join("\n");
}

function tell(text: string): string {
  return escapeMarkdown(cutCharacters(showOnOneLine(text), lineCharacters));
}
