// What a check run tells the engineer: what the state of this head means for the pull request, and what to do next. Markdown.
import type { SecurityCheck } from "../core/changes/change.ts";
import type { Config } from "../core/config/config.ts";
import type { CheckState, FirstTry, HeadState } from "./check-state.ts";
import { escapeMarkdown, link } from "./escape-markdown.ts";
import { cutCharacters } from "./fit.ts";

const checksNamed = 5;
const nameCharacters = 100;

/** One paragraph: what happened, and how it counts. */
export function explainState(state: CheckState, config: Config): string {
  switch (state.kind) {
    case "no-change":
      return "This commit is not the head of a pull request that Firstpass measures, so no first try is read from it.";
    case "not-reviewed":
      return "This commit was not the head of its pull request while that was up for review, so it is no first try.";
    case "draft":
      return explainDraft(state.firstTry);
    case "merge-queue":
      return `${explainStanding(state)} ${explainQueue(state.pullRequestNumber)}`;
    case "change":
      return [
        firstTryIsStanding(state) ? "" : explainStanding(state),
        explainFirstTry(state, state.firstTry),
        explainBot(state.change.bot, config),
      ]
        .filter((sentence) => sentence !== "")
        .join(" ");
  }
}

/** Imperative, one or two sentences. */
export function adviseNext(state: CheckState): string {
  switch (state.kind) {
    case "no-change":
    case "not-reviewed":
      return "Nothing.";
    case "draft":
      return "Let the security checks pass while it is a draft, then mark it as ready for review.";
    case "merge-queue":
    case "change":
      return adviseOnHead(state);
  }
}

function explainDraft(firstTry: FirstTry): string {
  switch (firstTry.kind) {
    case "open":
      return "This pull request is a draft. What security checks say now does not count: the first try is the first commit they conclude on once it is ready for review.";
    case "unknown":
      return `This pull request is a draft. ${explainUnknown(firstTry.why)}`;
    default:
      return `This pull request is a draft again. ${explainDecided(firstTry)}`;
  }
}

function explainQueue(pullRequestNumber: number | null): string {
  const whose = pullRequestNumber === null ? "" : ` of pull request ${pullRequestNumber}`;
  return `This is the merge queue's commit${whose}; it is not a first try and changes no rate.`;
}

function explainStanding(state: HeadState): string {
  switch (state.standing) {
    case "passes":
      return `${nameChecks(state.head.checks.filter((check) => check.latestOutcome === "pass"))} passed on this commit.`;
    case "fails":
      return `${nameChecks(state.failing)} ${state.failing.length === 1 ? "does" : "do"} not pass on this commit.`;
    case "waits":
      return state.waitingFor.length === 0
        ? "The security checks have not concluded on this commit yet."
        : `${joinNames(state.waitingFor)} ${state.waitingFor.length === 1 ? "has" : "have"} not concluded on this commit yet.`;
    case "not-decided":
      return "The security checks on this commit were cancelled, went stale or were superseded before any of them failed.";
    case "no-check":
      return "No security check ran on this commit. That is a gap, not a pass.";
  }
}

function explainFirstTry(state: HeadState, firstTry: FirstTry): string {
  switch (firstTry.kind) {
    case "open":
      return state.standing === "no-check"
        ? "As long as none runs, this change counts in no first-pass rate and is listed as not checked."
        : "The first try is not decided yet.";
    case "unknown":
      return explainUnknown(firstTry.why);
    default:
      return explainDecided(firstTry);
  }
}

function explainUnknown(why: Extract<FirstTry, { kind: "unknown" }>["why"]): string {
  const cause =
    why === "beginning-not-seen"
      ? "Firstpass did not see this pull request become ready for review"
      : "Firstpass saw a re-run of a check, and not what the check said first";
  return `${cause}, so its first try cannot be known: it counts neither as passed nor as failed.`;
}

/** The first try was on this very commit and nothing has changed since: one sentence says both. */
function firstTryIsStanding({ standing, firstTry }: Extract<CheckState, { kind: "change" }>): boolean {
  if (firstTry.kind !== "here") return false;
  return standing === (firstTry.evaluation.outcome === "pass" ? "passes" : "fails");
}

function explainDecided(firstTry: Extract<FirstTry, { kind: "here" | "earlier" }>): string {
  const where = firstTry.kind === "here" ? "this commit, its first try" : "an earlier commit, its first try";
  const { outcome, checks, failedChecks } = firstTry.evaluation;
  return outcome === "pass"
    ? `${nameChecks(checks.filter((check) => check.outcome === "pass"))} passed on ${where}: the change **counts as passed on the first try**, whatever follows.`
    : `${nameChecks(failedChecks)} failed on ${where}: the change **counts as not passed on the first try**. Neither a re-run nor a new commit alters that.`;
}

function explainBot(bot: boolean, config: Config): string {
  if (!bot || config.changes.bots === "include") return "";
  return config.changes.bots === "separate"
    ? "It was opened by a bot and is counted apart from people's changes."
    : "It was opened by a bot, and bots are not counted here.";
}

function adviseOnHead(state: HeadState): string {
  switch (state.standing) {
    case "passes":
      return "Nothing: it is ready as far as security checks go.";
    case "fails":
      return adviseOnFailures(state.failing);
    case "waits":
      return "Nothing yet: this check run is updated when they conclude.";
    case "not-decided":
      return "Run the security checks again, or push: the first commit on which they conclude is the first try.";
    case "no-check":
      return "Let a security check run on pull requests, or, if one does, select it under `checks` in `.github/firstpass.yml`.";
  }
}

/** The remedy differs by how a check ended. */
function adviseOnFailures(failing: readonly SecurityCheck[]): string {
  const parts = [
    {
      conclusions: ["timed_out"],
      advice: (names: string) => `Run ${names} again: the time ran out, nothing was reported.`,
    },
    {
      conclusions: ["startup_failure"],
      advice: (names: string) => `Mend the workflow of ${names}: it could not start.`,
    },
    {
      conclusions: ["action_required"],
      advice: (names: string) => `Open ${names}: a person has to act there.`,
    },
  ];
  const special = parts.flatMap(({ conclusions, advice }) => {
    const checks = failing.filter((check) => conclusions.includes(check.conclusion ?? ""));
    return checks.length === 0 ? [] : [advice(nameChecks(checks))];
  });
  const specialConclusions = parts.flatMap(({ conclusions }) => conclusions);
  const ordinary = failing.filter((check) => !specialConclusions.includes(check.conclusion ?? ""));
  const first =
    ordinary.length === 0 ? [] : [`Open ${nameChecks(ordinary)}, mend what is reported, and push.`];
  return [...first, ...special].join(" ");
}

/** `[CodeQL](…) and [Semgrep](…)`. */
function nameChecks(checks: readonly SecurityCheck[]): string {
  return joinSome(checks, nameCheck);
}

function joinNames(names: readonly string[]): string {
  return joinSome(names, (name) => escapeMarkdown(cutCharacters(name, nameCharacters)));
}

function joinSome<T>(items: readonly T[], show: (item: T) => string): string {
  const shown = items.slice(0, checksNamed).map(show);
  if (items.length > checksNamed) shown.push(`${items.length - checksNamed} more`);
  const last = shown.pop() ?? "a security check";
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}

function nameCheck(check: SecurityCheck): string {
  const name = cutCharacters(check.name, nameCharacters);
  return check.url === null ? escapeMarkdown(name) : link(name, check.url);
}
