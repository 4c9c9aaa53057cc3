// Finds the account that a command names among those the store knows; without a name the only one.
import type { ServerStore } from "../records/store.ts";
import { CommandFailed } from "./exit.ts";

const namedAtMost = 10;

/** @throws CommandFailed naming what the store does know. */
export async function findAccountByLogin(
  store: ServerStore,
  login: string | undefined,
): Promise<{ readonly id: number; readonly login: string }> {
  const known = new Map<number, string>();
  for (const { state } of await store.repositories.listAll()) known.set(state.accountId, state.ownerLogin);
  for (const { accountId, accountLogin } of await store.installations.list())
    known.set(accountId, accountLogin);
  const accounts = [...known].map(([id, name]) => ({ id, login: name }));
  const [only] = accounts;
  if (only === undefined) throw new CommandFailed("No delivery of any account has been received.");
  const asked =
    login === undefined
      ? accounts
      : accounts.filter((account) => account.login.toLowerCase() === login.toLowerCase());
  const [found, other] = asked;
  if (found !== undefined && other === undefined) return found;
  const names = accounts.map((account) => account.login).sort();
  const more = names.length > namedAtMost ? ` and ${names.length - namedAtMost} more` : "";
  const listed = `${names.slice(0, namedAtMost).join(", ")}${more}`;
  throw new CommandFailed(
    login === undefined || other !== undefined
      ? `Say which account is meant. Known: ${listed}.`
      : `No delivery of ${login} has been received. Known: ${listed}.`,
  );
}

/** @throws CommandFailed naming those that there are. */
export function requireKnown(what: string, asked: string | undefined, known: readonly string[]): void {
  if (asked === undefined || known.includes(asked)) return;
  const shown = known.slice(0, namedAtMost).join(", ");
  const more = known.length > namedAtMost ? ` and ${known.length - namedAtMost} more` : "";
  throw new CommandFailed(
    known.length === 0
      ? `There is no ${what} ${asked}: no configuration defines one.`
      : `There is no ${what} ${asked}. Known: ${shown}${more}.`,
  );
}
