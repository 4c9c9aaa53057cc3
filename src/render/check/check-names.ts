// Checks by their names in a sentence, with links where there are any. Markdown.
import type { SecurityCheck } from "../../core/changes/change.ts";
import { escapeMarkdown, link } from "../escape-markdown.ts";
import { cutCharacters } from "../fit.ts";

const checksNamed = 5;
const nameCharacters = 100;

/** `[CodeQL](…) and [Semgrep](…)`. */
export function nameChecks(checks: readonly SecurityCheck[]): string {
  return joinSome(checks, nameCheck);
}

/** `CodeQL and Semgrep`. */
export function joinNames(names: readonly string[]): string {
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
