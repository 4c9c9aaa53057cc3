// Keeps what a reading tells of a repository itself: the name of a default branch that no delivery has named yet, who may see the
// repository, and what groups select by. A repository of which only the installation told is known by its name alone until then.
import { canonicalJson } from "../core/canonical-json.ts";
import type { RepositoryState, Visibility } from "../core/facts/repository.ts";
import { jobKey, type RequestObservationsJob } from "../core/work/job.ts";
import type { Store } from "../records/store.ts";
import type { Place } from "./find-place.ts";

/** Deliveries about the installation do not name a repository's default branch; ingest puts Git's own word for it. */
export const unnamedBranch = "HEAD";

/** What is absent was not told. */
export interface ToldRepository {
  readonly defaultBranch?: string;
  readonly visibility?: Visibility;
  readonly language?: string;
  /** Sorted. */
  readonly topics?: readonly string[];
  /** Those that have a value. */
  readonly customProperties?: NonNullable<RepositoryState["customProperties"]>;
  /** Milliseconds UTC. */
  readonly readAt: number;
}

/**
 * What nobody had told is known besides, not later: whatever a delivery says next is newer. What contradicts the last delivery holds
 * from `readAt`. Groups may have gained or lost the repository by either: what their rules look at is asked for.
 */
export async function keepRepository(
  store: Store,
  { known, address }: Pick<Place, "known" | "address">,
  told: ToldRepository,
): Promise<void> {
  const { accountId, repositoryId } = known.state;
  // As it is known now: an earlier part of the same reading may have told of it.
  const today = (await store.repositories.find(accountId, repositoryId)) ?? known;
  const { state } = today;
  const { readAt, defaultBranch, ...traits } = told;
  const unnamed = state.defaultBranch === unnamedBranch;
  const next: RepositoryState = {
    ...state,
    ...traits,
    defaultBranch: unnamed && defaultBranch !== undefined ? defaultBranch : state.defaultBranch,
  };
  const regrouped = canonicalJson(traitsOf(next)) !== canonicalJson(traitsOf(state));
  if (!regrouped && next.defaultBranch === state.defaultBranch) return;
  const besides = today.observedAt + 1;
  const contradicted = regrouped && (!unnamed || next.visibility !== state.visibility);
  await store.repositories.observe(next, {
    observedAt: contradicted ? Math.max(besides, readAt) : besides,
    installationId: address.installationId,
  });
  if (!regrouped) return;
  const job: RequestObservationsJob = { kind: "request-observations", accountId, repositoryId };
  await store.jobs.enqueue([{ key: jobKey(job), kind: job.kind, accountId, payload: job }]);
}

/** A property without a value is as good as none. */
function traitsOf({ visibility, language, topics, customProperties }: RepositoryState) {
  const properties = Object.entries(customProperties ?? {}).filter(([, value]) => value !== null);
  const known = customProperties === null ? null : Object.fromEntries(properties);
  return { visibility, language, topics, properties: known };
}
