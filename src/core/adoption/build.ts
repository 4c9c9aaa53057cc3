// Puts the repositories of an account together to one answer, as it was asked for.
import type { Group } from "../config/config.ts";
import {
  ADOPTION_SCHEMA_VERSION,
  type Adoption,
  type HistoryRow,
  type RepositoryAdoption,
} from "./adoption.ts";
import { compareText } from "./order.ts";
import { summariseGroups } from "./summarise-groups.ts";
import { summariseRules } from "./summarise-rules.ts";
import { whoIsNext } from "./who-is-next.ts";

export interface AdoptionInput extends Pick<Adoption, "account" | "at" | "rulesAsOf" | "window" | "filter"> {
  /** Those that were asked for, with all of their rules, in any order. */
  readonly repositories: readonly RepositoryAdoption[];
  /** Groups to tell of, each once. */
  readonly groups: readonly Group[];
  readonly history: readonly HistoryRow[] | null;
}

/** With a rule in the filter, that rule alone is listed and who is next for it; groups are judged by all rules all the same. */
export function buildAdoption(input: AdoptionInput): Adoption {
  const { account, at, rulesAsOf, window, filter, history } = input;
  const all = input.repositories.toSorted(
    (a, b) => compareText(a.fullName, b.fullName) || a.repositoryId - b.repositoryId,
  );
  const shown = filter.rule === null ? all : all.flatMap((one) => withRule(one, filter.rule) ?? []);
  return {
    schemaVersion: ADOPTION_SCHEMA_VERSION,
    account,
    at,
    rulesAsOf,
    window,
    filter,
    rules: summariseRules(shown),
    groups: summariseGroups(all, input.groups),
    next: whoIsNext(shown),
    repositories: shown,
    history,
  };
}

/** Null where the repository's configuration does not have the rule. */
function withRule(repository: RepositoryAdoption, ruleId: string | null): RepositoryAdoption | null {
  const rules = repository.rules.filter((rule) => rule.ruleId === ruleId);
  return rules.length === 0 ? null : { ...repository, rules };
}
