// Configuration and exceptions files that were never read: the delivery that asks for it at installation was missed, or the store is new.
import type { ReadConfigurationJob } from "../core/work/job.ts";
import type { KnownRepository, Store } from "../store/store.ts";
import { spreadJobs } from "./spread-jobs.ts";

const dayMillis = 24 * 60 * 60 * 1000;

/** Has them read, the organisations' too; each is asked for once a day at most, as long as it cannot be read. */
export async function enqueueUnreadConfigurations(
  store: Store,
  repositories: readonly KnownRepository[],
  now: number,
): Promise<void> {
  const today = now - (now % dayMillis);
  const unread: ReadConfigurationJob[] = [];
  const places = repositories
    .filter(({ active }) => active)
    .map(({ state }) => ({ accountId: state.accountId, repositoryId: state.repositoryId }));
  const accounts = [...new Set(places.map(({ accountId }) => accountId))];
  for (const place of [...accounts.map((accountId) => ({ accountId, repositoryId: null })), ...places]) {
    const { accountId, repositoryId } = place;
    const { configurations } = store;
    const read = [
      await configurations.find(accountId, repositoryId, "configuration"),
      await configurations.find(accountId, repositoryId, "exceptions"),
    ];
    if (read.every((version) => version !== null)) continue;
    unread.push({ kind: "read-configuration", ...place });
  }
  if (unread.length === 0) return;
  await store.transaction(async ({ jobs }) => {
    const claimed: ReadConfigurationJob[] = [];
    for (const job of unread) {
      const run = `read-configuration/${job.accountId}/${job.repositoryId ?? "organisation"}`;
      if (await jobs.claimRun(run, today)) claimed.push(job);
    }
    await jobs.enqueue(spreadJobs(claimed, now));
  });
}
