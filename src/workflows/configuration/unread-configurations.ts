// Configuration and exceptions files that were never read: the delivery that asks for it at installation was missed, or the store is
// new. Files that could not come into force are read again, too: a permission may have been granted, an outage be over.
import type { Job } from "../../core/work/job.ts";
import { sharedPathOf } from "../../records/configuration-kind.ts";
import type { ConfigurationReading, KnownRepository, Store } from "../../records/store.ts";
import { spreadJobs } from "../spread-jobs.ts";

const dayMillis = 24 * 60 * 60 * 1000;

/** Has them read, the organisations' and teams too; each is asked for once a day at most, as long as it cannot be read. */
export async function enqueueUnreadConfigurations(
  store: Store,
  repositories: readonly KnownRepository[],
  now: number,
): Promise<void> {
  const today = now - (now % dayMillis);
  const wanted: [run: string, job: Job][] = [];
  const byAccount = Map.groupBy(
    repositories.filter(({ active }) => active),
    ({ state }) => state.accountId,
  );
  for (const [accountId, known] of byAccount) {
    const readings = Map.groupBy(
      await store.configurations.listReadings(accountId),
      ({ repositoryId }) => repositoryId,
    );
    for (const repositoryId of [null, ...known.map(({ state }) => state.repositoryId)]) {
      if (isRead(readings.get(repositoryId) ?? [])) continue;
      const run = `read-configuration/${accountId}/${repositoryId ?? "organisation"}`;
      wanted.push([run, { kind: "read-configuration", accountId, repositoryId }]);
    }
    // A day's reading: what a script or a lost delivery changed is known by tomorrow.
    const teams = { kind: "observe-teams", accountId, repositoryId: null, team: null } as const;
    wanted.push([`observe-teams/${accountId}`, teams]);
  }
  if (wanted.length === 0) return;
  await store.transaction(async ({ jobs }) => {
    const claimed: Job[] = [];
    for (const [run, job] of wanted) if (await jobs.claimRun(run, today)) claimed.push(job);
    await jobs.enqueue(spreadJobs(claimed, now));
  });
}

/** Whether both own files were read, and nothing of the place is left to be mended. */
function isRead(readings: readonly ConfigurationReading[]): boolean {
  const own = readings.filter(({ kind }) => sharedPathOf(kind) === null);
  return own.length === 2 && readings.every(({ problem }) => problem === null);
}
