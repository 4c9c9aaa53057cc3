// Compares where the App is installed with GitHub's own list: what was told by a delivery that was lost (installed, uninstalled,
// suspended, unsuspended, new permissions) is made good, by the same verbs as the delivery would have used.
import { canonicalJson } from "../../core/canonical-json.ts";
import type { Installation, KnownInstallation, Store } from "../../records/store.ts";
import type { WorkflowServices } from "../services.ts";
import { backfillRequest, readAnew, requestOf } from "./requested.ts";

/** An installation as `GET /app/installations` shows it. */
export interface ListedInstallation {
  readonly installationId: number;
  readonly accountId: number;
  readonly accountLogin: string;
  readonly accountType: string;
  readonly suspended: boolean;
  readonly permissions: Readonly<Record<string, string>>;
}

export interface ListedInstallations {
  readonly installations: readonly ListedInstallation[];
  /** False where there are more than were read: then none counts as gone. */
  readonly complete: boolean;
  /** When the list was asked for, milliseconds UTC. */
  readonly readAt: number;
}

export interface InstallationDrift {
  readonly installed: number;
  readonly uninstalled: number;
  readonly suspended: number;
  readonly unsuspended: number;
  readonly permissions: number;
}

type Change = keyof InstallationDrift;

/** Returns how many of each had been missed. */
export async function reconcileInstallations(
  { store, log }: Pick<WorkflowServices, "store" | "log">,
  { installations, complete, readAt }: ListedInstallations,
): Promise<InstallationDrift> {
  const drift: Record<Change, number> = {
    installed: 0,
    uninstalled: 0,
    suspended: 0,
    unsuspended: 0,
    permissions: 0,
  };
  const known = new Map((await store.installations.list()).map((one) => [one.accountId, one]));
  for (const listed of installations) {
    const change = changeOf(listed, known.get(listed.accountId) ?? null, readAt);
    if (change === null) continue;
    drift[change]++;
    await store.transaction((transaction) => makeGood(transaction, change, listed, readAt));
  }
  if (complete) {
    const there = new Set(installations.map(({ installationId }) => installationId));
    for (const one of known.values()) {
      if (one.deleted || one.updatedAt >= readAt || there.has(one.installationId)) continue;
      drift.uninstalled++;
      await store.transaction((transaction) => uninstall(transaction, one, readAt));
    }
  }
  if (Object.values(drift).some((count) => count > 0))
    log.warn({ drift }, "installations compared with GitHub: what had been missed was made good");
  return drift;
}

/** Null where the store knows it so, or was told later than the list was read. */
function changeOf(
  listed: ListedInstallation,
  known: KnownInstallation | null,
  readAt: number,
): Change | null {
  if (known === null) return "installed";
  if (known.updatedAt >= readAt) return null;
  // An account has one installation: another id is a new one.
  if (known.deleted || known.installationId !== listed.installationId) return "installed";
  if (listed.suspended !== known.suspended) return listed.suspended ? "suspended" : "unsuspended";
  const changed = canonicalJson(listed.permissions) !== canonicalJson(known.permissions ?? {});
  return changed ? "permissions" : null;
}

async function makeGood(store: Store, change: Change, listed: ListedInstallation, at: number): Promise<void> {
  const { accountId } = listed;
  await store.installations.save({ ...stateOf(listed), deleted: false, updatedAt: at });
  if (change === "suspended") return;
  const compare = requestOf({ kind: "reconcile-account", accountId, repositoryId: null });
  if (change === "installed") {
    // Which repositories are under it, the comparison finds: they are new to us.
    await store.jobs.enqueue([
      requestOf({ kind: "read-configuration", accountId, repositoryId: null }),
      compare,
    ]);
    return;
  }
  // Some events were not delivered: history begins anew, and what lies before that is read.
  await store.installations.resume(accountId, at);
  const repositories = (await store.repositories.list(accountId)).filter(({ active }) => active);
  const reading = repositories.flatMap(({ state }, index) => [
    ...readAnew(state, at, index),
    backfillRequest(state),
  ]);
  await store.jobs.enqueue([compare, ...reading]);
}

async function uninstall(store: Store, known: KnownInstallation, at: number): Promise<void> {
  const { resumedAt: _, ...state } = known;
  await store.installations.save({ ...state, deleted: true, updatedAt: at });
  for (const repository of await store.repositories.list(known.accountId)) {
    if (!repository.active || repository.installationId !== known.installationId) continue;
    const { accountId, repositoryId } = repository.state;
    await store.repositories.setActive(accountId, repositoryId, false, at);
    await store.repositories.setCoveredUntil(accountId, repositoryId, at);
  }
}

function stateOf(listed: ListedInstallation): Omit<Installation, "deleted" | "updatedAt"> {
  const { installationId, accountId, accountLogin, accountType, suspended, permissions } = listed;
  return { installationId, accountId, accountLogin, accountType, suspended, permissions };
}
