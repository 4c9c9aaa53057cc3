// Reads what webhooks cannot tell of a repository, part by part. What one part may not see says so in its fact and keeps no
// other from being read. All of it is kept together; what was read before a limit or an outage is kept, and the whole is read
// again later.
import { type Fact, factsOfKind } from "../../core/facts/fact.ts";
import type { ObserveRepositoryJob } from "../../core/work/job.ts";
import { Transient } from "../../github/errors.ts";
import { loadConfiguration } from "../configuration/load-configuration.ts";
import { findPlace } from "../find-place.ts";
import { type JobOutcome, skipped } from "../job-outcome.ts";
import { keepRepository } from "../keep-repository.ts";
import type { JobServices } from "../services.ts";
import { keepObservations } from "./keep-observations.ts";
import { observeCommits } from "./observe-commits.ts";
import { observeControls } from "./observe-controls.ts";
import { observeCodeScanning, observeDependabot, observeSecrets } from "./observe-findings.ts";
import { observeCodeOwners, observeCustomProperties } from "./observe-ownership.ts";
import { observeReleases } from "./observe-releases.ts";
import { observeRuleSuites } from "./observe-rule-suites.ts";
import { observeSecretPlaces } from "./observe-secret-places.ts";
import type { Observer, Visit } from "./visit.ts";

export async function observeRepository(
  services: JobServices,
  { accountId, repositoryId }: ObserveRepositoryJob,
): Promise<JobOutcome> {
  const { store, github, now, readsOnce = false } = services;
  const place = await findPlace(store, accountId, repositoryId);
  if ("unreachable" in place) return skipped(place.unreachable);
  const { address } = place;
  // First, because it alone tells a repository that is gone from a thing in it that is not there.
  const readAt = now();
  const { features, ...told } = await github.readSecurityFeatures(address);
  const { defaultBranch } = told;
  await keepRepository(store, place, { ...told, readAt });
  const { config } = await loadConfiguration(store, accountId, repositoryId);
  const visit: Visit = { store, github, now, readsOnce, place, address, defaultBranch, config };
  const read: Fact[] = [];
  const observers = [
    observeControls(features),
    observeCodeScanning,
    observeDependabot,
    observeSecrets,
    observeSecretPlaces(read),
    observeCodeOwners,
    observeCustomProperties,
    observeRuleSuites,
    observeReleases,
    observeCommits(read),
  ];
  const failure = await readParts(observers, visit, read);
  const [seen] = factsOfKind(read, "custom-properties");
  if (seen !== undefined)
    await keepRepository(store, place, { customProperties: seen.data.properties, readAt: seen.occurredAt });
  const added = await keepObservations(store, read);
  if (failure !== null) throw failure.error;
  return added === 0 ? { did: "unchanged", reason: null } : { did: "recorded", reason: null };
}

/** Puts what was read into `read`. An outage of one part says nothing of the next; whatever else fails ends the reading. */
async function readParts(
  observers: readonly Observer[],
  visit: Visit,
  read: Fact[],
): Promise<{ readonly error: unknown } | null> {
  let outage: { readonly error: Transient } | null = null;
  for (const observe of observers) {
    try {
      read.push(...(await observe(visit)));
    } catch (error) {
      if (!(error instanceof Transient)) return { error };
      outage ??= { error };
    }
  }
  return outage;
}
