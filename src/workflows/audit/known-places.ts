// The audited repository and those that it builds upon, as the store must know them before files can be read: under one account, which has
// no more to do with GitHub than that its name is the owner's.
import type { RepositoryState, Visibility } from "../../core/facts/repository.ts";
import type { KnownRepository, Store } from "../../records/store.ts";
import { unnamedBranch } from "../keep-repository.ts";
import type { AuditedRepository } from "./audit.ts";

/** Of one run, in a store of its own. */
export const auditedAccount = 1;
const installationId = 1;
/** While GitHub's own id is not known. */
const namelessId = 1;

export interface AuditPlace {
  readonly state: RepositoryState;
  readonly known: KnownRepository;
}

interface Told extends AuditedRepository {
  readonly fullName: string;
  readonly url: string;
  /** Milliseconds UTC. */
  readonly at: number;
}

/**
 * Topics, custom properties and the like are not in a clone: by Git's word for the default branch, groups and rules that ask for them
 * find that they are not known.
 */
export async function keepAuditedRepository(store: Store, told: Told): Promise<AuditPlace> {
  const [ownerLogin = "", name = ""] = told.fullName.split("/");
  await store.installations.save({
    installationId,
    accountId: auditedAccount,
    accountLogin: ownerLogin,
    accountType: "Organization",
    suspended: false,
    deleted: false,
    permissions: null,
    updatedAt: told.at,
  });
  const repositoryId = told.id ?? namelessId;
  const state = stateOf({ ownerLogin, name, repositoryId, ...told });
  await keep(store, state, told.at);
  const known = await store.repositories.find(auditedAccount, repositoryId);
  if (known === null) throw new Error(`${told.fullName} was not kept.`);
  return { state, known };
}

/** Repositories of the same owner that files may be read of, or asked for. */
export async function keepOtherRepositories(
  store: Store,
  audited: RepositoryState,
  fullNames: Iterable<string>,
  at: number,
): Promise<void> {
  const owner = audited.ownerLogin.toLowerCase();
  const own = `${owner}/${audited.name.toLowerCase()}`;
  const names = new Set([...fullNames].map((fullName) => fullName.toLowerCase()));
  let repositoryId = Number.MAX_SAFE_INTEGER;
  for (const fullName of [...names].sort()) {
    const [ownerLogin = "", name = ""] = fullName.split("/");
    if (ownerLogin !== owner || fullName === own) continue;
    if ((await store.repositories.findByName(fullName)) !== null) continue;
    while ((await store.repositories.find(auditedAccount, repositoryId)) !== null) repositoryId--;
    await keep(store, stateOf({ ownerLogin, name, repositoryId, url: "", at }), at);
  }
}

function stateOf(told: {
  readonly ownerLogin: string;
  readonly name: string;
  readonly repositoryId: number;
  readonly url: string;
  readonly at: number;
  readonly visibility?: Visibility;
  readonly language?: string;
  readonly properties?: NonNullable<RepositoryState["customProperties"]>;
}): RepositoryState {
  return {
    accountId: auditedAccount,
    repositoryId: told.repositoryId,
    ownerLogin: told.ownerLogin,
    name: told.name,
    visibility: told.visibility ?? "private",
    archived: false,
    fork: false,
    defaultBranch: unnamedBranch,
    language: told.language ?? null,
    topics: [],
    createdAt: null,
    url: told.url,
    templateRepository: null,
    customProperties: told.properties ?? null,
  };
}

async function keep(store: Store, state: RepositoryState, observedAt: number): Promise<void> {
  await store.repositories.observe(state, { observedAt, installationId });
  await store.repositories.setActive(state.accountId, state.repositoryId, true, observedAt);
}
