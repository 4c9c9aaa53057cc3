// The check run's title: what an engineer reads first, in words, on the pull request itself. Plain text, not Markdown.

import { cutCharacters, limits } from "../fit.ts";
import { countOf } from "../numbers.ts";
import { showOnOneLine } from "../visible-text.ts";
import type { CheckState, FirstTry, HeadState } from "./check-state.ts";

const namesShown = 3;
const nameCharacters = 60;

/** At most 255 characters: the standing of this head first, then the first try where it says something else, then what the change gets wrong. */
export function renderTitle(state: CheckState, brokenRules: number, configErrors = 0): string {
  const rules = brokenRules > 0 ? `; breaks ${countOf(brokenRules, "template rule")}` : "";
  const errors = configErrors > 0 ? `; its configuration has ${countOf(configErrors, "error")}` : "";
  const broken = `${rules}${errors}`;
  return cutCharacters(titleOf(state), limits.checkRunTitle - broken.length) + broken;
}

function titleOf(state: CheckState): string {
  switch (state.kind) {
    case "no-change":
      return "No measured pull request for this commit";
    case "not-reviewed":
      return "Not measured: this commit was not up for review";
    case "draft":
      return draftTitle(state.firstTry);
    case "merge-queue":
      return `Merge queue: ${lowerFirst(plainStanding(state, "Passed", "Failed"))}`;
    case "change":
      return changeTitle(state, state.firstTry);
  }
}

function draftTitle(firstTry: FirstTry): string {
  if (firstTry.kind === "open") return "Draft: the first try starts when it is ready for review";
  return firstTry.kind === "unknown"
    ? "Draft; its first try was not seen"
    : `Draft; ${firstTryWords(firstTry)}`;
}

function changeTitle(state: HeadState, firstTry: FirstTry): string {
  switch (firstTry.kind) {
    case "open":
      return openTitle(state);
    case "unknown":
      return `${plainStanding(state, "Passes now", "Fails now")}; its first try was not seen`;
    case "here":
      return titleOnFirstHead(state, firstTry);
    case "earlier":
      return titleOnLaterHead(state, firstTry);
  }
}

/** A head can be decided while the first try is not, when an earlier one still may be it. */
function openTitle(state: HeadState): string {
  const standing = plainStanding(state, "Passes", "Fails");
  const decided = state.standing === "passes" || state.standing === "fails";
  return decided ? `${standing}; its first try is not decided yet` : standing;
}

type Decided = Extract<FirstTry, { kind: "here" | "earlier" }>;

function titleOnFirstHead(state: HeadState, firstTry: Decided): string {
  const first = upperFirst(firstTryWords(firstTry));
  const passed = firstTry.evaluation.outcome === "pass";
  if (state.standing === "waits") {
    return passed
      ? `${first}; waiting for ${listNames(state.waitingFor)}`
      : `${waitingWords(state)}; ${firstTryWords(firstTry)}`;
  }
  if (passed) return state.standing === "fails" ? `${first}; fails now: ${failingNames(state)}` : first;
  return state.standing === "passes" ? `Passes after a re-run; ${firstTryWords(firstTry)}` : first;
}

function titleOnLaterHead(state: HeadState, firstTry: Decided): string {
  const passed = firstTry.evaluation.outcome === "pass";
  switch (state.standing) {
    case "passes":
      return `Passes now; ${firstTryWords(firstTry)}`;
    case "fails":
      return passed
        ? `Fails now: ${failingNames(state)}; ${firstTryWords(firstTry)}`
        : `Still failing: ${failingNames(state)}`;
    default:
      return `${plainStanding(state, "", "")}; ${firstTryWords(firstTry)}`;
  }
}

function plainStanding(state: HeadState, passes: string, fails: string): string {
  switch (state.standing) {
    case "passes":
      return passes;
    case "fails":
      return `${fails}: ${failingNames(state)}`;
    case "waits":
      return waitingWords(state);
    case "not-decided":
      return "Not decided: the security checks were cancelled";
    case "no-check":
      return "No security check ran";
  }
}

function waitingWords(state: HeadState): string {
  return `Waiting for ${state.waitingFor.length === 0 ? "security checks" : listNames(state.waitingFor)}`;
}

function firstTryWords({ evaluation }: Decided): string {
  if (evaluation.outcome === "pass") return "passed on the first try";
  return `failed on the first try: ${listNames(evaluation.failedChecks.map(({ name }) => name))}`;
}

function failingNames(state: HeadState): string {
  return listNames(state.failing.map(({ name }) => name));
}

/** `CodeQL, Semgrep and 2 more`; plain text. */
function listNames(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const shown = distinct
    .slice(0, namesShown)
    .map((name) => cutCharacters(showOnOneLine(name), nameCharacters));
  const more = distinct.length - shown.length;
  return more === 0 ? shown.join(", ") : `${shown.join(", ")} and ${more} more`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
