// Once a day every account looks again at its templates: a delivery may have been lost, and those of others send none.
import type { Job } from "../../core/work/job.ts";
import type { WorkflowServices } from "../services.ts";
import { spreadJobs } from "../spread-jobs.ts";

/** Queues one job an account; without rules it asks GitHub nothing. Returns how many. */
export async function enqueueTemplateReadings({
  store,
  now,
}: Pick<WorkflowServices, "store" | "now">): Promise<number> {
  const installations = (await store.installations.list()).filter(
    ({ deleted, suspended }) => !deleted && !suspended,
  );
  const jobs = installations.map(
    ({ accountId }): Job => ({
      kind: "observe-templates",
      accountId,
      repositoryId: null,
      template: null,
    }),
  );
  await store.jobs.enqueue(spreadJobs(jobs, now()));
  return jobs.length;
}
