// Installations in memory: the newest state of each account.
import { canonicalJson } from "../core/canonical-json.ts";
import type { InstallationsTable, KnownInstallation } from "../records/store.ts";
import type { Run } from "./facts.ts";
import { copyOf, type KeptMap, keyOf } from "./kept-map.ts";

export function installationsTable(rows: KeptMap<KnownInstallation>, run: Run): InstallationsTable {
  return {
    save: (installation) =>
      run(() => {
        const key = keyOf(installation.accountId);
        const kept = rows.get(key);
        const resumedAt = kept?.resumedAt ?? null;
        if (kept === undefined || isNewer(installation, kept))
          rows.set(key, { ...copyOf(installation), resumedAt });
      }),

    resume: (accountId, at) =>
      run(() => {
        const kept = rows.get(keyOf(accountId));
        if (kept !== undefined && (kept.resumedAt === null || kept.resumedAt < at))
          rows.set(keyOf(accountId), { ...kept, resumedAt: at });
      }),

    find: (accountId) => run(() => rows.get(keyOf(accountId)) ?? null),

    list: () => run(() => rows.list().sort((a, b) => a.accountId - b.accountId)),
  };
}

/** Of two states of one moment the greater text stands, whichever is told first. */
function isNewer(
  installation: Parameters<InstallationsTable["save"]>[0],
  { resumedAt: _, ...kept }: KnownInstallation,
): boolean {
  if (installation.updatedAt !== kept.updatedAt) return installation.updatedAt > kept.updatedAt;
  return canonicalJson(installation) > canonicalJson(kept);
}
