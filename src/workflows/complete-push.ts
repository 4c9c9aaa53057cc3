// Completes a push whose list of commits GitHub cut, by the compare API's count, so that no denominator is too small.
import type { CompletePushJob } from "../core/work/job.ts";
import { findPlace } from "./find-place.ts";
import { type JobOutcome, skipped } from "./job-outcome.ts";
import type { JobServices } from "./services.ts";

const noCommit = /^0+$/;

export async function completePush(services: JobServices, job: CompletePushJob): Promise<JobOutcome> {
  const { store, github } = services;
  const place = await findPlace(store, job.accountId, job.repositoryId);
  if ("unreachable" in place) return skipped(place.unreachable);
  const { defaultBranch } = place.known.state;
  const isNew = noCommit.test(job.before);
  if (isNew && job.ref === `refs/heads/${defaultBranch}`)
    return skipped(
      "The first push of a default branch has nothing to be compared with: its count stays unknown.",
    );
  const totalCommits = await github.countCommits(
    place.address,
    isNew ? defaultBranch : job.before,
    job.after,
  );
  const { accountId, repositoryId, ref, before, after } = job;
  await store.facts.append(
    [
      {
        kind: "push-completed",
        accountId,
        repositoryId,
        subject: job.pushSubject,
        occurredAt: job.pushedAt,
        data: { ref, before, after, totalCommits },
      },
    ],
    "compare",
  );
  return { did: "recorded", reason: null };
}
