// Writes a head's check run: made once, changed only when it would say something else. What is about to be made is stored
// first, so that after a lost answer the run is looked for and not made twice.
import type { RepositoryState } from "../../core/facts/repository.ts";
import type { CheckRunContent } from "../../core/publication/content.ts";
import type { RepositoryAddress } from "../../github/gateway.ts";
import type { PostedCheckRun } from "../../records/store.ts";
import { hashContent } from "../hash-content.ts";
import { JobLeaseLost, type JobOutcome } from "../job-outcome.ts";
import { requireSameVisibility } from "../same-visibility.ts";
import type { JobServices } from "../services.ts";

export interface CheckRunToPost {
  readonly accountId: number;
  readonly address: RepositoryAddress;
  /** As it was when the content was made. */
  readonly repository: RepositoryState;
  readonly headSha: string;
  readonly content: CheckRunContent;
  /** What is known to have been posted; null when nothing was attempted. */
  readonly posted: PostedCheckRun | null;
  /** Write even what has not changed. */
  readonly force: boolean;
}

/** The key by which GitHub's run is found again: it depends on repository and head alone. */
export function checkRunExternalId(repositoryId: number, headSha: string): string {
  return `firstpass:${repositoryId}:${headSha}`;
}

export async function postCheckRun(services: JobServices, run: CheckRunToPost): Promise<JobOutcome> {
  const { store, github } = services;
  const { accountId, address, headSha, content, posted, force } = run;
  const contentHash = hashContent(content);
  if (posted?.checkRunId != null && posted.contentHash === contentHash && !force)
    return { did: "unchanged", reason: null };
  if (!(await services.holdsLease())) throw new JobLeaseLost("Another worker has this head now.");
  await requireSameVisibility(store, run.repository);

  const save = (checkRunId: number | null) =>
    store.checkRuns.save({
      accountId,
      repositoryId: address.repositoryId,
      headSha,
      checkRunId,
      contentHash,
      title: content.title,
      completed: content.status === "completed",
      postedAt: services.now(),
    });
  const externalId = checkRunExternalId(address.repositoryId, headSha);
  const existing =
    posted === null
      ? null
      : (posted.checkRunId ?? (await github.findCheckRun(address, headSha, externalId))?.checkRunId ?? null);
  if (existing !== null) {
    await github.updateCheckRun(address, existing, content);
    await save(existing);
    return { did: "updated", reason: null };
  }
  await save(null);
  await save(await github.createCheckRun(address, { headSha, externalId, content }));
  return { did: "created", reason: null };
}
