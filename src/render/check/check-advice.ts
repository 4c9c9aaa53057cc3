// What a check run tells the engineer: what the state of this head means for the pull request, and what to do next. Markdown.
import type { SecurityCheck } from "../../core/changes/change.ts";
import type { Config } from "../../core/config/config.ts";
import { joinNames, nameChecks } from "./check-names.ts";
import type { CheckState, FirstTry, HeadState } from "./check-state.ts";

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

/** What to do next, in one or two sentences; `act` is false when it is nothing. */
export interface Advice {
  readonly act: boolean;
  readonly text: string;
}

export function adviseNext(state: CheckState): Advice {
  switch (state.kind) {
    case "no-change":
    case "not-reviewed":
      return { act: false, text: "Nothing." };
    case "draft":
      return {
        act: true,
        text: "Let the security checks pass while it is a draft, then mark it as ready for review.",
      };
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
      return explainOpen(state);
    case "unknown":
      return explainUnknown(firstTry.why);
    default:
      return explainDecided(firstTry);
  }
}

function explainOpen({ standing }: HeadState): string {
  if (standing === "no-check") {
    return "As long as none runs, this change counts in no first-pass rate and is listed as not checked.";
  }
  return standing === "not-decided"
    ? "The first try is still open: it is the first commit on which they conclude."
    : "The first try is not decided yet.";
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

function adviseOnHead(state: HeadState): Advice {
  switch (state.standing) {
    case "passes":
      return { act: false, text: "Nothing: it is ready as far as security checks go." };
    case "fails":
      return { act: true, text: adviseOnFailures(state.failing) };
    case "waits":
      return { act: false, text: "Nothing yet: this check run is updated when they conclude." };
    case "not-decided":
      return { act: true, text: "Run the security checks again, or push." };
    case "no-check":
      return {
        act: true,
        text: "Let a security check run on pull requests, or, if one does, select it under `checks` in `.github/firstpass.yml`.",
      };
  }
}

/** By how a check ended, where more is known than that it failed. */
const remedies: Readonly<Record<string, (names: string) => string>> = {
  timed_out: (names) => `Run ${names} again: the time ran out.`,
  startup_failure: (names) => `Mend the workflow of ${names}: it could not start.`,
  action_required: (names) => `Open ${names}: a person has to act there.`,
};

function adviseOnFailures(failing: readonly SecurityCheck[]): string {
  const ordinary = failing.filter(({ conclusion }) => !Object.hasOwn(remedies, conclusion ?? ""));
  const mend =
    ordinary.length === 0 ? [] : [`Open ${nameChecks(ordinary)}, mend what is reported, and push.`];
  const special = Object.entries(remedies).flatMap(([conclusion, remedy]) => {
    const checks = failing.filter((check) => check.conclusion === conclusion);
    return checks.length === 0 ? [] : [remedy(nameChecks(checks))];
  });
  return [...mend, ...special].join(" ");
}
