// Finds the repository that a command names among those the store knows.
import type { KnownRepository, ServerStore } from "../records/store.ts";
import { CommandFailed } from "./exit.ts";

const NAMED_AT_MOST = 10;

/** @throws CommandFailed naming what the store does know. */
export async function findRepository(store: ServerStore, fullName: string): Promise<KnownRepository> {
  const found = await store.repositories.findByName(fullName);
  if (found) return found;
  const known = (await store.repositories.listAll()).map(({ state }) => `${state.ownerLogin}/${state.name}`);
  const shown = known.sort().slice(0, NAMED_AT_MOST).join(", ");
  const more = known.length > NAMED_AT_MOST ? ` and ${known.length - NAMED_AT_MOST} more` : "";
  throw new CommandFailed(
    known.length === 0
      ? `No delivery of ${fullName} has been received, nor of any other repository.`
      : `No delivery of ${fullName} has been received. Known: ${shown}${more}.`,
  );
}
