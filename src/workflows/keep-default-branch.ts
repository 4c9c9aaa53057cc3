// Keeps the name of a default branch that no delivery has named yet.
import type { Store } from "../store/store.ts";
import type { Place } from "./find-place.ts";

/** Deliveries about the installation do not name a repository's default branch; ingest puts Git's own word for it. */
export const unnamedBranch = "HEAD";

/** Known besides, not later: whatever a delivery says next is newer. Does nothing where a delivery has named one. */
export async function keepDefaultBranch(
  store: Store,
  { known, address }: Place,
  defaultBranch: string,
): Promise<void> {
  if (known.state.defaultBranch !== unnamedBranch) return;
  await store.repositories.observe(
    { ...known.state, defaultBranch },
    { observedAt: known.observedAt + 1, installationId: address.installationId },
  );
}
