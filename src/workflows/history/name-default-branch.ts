// Installation events do not name a repository's default branch, and pushes to it are told apart by its name: it is asked for once.
import type { Visibility } from "../../core/facts/repository.ts";
import { NotFound } from "../../github/errors.ts";
import type { Place } from "../find-place.ts";
import { keepRepository, unnamedBranch } from "../keep-repository.ts";
import type { JobServices } from "../services.ts";

const visibilities: readonly Visibility[] = ["public", "private", "internal"];

/** @throws NotFound when the repository is gone. */
export async function nameDefaultBranch(
  { store, github, now }: JobServices,
  place: Place,
): Promise<{ readonly defaultBranch: string }> {
  const { state } = place.known;
  if (state.defaultBranch !== unnamedBranch) return state;
  const readAt = now();
  const today = await github.findRepository(place.address.installationId, state.repositoryId);
  if (today === null) throw new NotFound(`Repository ${state.repositoryId} is not there any more.`);
  if (today.defaultBranch === undefined) return state;
  const visibility = visibilities.find((one) => one === today.visibility) ?? state.visibility;
  await keepRepository(store, place, { defaultBranch: today.defaultBranch, visibility, readAt });
  return { defaultBranch: today.defaultBranch };
}
