// What the configurations of an account's repositories are put together from, out of the store: the one way from kept texts and
// facts to layers, for ingest and for workflows. What the whole account shares is read once.
import type { Layers, SharedFile } from "../core/config/layers/layers.ts";
import { listAllExtended } from "../core/config/layers/list-extended.ts";
import {
  formatSharedAddress,
  readSharedAddress,
  type SharedAddress,
  sharedKey,
} from "../core/config/layers/shared-address.ts";
import { foldTeams, type KnownTeams, teamsOfRepository } from "../core/config/layers/teams.ts";
import type { ConfigFile } from "../core/config/problem.ts";
import type { RepositoryState } from "../core/facts/repository.ts";
import { sharedPathOf } from "./configuration-kind.ts";
import type { KnownRepository, KnownThen, Store, StoredConfiguration } from "./store.ts";

/** Rows of one select of texts: a pause after each lets others run. */
const pageRows = 500;

/** A file that others extend, as it was read last. */
export interface KeptSharedFile {
  readonly stored: StoredConfiguration;
  /** The repository that it lies in; null: not known any more. */
  readonly holder: KnownRepository | null;
  /** As people are shown it. */
  readonly address: string;
}

export interface RepositoryLayers {
  readonly layers: Layers;
  readonly organisation: StoredConfiguration | null;
  readonly repository: StoredConfiguration | null;
}

export interface AccountLayers {
  of(state: RepositoryState): Promise<RepositoryLayers>;
  /** By key, as in `Layers.shared`. */
  readonly shared: ReadonlyMap<string, KeptSharedFile>;
}

/** @param known only what was recorded before a time; what the repositories themselves are is known of today alone. */
export async function openLayers(
  store: Store,
  accountId: number,
  known: KnownThen = {},
): Promise<AccountLayers> {
  const organisation = await store.configurations.find(accountId, null, "configuration", known);
  const shared = await loadShared(store, accountId, known);
  const files = new Map<string, SharedFile>([...shared].map(([key, kept]) => [key, sharedFileOf(kept)]));
  const teams = await loadTeams(store, accountId, known);
  const findOwn = ownConfigurations(store, accountId, known);
  const explain = explainUnread(store, accountId);
  return {
    shared,
    async of(state) {
      const repository = await findOwn(state.repositoryId);
      const layers = { organisation: configFileOf(organisation), repository: configFileOf(repository) };
      for (const file of [layers.organisation, layers.repository])
        for (const [key, address] of file === null ? [] : listAllExtended(file, files)) {
          const unavailable = files.has(key) ? null : await explain(address);
          if (unavailable !== null) files.set(key, { path: formatSharedAddress(address), unavailable });
        }
      const traits = { state, teams: teamsOfRepository(teams, state.repositoryId) };
      return { layers: { ...layers, shared: files, traits }, organisation, repository };
    },
  };
}

/** Why a file that is extended was never read, for a person; null: it is about to be. */
function explainUnread(store: Store, accountId: number) {
  let active: Promise<ReadonlySet<string>> | null = null;
  return async ({ owner, name }: SharedAddress): Promise<string | null> => {
    active ??= listActiveNames(store, accountId);
    if ((await active).has(`${owner}/${name}`.toLowerCase())) return null;
    return `${owner}/${name} is no repository of this account that Firstpass may read. Give it access (install the App there, or let the token see it), or change "extends".`;
  };
}

async function listActiveNames(store: Store, accountId: number): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const { active, state } of await store.repositories.list(accountId))
    if (active) names.add(`${state.ownerLogin}/${state.name}`.toLowerCase());
  return names;
}

/** The text in force; null where there is none. */
export function configFileOf(stored: StoredConfiguration | null): ConfigFile | null {
  return stored === null || stored.text === null ? null : { path: stored.path, text: stored.text };
}

/** What is known of the account's teams. */
export async function loadTeams(store: Store, accountId: number, known: KnownThen = {}): Promise<KnownTeams> {
  return foldTeams(await store.facts.listOfAccount({ accountId, kinds: ["team-repositories"], ...known }));
}

/** By the name that its repository has today, and by the one under which it was read where no other repository has that now. */
async function loadShared(
  store: Store,
  accountId: number,
  known: KnownThen,
): Promise<ReadonlyMap<string, KeptSharedFile>> {
  const current = new Map<string, KeptSharedFile>();
  const former = new Map<string, KeptSharedFile>();
  for (const stored of await store.configurations.listInForce(accountId, "shared", known)) {
    const { repositoryId, kind } = stored;
    const path = sharedPathOf(kind);
    if (repositoryId === null || path === null) continue;
    const holder = await store.repositories.find(accountId, repositoryId);
    const readAs = readSharedAddress(stored.path);
    if (holder !== null) {
      const address = { owner: holder.state.ownerLogin, name: holder.state.name, path };
      current.set(sharedKey(address), { stored, holder, address: formatSharedAddress(address) });
    }
    if (!("refused" in readAs)) former.set(sharedKey(readAs), { stored, holder, address: stored.path });
  }
  return new Map([...former, ...current]);
}

function sharedFileOf({ stored, address }: KeptSharedFile): SharedFile {
  if (stored.text !== null) return { path: address, text: stored.text };
  const unavailable =
    stored.problem === null
      ? "there is no such file on the default branch."
      : `${outlineProblem(stored).replace(/^it cannot be read: /, "")}.`;
  return { path: address, unavailable };
}

/**
 * What is wrong with a shared file in words for other repositories: without its content, which they may not be allowed to see.
 * @returns a clause: `it has 2 errors`.
 */
export function outlineProblem({ path, problem }: StoredConfiguration): string {
  const lines = (problem ?? "").split("\n");
  const said = lines.map((line) => (line.startsWith(path) ? line.slice(path.length) : line));
  const errors = said.filter((line) => /^:\d+:\d+: /.test(line));
  // What is no error of the file is why GitHub did not give it.
  if (errors.length === 0)
    return `it cannot be read: ${said.join(" ").replace(/^: /, "").replace(/\.$/, "")}`;
  return `it has ${errors.length} ${errors.length === 1 ? "error" : "errors"}`;
}

/** One repository's file costs one small select; whoever asks for a second one is given all of them. */
function ownConfigurations(store: Store, accountId: number, known: KnownThen) {
  const found = new Map<number, Promise<StoredConfiguration | null>>();
  let all: Promise<ReadonlyMap<number, StoredConfiguration>> | null = null;
  return async (repositoryId: number): Promise<StoredConfiguration | null> => {
    const before = found.get(repositoryId);
    if (before !== undefined) return before;
    if (found.size === 0) {
      const one = store.configurations.find(accountId, repositoryId, "configuration", known);
      found.set(repositoryId, one);
      return one;
    }
    all ??= loadAll(store, accountId, known);
    return (await all).get(repositoryId) ?? null;
  };
}

async function loadAll(
  store: Store,
  accountId: number,
  known: KnownThen,
): Promise<ReadonlyMap<number, StoredConfiguration>> {
  const all = new Map<number, StoredConfiguration>();
  let page: StoredConfiguration[];
  let fromRepository = 1;
  do {
    const options = { ...known, fromRepository, limit: pageRows };
    page = await store.configurations.listInForce(accountId, "configuration", options);
    for (const stored of page) {
      if (stored.repositoryId === null) continue;
      all.set(stored.repositoryId, stored);
      fromRepository = stored.repositoryId + 1;
    }
    await new Promise((resolve) => setImmediate(resolve));
  } while (page.length === pageRows);
  return all;
}
