// What ingest makes of one delivery, before anything is stored: facts, what was seen of repositories and installations, work.
import type { Fact } from "../core/facts/fact.ts";
import type { RepositoryState } from "../core/facts/repository.ts";
import type { Job, ObservePavedRoadJob } from "../core/work/job.ts";
import type { Installation } from "../records/store.ts";

/** A repository as a payload showed it. */
export interface RepositoryObservation {
  readonly state: RepositoryState;
  /** GitHub's time of what was seen, milliseconds UTC; 0 where only its name was told, so that anything else is newer. */
  readonly observedAt: number;
  readonly installationId: number | null;
}

/** A repository came under the App (from then on every event of it is delivered), or left it. */
export interface RepositoryChange {
  readonly accountId: number;
  readonly repositoryId: number;
  readonly change: "added" | "removed" | "deleted" | "transferred-away";
  /** GitHub's time, milliseconds UTC. Null: GitHub gives none, and the time the delivery was received stands in for it. */
  readonly at: number | null;
}

/** An installation as a payload showed it. */
export interface InstallationObservation {
  readonly state: Installation;
  /** What it means for the repositories that are known to be under it. */
  readonly knownRepositories: "leave" | "resume" | "deactivate";
}

/** Work to queue. A null `causedAt` takes the time the delivery was received. */
export interface RequestedJob {
  readonly job: Job | (Omit<ObservePavedRoadJob, "causedAt"> & { readonly causedAt: null });
  /** How long to wait, so that a burst of events on one thing makes one job. */
  readonly afterMillis: number;
}

export interface NormalizedFacts {
  readonly outcome: "facts";
  readonly accountId: number;
  readonly installationId: number | null;
  readonly facts: readonly Fact[];
  readonly repositories: readonly RepositoryObservation[];
  readonly installation: InstallationObservation | null;
  readonly repositoryChanges: readonly RepositoryChange[];
  readonly jobs: readonly RequestedJob[];
  /** Paths of a push to the default branch that matter only if a `file` rule of the configuration names them. */
  readonly pathsForRules: readonly string[];
}

/** `reason` is for a person, and names fields, never their values: a value may be a secret. */
export type Normalized =
  | NormalizedFacts
  | { readonly outcome: "ignored"; readonly reason: string }
  | { readonly outcome: "unusable"; readonly reason: string };

export function ignored(reason: string): Normalized {
  return { outcome: "ignored", reason };
}

export function unusable(reason: string): Normalized {
  return { outcome: "unusable", reason };
}
