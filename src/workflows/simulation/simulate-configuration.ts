// Works out what a head's change of Firstpass's own files would do, keeps it, and has the head's check run tell it.
import { cutSimulation } from "../../core/simulation/summarise.ts";
import { jobKey, type SimulateConfigurationJob } from "../../core/work/job.ts";
import { findPlace } from "../find-place.ts";
import { JobLeaseLost, type JobOutcome, skipped } from "../job-outcome.ts";
import type { JobServices } from "../services.ts";
import { simulateChange } from "./simulate-change.ts";

/** Kept of each list: far more than a check run shows. */
const entriesKept = 200;
/** A lost lease is noticed within so many repositories. */
const repositoriesPerLeaseCheck = 50;

export async function simulateConfiguration(
  services: JobServices,
  job: SimulateConfigurationJob,
): Promise<JobOutcome> {
  const { store, now } = services;
  const { accountId, repositoryId, headSha } = job;
  const place = await findPlace(store, accountId, repositoryId);
  if ("unreachable" in place) return skipped(place.unreachable);
  const asked = await store.simulations.find(accountId, repositoryId, headSha);
  if (asked === null) return skipped("No change of configuration is known on this head.");
  if (place.known.state.visibility === "public") return skipped("The repository is public by now.");

  let count = 0;
  const goOn = async () => {
    count += 1;
    if (count % repositoriesPerLeaseCheck === 0 && !(await services.holdsLease()))
      throw new JobLeaseLost("Another worker has this simulation now.");
  };
  const { files } = asked;
  const simulation = await simulateChange(store, { holder: place.known.state, files, now: now(), goOn });
  const evaluate = { kind: "evaluate-head", accountId, repositoryId, headSha, force: false } as const;
  const kept = await store.transaction(async ({ simulations, jobs }) => {
    const result = cutSimulation(simulation, entriesKept);
    if (!(await simulations.finish({ ...asked, result }))) return false;
    await jobs.enqueue([{ key: jobKey(evaluate), kind: evaluate.kind, accountId, payload: evaluate }]);
    return true;
  });
  return kept ? { did: "recorded", reason: null } : skipped("The head's files are others by now.");
}
