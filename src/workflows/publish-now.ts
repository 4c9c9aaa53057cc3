// Publishes a week's issue because a person asked for it on the command line, or shows what would be published.

import type { IssueContent } from "../core/publication/content.ts";
import { isoWeekOf, previousIsoWeek } from "../core/scorecard/iso-week.ts";
import { holdRateLimits } from "./hold-rate-limits.ts";
import type { JobOutcome } from "./job-outcome.ts";
import { prepareWeekly, publishWeekly } from "./publish-weekly.ts";
import type { WorkflowServices } from "./services.ts";

export interface PublishRequest {
  readonly accountId: number;
  readonly repositoryId: number;
  /** Absent: the week that ended last, in UTC. */
  readonly isoWeek?: string;
}

/** Throws the errors of `github/errors.ts`. */
export async function publishNow(services: WorkflowServices, request: PublishRequest): Promise<JobOutcome> {
  const github = holdRateLimits(services.github, services.store.rateLimits, services.now);
  return publishWeekly({ ...services, github, holdsLease: async () => true }, withWeek(services, request), {
    asked: true,
  });
}

/** What `publishNow` would post, without asking GitHub anything. */
export async function previewWeekly(
  services: Pick<WorkflowServices, "store" | "now">,
  request: PublishRequest,
): Promise<IssueContent> {
  return (await prepareWeekly(services, withWeek(services, request))).content;
}

function withWeek({ now }: Pick<WorkflowServices, "now">, request: PublishRequest) {
  return { ...request, isoWeek: request.isoWeek ?? previousIsoWeek(isoWeekOf(now())) };
}
