// Reads the files that configurations extend: of active repositories of the same account alone, on the default branch, and only
// files that are named like Firstpass's own. For anything else no request is made.
import { listExtended } from "../../core/config/layers/list-extended.ts";
import {
  formatSharedAddress,
  isSharedPath,
  maximumSharedFiles,
  type SharedAddress,
  sharedKey,
} from "../../core/config/layers/shared-address.ts";
import type { ConfigFile } from "../../core/config/problem.ts";
import { readConfigFile } from "../../core/config/read-config-file.ts";
import { sharedFileKind, sharedPathOf } from "../../records/configuration-kind.ts";
import type { StoredConfiguration } from "../../records/store.ts";
import { findPlace } from "../find-place.ts";
import { type KeptReading, keepReading } from "./keep-reading.ts";
import { type ReadingServices, readFileAt, whyGone } from "./read-own-file.ts";

/** One reading of what files build upon. */
interface Pass {
  readonly services: ReadingServices;
  readonly accountId: number;
  /** Active repositories of the account by their name today, lower case. */
  readonly holders: ReadonlyMap<string, number>;
  /** Files that others extend, as they were read last. */
  readonly kept: readonly StoredConfiguration[];
  /** What was looked at, so that a circle ends. */
  readonly seen: Set<string>;
  readonly readings: KeptReading[];
}

/**
 * Reads what files build upon, as far as it was not read yet or could not be: pushes tell of the rest. Whoever saves a file does so
 * afterwards, so that it never holds without what it is built upon.
 */
export async function readExtended(
  services: ReadingServices,
  accountId: number,
  files: readonly ConfigFile[],
): Promise<readonly KeptReading[]> {
  if (files.every((file) => listExtended(file).length === 0)) return [];
  const { store } = services;
  const kept = await store.configurations.listInForce(accountId, "shared");
  const pass = { services, accountId, holders: await listHolders(services, accountId), kept };
  const readings: KeptReading[] = [];
  for (const file of files) await readBelow({ ...pass, seen: new Set(), readings }, file);
  return readings;
}

async function listHolders(
  { store }: ReadingServices,
  accountId: number,
): Promise<ReadonlyMap<string, number>> {
  const active = (await store.repositories.list(accountId)).filter((known) => known.active);
  return new Map(
    active.map(({ state }) => [`${state.ownerLogin}/${state.name}`.toLowerCase(), state.repositoryId]),
  );
}

async function readBelow(pass: Pass, file: ConfigFile): Promise<void> {
  for (const address of listExtended(file)) {
    const key = sharedKey(address);
    if (pass.seen.has(key) || pass.seen.size >= maximumSharedFiles) continue;
    pass.seen.add(key);
    const repositoryId = pass.holders.get(`${address.owner}/${address.name}`.toLowerCase());
    if (repositoryId === undefined) continue;
    const kind = sharedFileKind(address.path);
    const before = pass.kept.find((one) => one.repositoryId === repositoryId && one.kind === kind) ?? null;
    if (before !== null && before.text !== null && before.problem === null)
      await readBelow(pass, { path: before.path, text: before.text });
    else await readSharedFile(pass, { repositoryId, address, before });
  }
}

/** Reads again the files of a repository that others extend. */
export async function rereadSharedFiles(
  services: ReadingServices,
  { accountId, repositoryId }: { readonly accountId: number; readonly repositoryId: number },
): Promise<readonly KeptReading[]> {
  const kept = await services.store.configurations.listInForce(accountId, "shared");
  const own = kept.filter((one) => one.repositoryId === repositoryId);
  const known = await services.store.repositories.find(accountId, repositoryId);
  if (own.length === 0 || known === null) return [];
  const readings: KeptReading[] = [];
  const pass = { services, accountId, holders: await listHolders(services, accountId), kept, readings };
  for (const before of own) {
    const path = sharedPathOf(before.kind);
    if (path === null) continue;
    const address = { owner: known.state.ownerLogin, name: known.state.name, path };
    await readSharedFile({ ...pass, seen: new Set([sharedKey(address)]) }, { repositoryId, address, before });
  }
  return readings;
}

/** Where it may not be asked for, what is kept stands. */
async function readSharedFile(
  pass: Pass,
  file: {
    readonly repositoryId: number;
    readonly address: SharedAddress;
    readonly before: StoredConfiguration | null;
  },
): Promise<void> {
  const { services, accountId } = pass;
  const { repositoryId, address, before } = file;
  const place = await findPlace(services.store, accountId, repositoryId);
  if ("unreachable" in place || !isSharedPath(address.path)) return;
  // Under the name by which others extend it: they find it by that after the repository was renamed, too.
  const path = before?.path ?? formatSharedAddress(address);
  let found = await readFileAt(services, place.address, address.path, path);
  if (found === null && before !== null && before.text !== null)
    found = await whyGone(services, place.address, path);
  const text = found !== null && "text" in found ? { path, text: found.text } : null;
  const read = text === null ? null : readConfigFile(text);
  if (text !== null && read !== null && read.written !== null) await readBelow(pass, text);
  const kind = sharedFileKind(address.path);
  const judged = read === null ? null : { inForce: read.written !== null, problems: read.problems };
  pass.readings.push(
    await keepReading(services, { accountId, repositoryId, kind, path, found, judged, before }),
  );
}
