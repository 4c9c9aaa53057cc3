// Commands look at the store beside a running server: without its lock, and without changing its tables.
import { readEnvironment } from "../environment.ts";
import { openStore } from "../store/database.ts";
import type { Store } from "../store/store.ts";

/** Does `work` with the store that DATABASE_URL names, and closes it. Credentials are not needed, whatever NODE_ENV is. */
export async function withSharedStore<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
  const { DATABASE_URL, LOG_LEVEL } = process.env;
  const { databaseUrl } = readEnvironment({ DATABASE_URL, LOG_LEVEL });
  const store = await openStore(databaseUrl, { shared: true });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
