// After a 404: has the repository another name today, or is it gone? Asked once, by its id, which never changes.
import type { Visibility } from "../core/facts/repository.ts";
import type { NotFound } from "../github/errors.ts";
import { findPlace } from "./find-place.ts";
import type { JobServices } from "./services.ts";

const visibilities: readonly Visibility[] = ["public", "private", "internal"];

/**
 * `renamed`: the new name is stored, the job can be tried again. `gone`: the repository is left alone from now on.
 * @throws the given error when the repository is where it was: then something in it is missing.
 */
export async function followRepository(
  { store, github, now }: JobServices,
  job: { readonly accountId: number; readonly repositoryId: number },
  error: NotFound,
): Promise<"renamed" | "gone"> {
  const place = await findPlace(store, job.accountId, job.repositoryId);
  if ("unreachable" in place) throw error;
  const { known, address } = place;
  const today = await github.findRepository(address.installationId, job.repositoryId);
  if (today === null) {
    await store.repositories.setActive(job.accountId, job.repositoryId, false, now());
    return "gone";
  }
  if (today.owner === address.owner && today.name === address.name) throw error;
  await store.repositories.observe(
    {
      ...known.state,
      ownerLogin: today.owner,
      name: today.name,
      archived: today.archived,
      visibility: visibilities.find((one) => one === today.visibility) ?? known.state.visibility,
      url: known.state.url.replace(/[^/]+\/[^/]+$/, `${today.owner}/${today.name}`),
    },
    { observedAt: now(), installationId: address.installationId },
  );
  return "renamed";
}
