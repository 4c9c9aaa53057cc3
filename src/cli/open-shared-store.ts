// Commands look at the store beside a running server: without its lock, and without changing its tables.
import { readEnvironment } from "../environment.ts";
import type { ServerStore } from "../records/store.ts";
import { openStore } from "../store/database.ts";

/** Does `work` with the store that DATABASE_URL names, and closes it. Credentials are not needed, whatever NODE_ENV is. */
export async function withSharedStore<Result>(
  work: (store: ServerStore) => Promise<Result>,
): Promise<Result> {
  const { DATABASE_URL, LOG_LEVEL } = process.env;
  const { databaseUrl } = readEnvironment({ DATABASE_URL, LOG_LEVEL });
  const store = await openStore(databaseUrl, { shared: true });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
