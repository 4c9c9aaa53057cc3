// Turns what git says into what a person can do. Git's own words go along as the cause: they may hold addresses with passwords.
import { CloneError } from "../clone.ts";

/** Whether objects may be left out of this clone on purpose: `git clone --filter`. */
const notFetched = /promisor|lazy fetching|transport '.*' not allowed/i;
const missing =
  /missing (blob|tree|object|commit)|unable to read|bad object|could not (get|read)|not a valid object|bad tree/i;

/** @param words git's standard error. */
export function explainFailure(words: string, folder: string): CloneError {
  return new CloneError(`${sayWhy(words, folder)}`, { cause: new Error(words.trim() || "git said nothing") });
}

function sayWhy(words: string, folder: string): string {
  if (/dubious ownership|unsafe repository/.test(words))
    return `Git does not read ${folder}, because it belongs to another user. If you trust it, run: git config --global --add safe.directory ${quoteForShell(folder)}`;
  if (/not a git repository|must be run in a work tree|safe\.bareRepository/.test(words))
    return `${folder} is not a git repository: give the folder of a clone.`;
  if (notFetched.test(words)) return partialAdvice(folder);
  if (missing.test(words))
    return `Objects are missing in the repository in ${folder}. See what \`git fsck\` says there, or clone it again.`;
  if (/unknown (option|switch)|usage: git|unknown repository extension|repo version/i.test(words))
    return `The installed git does not understand the repository in ${folder}: install a newer one (2.30 at least).`;
  if (/permission denied/i.test(words))
    return `Git may not read all of ${folder}: give this user the right to read it.`;
  return `Git could not read the repository in ${folder}. See what \`git fsck\` says there.`;
}

export function partialAdvice(folder: string): string {
  return `The clone in ${folder} is a partial one, and what is asked for was never fetched. Clone it without --filter (actions/checkout: without \`filter\`).`;
}

/** A message may be copied into a terminal. */
function quoteForShell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

export function explainStart(error: NodeJS.ErrnoException): CloneError {
  const message =
    error.code === "ENOENT"
      ? "There is no git on this machine: install git 2.30 or later, and see that it is in PATH."
      : `Git cannot be started (${error.code ?? "no reason given"}).`;
  return new CloneError(message, { cause: error });
}
