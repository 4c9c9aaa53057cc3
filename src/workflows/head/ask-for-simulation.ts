// Asks once for what a head's change of Firstpass's own files would do, and gives the answer when there is one.
import type { Timeline } from "../../core/changes/pull-request-timeline.ts";
import type { RepositoryState } from "../../core/facts/repository.ts";
import type { ChangedFirstpassFile } from "../../core/simulation/changed-file.ts";
import type { ConfigurationNote } from "../../core/simulation/review-configuration.ts";
import type { SimulationState } from "../../core/simulation/simulation.ts";
import { type EvaluateHeadJob, jobKey, type SimulateConfigurationJob } from "../../core/work/job.ts";
import { hashContent } from "../hash-content.ts";
import type { JobServices } from "../services.ts";

export interface SimulationRequest {
  readonly repository: RepositoryState;
  readonly pullRequest: Timeline | null;
  readonly files: readonly ChangedFirstpassFile[];
  readonly notes: readonly ConfigurationNote[];
}

/** Null where there is nothing to simulate. Asked again by a person, the answer of before stands until the new one is there. */
export async function askForSimulation(
  { store }: JobServices,
  job: EvaluateHeadJob,
  { repository, pullRequest, files, notes }: SimulationRequest,
): Promise<SimulationState | null> {
  if (pullRequest === null || files.length === 0) return null;
  if (repository.visibility === "public") return { kind: "not-made", why: "public" };
  if (pullRequest.latest.headRepositoryId !== repository.repositoryId)
    return { kind: "not-made", why: "fork" };
  if (notes.some(({ kind }) => kind === "broken")) return { kind: "not-made", why: "broken" };

  const { accountId, repositoryId, headSha } = job;
  const digest = hashContent({ files });
  const kept = await store.simulations.find(accountId, repositoryId, headSha);
  const known = kept?.digest === digest ? kept : null;
  const state: SimulationState =
    known?.result == null ? { kind: "waiting" } : { kind: "made", simulation: known.result };
  if (known !== null && !job.force) return state;
  // Merged, it holds on both sides, and nothing would be told as its effect.
  if (pullRequest.closedAt !== null) return known === null ? null : state;
  const simulate: SimulateConfigurationJob = {
    kind: "simulate-configuration",
    accountId,
    repositoryId,
    headSha,
  };
  await store.transaction(async ({ simulations, jobs }) => {
    await simulations.save({
      accountId,
      repositoryId,
      headSha,
      digest,
      files,
      result: known?.result ?? null,
    });
    await jobs.enqueue([{ key: jobKey(simulate), kind: simulate.kind, accountId, payload: simulate }]);
  });
  return state;
}
