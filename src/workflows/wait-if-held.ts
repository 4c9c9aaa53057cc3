// A job of an installation that must wait does not begin: it would only find out at its first request. All other jobs of the
// account that wait for the same are put back with it, so that they take no worker from other accounts.
import { priorityOf } from "../core/requests/priority.ts";
import type { Job } from "../core/work/job.ts";
import { RateLimited } from "../github/errors.ts";
import type { Store } from "../records/store.ts";

/** Asks GitHub for nothing. */
const asksNothing: ReadonlySet<Job["kind"]> = new Set(["simulate-configuration"]);

/** @throws RateLimited with the time until which the job's installation may not be asked. */
export async function waitIfHeld(
  store: Pick<Store, "installations" | "rateLimits" | "jobs">,
  { kind, accountId }: Pick<Job, "kind" | "accountId">,
): Promise<void> {
  if (asksNothing.has(kind)) return;
  const installation = await store.installations.find(accountId);
  if (installation === null) return;
  const priority = priorityOf(kind);
  const until = await store.rateLimits.notBefore(installation.installationId, { resource: "core", priority });
  if (until === null) return;
  await store.jobs.postpone(accountId, { until, from: priority });
  throw new RateLimited(`GitHub must not be asked before ${new Date(until).toISOString()}.`, until);
}
