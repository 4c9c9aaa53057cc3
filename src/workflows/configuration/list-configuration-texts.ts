// The configuration texts in force that a piece of work looks through for what they name: teams, files that they extend.
import type { ConfigFile } from "../../core/config/problem.ts";
import { configFileOf } from "../../records/account-layers.ts";
import type { Store, StoredConfiguration } from "../../records/store.ts";

/** Those of an account, by two selects; with a repository those that hold for it alone. */
export async function listConfigurationTexts(
  { configurations }: Store,
  accountId: number,
  repositoryId: number | null,
): Promise<ConfigFile[]> {
  const stored: (StoredConfiguration | null)[] = await configurations.listInForce(accountId, "shared");
  if (repositoryId === null) stored.push(...(await configurations.listInForce(accountId, "configuration")));
  else
    for (const place of [null, repositoryId])
      stored.push(await configurations.find(accountId, place, "configuration"));
  return stored.flatMap((one) => configFileOf(one) ?? []);
}
