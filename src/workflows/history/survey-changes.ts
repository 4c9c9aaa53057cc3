// What a survey of an installation says that the store does not know: repositories that are new, gone, or other than they were.
// Pure: plain data in, differences out.
import type { RepositoryState } from "../../core/facts/repository.ts";
import type { SurveyedRepository } from "../../github/history.ts";
import type { KnownRepository } from "../../records/store.ts";
import { unnamedBranch } from "../keep-repository.ts";

export interface SurveyDifferences {
  readonly added: readonly SurveyedRepository[];
  readonly gone: readonly KnownRepository[];
  readonly changed: readonly {
    readonly known: KnownRepository;
    readonly state: RepositoryState;
    /** What was read of the old default branch says nothing of the new one. */
    readonly readAgain: boolean;
    /** No delivery had named it yet: that is no drift. */
    readonly toldFirst: boolean;
  }[];
  /** Known and surveyed. */
  readonly present: readonly { readonly known: KnownRepository; readonly surveyed: SurveyedRepository }[];
}

/** @param startedAt when the survey began, milliseconds UTC: what was told later is not held against it. */
export function compareSurvey(
  surveyed: readonly SurveyedRepository[],
  known: readonly KnownRepository[],
  startedAt: number,
): SurveyDifferences {
  const byId = new Map(surveyed.map((repository) => [repository.repositoryId, repository]));
  const active = new Map(
    known.filter((repository) => repository.active).map((one) => [one.state.repositoryId, one]),
  );
  const present: { known: KnownRepository; surveyed: SurveyedRepository }[] = [];
  for (const one of active.values()) {
    const found = byId.get(one.state.repositoryId);
    if (found !== undefined) present.push({ known: one, surveyed: found });
  }
  return {
    added: surveyed.filter(({ repositoryId }) => !active.has(repositoryId)),
    gone: [...active.values()].filter((one) => !byId.has(one.state.repositoryId) && !isTold(one, startedAt)),
    changed: present.flatMap((pair) => (pair.known.observedAt < startedAt ? changeOf(pair) : [])),
    present,
  };
}

/** It came under the App, or was told of, while the survey was made. */
function isTold({ coveredFrom, resumedAt, observedAt }: KnownRepository, startedAt: number): boolean {
  return Math.max(coveredFrom ?? 0, resumedAt ?? 0, observedAt) >= startedAt;
}

function changeOf({ known, surveyed }: SurveyDifferences["present"][number]): SurveyDifferences["changed"] {
  const { state } = known;
  const next: RepositoryState = {
    ...state,
    ownerLogin: surveyed.owner,
    name: surveyed.name,
    visibility: surveyed.visibility,
    archived: surveyed.archived,
    defaultBranch: surveyed.defaultBranch,
    url: surveyed.url,
  };
  const unnamed = state.defaultBranch === unnamedBranch;
  const rebranched = next.defaultBranch !== state.defaultBranch;
  const other =
    next.ownerLogin !== state.ownerLogin ||
    next.name !== state.name ||
    next.visibility !== state.visibility ||
    next.archived !== state.archived;
  if (!rebranched && !other) return [];
  return [{ known, state: next, readAgain: rebranched && !unnamed, toldFirst: unnamed && !other }];
}
