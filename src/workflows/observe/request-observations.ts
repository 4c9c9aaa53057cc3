// After a configuration, a group or what groups are made of has changed: has read what the rules in force look at and nobody has
// read yet. What is known already is not read again, so that a changed minimum or target costs no request at all.
import { listNamedTeams } from "../../core/config/layers/teams.ts";
import { factsOfKind } from "../../core/facts/fact.ts";
import { templateListedSubject } from "../../core/facts/subjects.ts";
import { needsObservation } from "../../core/paved-road/needs-observation.ts";
import { wantedTemplates } from "../../core/paved-road/wanted-templates.ts";
import type { Job, RequestObservationsJob } from "../../core/work/job.ts";
import { loadTeams } from "../../records/account-layers.ts";
import type { KnownRepository } from "../../records/store.ts";
import { openConfigurations } from "../configuration/account-configurations.ts";
import { listConfigurationTexts } from "../configuration/list-configuration-texts.ts";
import { readExtended } from "../configuration/read-shared-files.ts";
import { type JobOutcome, skipped } from "../job-outcome.ts";
import { letOthersRun } from "../let-others-run.ts";
import type { JobServices } from "../services.ts";
import { spreadJob } from "../spread-jobs.ts";

/** Jobs that are queued by one write. */
const batch = 100;

export async function requestObservations(
  services: JobServices,
  job: RequestObservationsJob,
): Promise<JobOutcome> {
  const { store, now } = services;
  const { accountId, repositoryId } = job;
  const texts = await listConfigurationTexts(store, accountId, repositoryId);
  // A repository that came under the App since may hold what others have named for long.
  const read = await readExtended(services, accountId, texts);
  const named = new Set(listNamedTeams([...texts, ...read.flatMap(({ file }) => file ?? [])]));
  const repositories = await listRepositories(services, job);
  const at = now();
  const wanted = new Set<string>();
  let waiting: Job[] = [];
  let queued = 0;
  const queue = async (jobs: readonly Job[]) => {
    await store.jobs.enqueue(jobs.map((one) => spreadJob(one, queued++, at)));
  };

  await queue(await requestTeams(services, accountId, named));
  const configurations = await openConfigurations(store, accountId);
  for (const known of repositories) {
    await letOthersRun();
    const { rules } = (await configurations.of(known)).config.templates;
    for (const template of wantedTemplates(rules).keys()) wanted.add(template);
    if (rules.length === 0 || !(await needsReading(services, known, rules))) continue;
    const { repositoryId: id } = known.state;
    waiting.push({ kind: "observe-paved-road", accountId, repositoryId: id, causedAt: at });
    if (waiting.length < batch) continue;
    await queue(waiting);
    waiting = [];
  }
  await queue(waiting);
  if (await needsTemplates(services, job, wanted))
    await queue([{ kind: "observe-templates", accountId, repositoryId: null, template: null }]);
  return queued === 0
    ? skipped("All that the rules look at is known already.")
    : { did: "recorded", reason: null };
}

async function listRepositories(
  { store }: JobServices,
  { accountId, repositoryId }: RequestObservationsJob,
): Promise<readonly KnownRepository[]> {
  const known =
    repositoryId === null
      ? await store.repositories.list(accountId)
      : [await store.repositories.find(accountId, repositoryId)];
  return known.filter((one) => one !== null).filter(({ active }) => active);
}

async function needsReading(
  { store }: JobServices,
  { state: { accountId, repositoryId } }: KnownRepository,
  rules: Parameters<typeof needsObservation>[0],
): Promise<boolean> {
  const newest = await store.facts.listNewest({ accountId, repositoryId, kind: "paved-road" });
  return needsObservation(rules, factsOfKind(newest, "paved-road").at(-1)?.data ?? null);
}

/** Teams that nobody has seen yet: not read, or not allowed to be read at the time. */
async function requestTeams(
  { store }: JobServices,
  accountId: number,
  named: ReadonlySet<string>,
): Promise<Job[]> {
  if (named.size === 0) return [];
  const known = await loadTeams(store, accountId);
  return [...named]
    .filter((team) => (known.get(team)?.repositories ?? null) === null)
    .map((team) => ({ kind: "observe-teams", accountId, repositoryId: null, team }));
}

/** Asked for the whole account, GitHub tells cheaply that nothing has changed; one repository asks only for what nobody has read. */
async function needsTemplates(
  { store }: JobServices,
  { accountId, repositoryId }: RequestObservationsJob,
  wanted: ReadonlySet<string>,
): Promise<boolean> {
  if (wanted.size === 0) return false;
  if (repositoryId === null) return true;
  const subjects = [...wanted].map((template) => templateListedSubject({ template }));
  const listed = await store.facts.listOfAccount({ accountId, kinds: ["template-listed"], subjects });
  return new Set(listed.map(({ subject }) => subject)).size < subjects.length;
}
