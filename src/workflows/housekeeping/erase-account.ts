// Erases an account: on request, or some time after the App was uninstalled there.
import type { Logger } from "pino";
import type { ErasedRows, ServerStore, Tenant } from "../../records/store.ts";

const DAY_MILLIS = 24 * 60 * 60 * 1000;

/** A job in hand may write a little after its rows were erased: then they are erased once more. */
const MAX_PASSES = 10;

export interface Erased {
  /** By table, summed up. */
  readonly rows: ErasedRows;
  /** False: something still writes rows of the account. */
  readonly nothingLeft: boolean;
}

/** Erases until nothing is found any more. @param known further names and installations of the account. */
export async function eraseAccount(
  store: ServerStore,
  accountId: number,
  known: Partial<Pick<Tenant, "logins" | "installationIds">> = {},
): Promise<Erased> {
  const tenant = await tenantOf(store, accountId, known);
  const rows: Record<string, number> = {};
  for (let pass = 1; pass <= MAX_PASSES; pass++) {
    const erased = await store.erasure.erase(tenant);
    for (const [table, count] of Object.entries(erased)) rows[table] = (rows[table] ?? 0) + count;
    if (Object.values(erased).every((count) => count === 0)) return { rows, nothingLeft: true };
  }
  return { rows, nothingLeft: false };
}

/** Read before anything is erased: afterwards nobody knows. */
async function tenantOf(
  store: ServerStore,
  accountId: number,
  known: Partial<Pick<Tenant, "logins" | "installationIds">>,
): Promise<Tenant> {
  const installation = await store.installations.find(accountId);
  const repositories = await store.repositories.list(accountId);
  const logins = [
    ...(known.logins ?? []),
    ...(installation === null ? [] : [installation.accountLogin]),
    ...repositories.map(({ state }) => state.ownerLogin),
  ];
  const installationIds = [
    ...(known.installationIds ?? []),
    ...(installation === null ? [] : [installation.installationId]),
    ...repositories.map(({ installationId }) => installationId),
  ].filter((id) => id !== null);
  return {
    accountId,
    logins: [...new Set(logins.filter((login) => login !== ""))],
    installationIds: [...new Set(installationIds)],
  };
}

/** Erases every account that uninstalled the App at least `days` ago. Returns how many. */
export async function eraseDeparted(
  { store, log }: { readonly store: ServerStore; readonly log: Pick<Logger, "info"> },
  days: number,
): Promise<number> {
  const before = (await store.now()) - days * DAY_MILLIS;
  const departed = (await store.installations.list()).filter(
    ({ deleted, updatedAt }) => deleted && updatedAt <= before,
  );
  for (const { accountId } of departed) {
    const { rows, nothingLeft } = await eraseAccount(store, accountId);
    log.info({ accountId, rows, nothingLeft }, "an account was erased");
  }
  return departed.length;
}
