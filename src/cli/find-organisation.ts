// Finds the repository that holds an organisation's own files, among those that the store knows.
import { organisationRepositories } from "../core/exceptions/file-address.ts";
import type { KnownRepository, ServerStore } from "../records/store.ts";
import { CommandFailed } from "./exit.ts";

/**
 * The one in which the file in force was found; else the first that may hold it; where Firstpass is installed on neither, such
 * a repository as it would be.
 *
 * @throws CommandFailed when no repository of the account is known.
 */
export async function findOrganisation(store: ServerStore, login: string): Promise<KnownRepository> {
  const all = await store.repositories.listAll();
  const own = all.filter(({ state }) => state.ownerLogin.toLowerCase() === login.toLowerCase());
  const [any] = own;
  if (any === undefined) {
    const known = [...new Set(all.map(({ state }) => state.ownerLogin))].sort();
    const named = known.length === 0 ? "nor of any other account" : `Known: ${known.slice(0, 10).join(", ")}`;
    throw new CommandFailed(`No delivery of a repository of ${login} has been received. ${named}.`);
  }
  const inForce = await store.configurations.find(any.state.accountId, null, "configuration");
  const [, inside] = inForce?.path.split("/") ?? [];
  const names = [...(inside === undefined ? [] : [inside]), ...organisationRepositories];
  const found = names.flatMap((name) => own.find(({ state }) => state.name === name) ?? []);
  const [name = ".github"] = names;
  return found[0] ?? { ...any, state: { ...any.state, repositoryId: 0, name } };
}
