// GitHub's own list of what an account has under the App, read so that no accident of its pages makes a repository look gone, and
// nothing of another account gets in.

import { Transient } from "../../github/errors.ts";
import type { SurveyedRepository } from "../../github/history.ts";
import type { JobServices } from "../services.ts";
import { compareSurvey } from "./survey-changes.ts";

interface Surveyed {
  readonly accountId: number;
  readonly installationId: number;
  /** Milliseconds UTC. */
  readonly startedAt: number;
}

/**
 * All repositories of the account. Where one is missing the list is read once more: while it is read, what leaves an earlier page moves
 * the rest forward, and one of them slips between two pages.
 *
 * @throws Transient where the list cannot be the account's own, or has no end.
 */
export async function surveyAccount(
  services: JobServices,
  { accountId, installationId, startedAt }: Surveyed,
): Promise<SurveyedRepository[]> {
  const surveyed = await survey(services, installationId);
  const known = await services.store.repositories.list(accountId);
  const own = [...surveyed.values()].filter((one) => one.accountId === accountId);
  if (compareSurvey(own, known, startedAt).gone.length > 0) {
    // A list that shows what is not the account's says nothing of what the account has.
    if (own.length < surveyed.size)
      throw new Transient(`GitHub lists repositories of another account for installation ${installationId}.`);
    for (const [repositoryId, one] of await survey(services, installationId)) surveyed.set(repositoryId, one);
  }
  return [...surveyed.values()].filter((one) => one.accountId === accountId);
}

async function survey(
  { github }: JobServices,
  installationId: number,
): Promise<Map<number, SurveyedRepository>> {
  const surveyed = new Map<number, SurveyedRepository>();
  let cursor: string | null = null;
  do {
    const before = surveyed.size;
    const page = await github.surveyRepositories(installationId, cursor);
    for (const repository of page.items) surveyed.set(repository.repositoryId, repository);
    cursor = page.next;
    if (cursor !== null && surveyed.size === before)
      throw new Transient("GitHub's list of repositories goes on and brings nothing new.");
  } while (cursor !== null);
  return surveyed;
}
