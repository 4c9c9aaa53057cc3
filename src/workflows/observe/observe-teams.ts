// Reads which repositories a team may write to, of the teams that configurations name: groups and rules select by them. Nobody's
// name is read, and a team that no configuration names is not asked for.
import { listNamedTeams } from "../../core/config/layers/teams.ts";
import type { TeamRepositoriesData } from "../../core/facts/account.ts";
import { accountWide } from "../../core/facts/account.ts";
import { teamRepositoriesSubject } from "../../core/facts/subjects.ts";
import { jobKey, type ObserveTeamsJob, type RequestObservationsJob } from "../../core/work/job.ts";
import { listConfigurationTexts } from "../configuration/list-configuration-texts.ts";
import { type AccountPlace, accountUnreachable, findAccount } from "../find-account.ts";
import { type JobOutcome, skipped } from "../job-outcome.ts";
import type { JobServices } from "../services.ts";
import { keepObservations } from "./keep-observations.ts";

export async function observeTeams(
  services: JobServices,
  { accountId, team }: ObserveTeamsJob,
): Promise<JobOutcome> {
  const { store, now } = services;
  const named = listNamedTeams(await listConfigurationTexts(store, accountId, null));
  const teams = team === null ? named : named.filter((slug) => slug === team.toLowerCase());
  if (teams.length === 0) return skipped("No configuration names the team.");
  const account = await findAccount(services, accountId);
  if (account === null) return accountUnreachable;
  // Groups may have gained or lost repositories.
  const job: RequestObservationsJob = { kind: "request-observations", accountId, repositoryId: null };
  const request = { key: jobKey(job), kind: job.kind, accountId, payload: job };
  let added = 0;
  for (const slug of teams) {
    const occurredAt = now();
    const data = { team: slug, repositories: await readTeam(services, account, slug) };
    const subject = teamRepositoriesSubject(data);
    const envelope = { kind: "team-repositories", accountId, repositoryId: accountWide } as const;
    // Together: what is kept says nothing new to the next try, after a later team could not be read.
    added += await store.transaction(async (inside) => {
      const kept = await keepObservations(inside, [{ ...envelope, subject, occurredAt, data }]);
      if (kept > 0) await inside.jobs.enqueue([request]);
      return kept;
    });
  }
  return { did: added === 0 ? "unchanged" : "recorded", reason: null };
}

async function readTeam(
  { github }: JobServices,
  { installationId, owner, type }: AccountPlace,
  slug: string,
): Promise<TeamRepositoriesData["repositories"]> {
  if (type !== "User") return github.listTeamRepositories({ installationId, owner }, slug);
  const text = `${owner} is the account of a person, which has no teams. Select repositories by name, topic or visibility.`;
  return { unseen: { why: "not-available", permission: null, text } };
}
