// The jobs that read GitHub into facts: the server's and a collecting's alike.
import type { Job } from "../core/work/job.ts";
import { completePush } from "./complete-push.ts";
import { readConfiguration } from "./configuration/read-configuration.ts";
import { backfillRepository } from "./history/backfill-repository.ts";
import type { JobOutcome } from "./job-outcome.ts";
import { observePavedRoad } from "./observe/observe-paved-road.ts";
import { observeRepository } from "./observe/observe-repository.ts";
import { observeTeams } from "./observe/observe-teams.ts";
import { observeTemplates } from "./observe/observe-templates.ts";
import { requestObservations } from "./observe/request-observations.ts";
import type { JobServices } from "./services.ts";

export const readingKinds = [
  "read-configuration",
  "request-observations",
  "observe-teams",
  "observe-templates",
  "observe-repository",
  "observe-paved-road",
  "backfill-repository",
  "complete-push",
] as const satisfies readonly Job["kind"][];

export type ReadingKind = (typeof readingKinds)[number];
export type ReadingJob = Extract<Job, { readonly kind: ReadingKind }>;

export function isReadingJob(job: Job): job is ReadingJob {
  return readingKinds.some((kind) => kind === job.kind);
}

export function doReadingJob(services: JobServices, job: ReadingJob): Promise<JobOutcome> {
  switch (job.kind) {
    case "read-configuration":
      return readConfiguration(services, job);
    case "request-observations":
      return requestObservations(services, job);
    case "observe-teams":
      return observeTeams(services, job);
    case "observe-templates":
      return observeTemplates(services, job);
    case "observe-repository":
      return observeRepository(services, job);
    case "observe-paved-road":
      return observePavedRoad(services, job);
    case "backfill-repository":
      return backfillRepository(services, job);
    case "complete-push":
      return completePush(services, job);
  }
}
