// The work that events ask for, and how long it waits for the rest of its burst.
import { nextDailyMoment } from "../core/work/daily-moment.ts";
import type { RequestedJob } from "./normalized.ts";

/** Checks of a head start and conclude in bursts; waiting this long makes one write of many events. Milliseconds. */
export const burstMillis = 5_000;

interface Place {
  readonly accountId: number;
  readonly repositoryId: number;
}

/** Evaluates a head once the burst of events on it has passed. Heads that nobody reviews are dropped by the workflow. */
export function evaluateHead(place: Place, headSha: string): RequestedJob {
  return { job: { kind: "evaluate-head", ...place, headSha, force: false }, afterMillis: burstMillis };
}

/** Evaluates a head at once: a merge queue waits for it, or (with `force`) a person asked for it. */
export function evaluateHeadAtOnce(place: Place, headSha: string, force: boolean): RequestedJob {
  return { job: { kind: "evaluate-head", ...place, headSha, force }, afterMillis: 0 };
}

/** `causedAt` null: the time of receipt. */
export function observePavedRoad(place: Place, causedAt: number | null): RequestedJob {
  const job = {
    kind: "observe-paved-road",
    accountId: place.accountId,
    repositoryId: place.repositoryId,
  } as const;
  return { job: causedAt === null ? { ...job, causedAt } : { ...job, causedAt }, afterMillis: 0 };
}

/** Repositories of one delivery that are read a minute: some sixteen requests each, of the 5,000 an hour that all work shares. */
const observationsPerMinute = 3;

/** Reads at once what webhooks cannot tell. `index`: how many repositories of the same delivery come before it. */
export function observeRepository({ accountId, repositoryId }: Place, index = 0): RequestedJob {
  const afterMillis = Math.floor(index / observationsPerMinute) * 60_000;
  return { job: { kind: "observe-repository", accountId, repositoryId }, afterMillis };
}

/** Reads it at the repository's next turn: once on a day that has activity, or on the day after. */
export function observeRepositoryDaily(place: Place, now: number): RequestedJob {
  return { ...observeRepository(place), afterMillis: nextDailyMoment(place.repositoryId, now) - now };
}

export function readConfiguration(accountId: number, repositoryId: number | null): RequestedJob {
  return { job: { kind: "read-configuration", accountId, repositoryId }, afterMillis: 0 };
}

/** Teams are given repositories one by one, by scripts, too. Milliseconds. */
const teamBurstMillis = 60_000;

/** @param team slug; of one that no configuration names nothing is read. */
export function observeTeam(accountId: number, team: string): RequestedJob {
  return {
    job: { kind: "observe-teams", accountId, repositoryId: null, team },
    afterMillis: teamBurstMillis,
  };
}

/** Has read what rules look at since groups may have gained or lost a repository. Null: of all of the account, once they are known. */
export function requestObservations(accountId: number, repositoryId: number | null): RequestedJob {
  const afterMillis = repositoryId === null ? teamBurstMillis : burstMillis;
  return { job: { kind: "request-observations", accountId, repositoryId }, afterMillis };
}

/**
 * Reads what a repository released or what its workflows call, if others use any of it: the job finds out, and asks nothing
 * where nobody does. `fullName` in any case.
 */
export function observeTemplate(accountId: number, fullName: string): RequestedJob {
  const template = fullName.toLowerCase();
  const job = { kind: "observe-templates", accountId, repositoryId: null, template } as const;
  return { job, afterMillis: burstMillis };
}

/** Reads what happened before deliveries began. Where that is done already, the job finds out and asks nothing. */
export function backfillRepository({ accountId, repositoryId }: Place): RequestedJob {
  return { job: { kind: "backfill-repository", accountId, repositoryId, days: null }, afterMillis: 0 };
}
