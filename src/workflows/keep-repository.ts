// Keeps what a reading tells of a repository itself: the name of a default branch that no delivery has named yet, and who may
// see the repository, in case the delivery that told so was lost.
import type { Visibility } from "../core/facts/repository.ts";
import type { Store } from "../store/store.ts";
import type { Place } from "./find-place.ts";

/** Deliveries about the installation do not name a repository's default branch; ingest puts Git's own word for it. */
export const unnamedBranch = "HEAD";

/**
 * A branch's name is known besides, not later: whatever a delivery says next is newer. Another visibility holds from `readAt`,
 * milliseconds UTC.
 */
export async function keepRepository(
  store: Store,
  { known, address }: Place,
  told: { readonly defaultBranch: string; readonly visibility?: Visibility; readonly readAt?: number },
): Promise<void> {
  const { state } = known;
  const defaultBranch = state.defaultBranch === unnamedBranch ? told.defaultBranch : state.defaultBranch;
  const visibility = told.visibility ?? state.visibility;
  if (defaultBranch === state.defaultBranch && visibility === state.visibility) return;
  const besides = known.observedAt + 1;
  const observedAt = visibility === state.visibility ? besides : Math.max(besides, told.readAt ?? besides);
  await store.repositories.observe(
    { ...state, defaultBranch, visibility },
    { observedAt, installationId: address.installationId },
  );
}
