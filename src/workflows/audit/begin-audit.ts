// What every audit begins with: which tree is looked at, under which name, with which configuration in force.
import type { Clone, Tree } from "../../clone/clone.ts";
import { CloneError } from "../../clone/clone.ts";
import type { Config } from "../../core/config/config.ts";
import { Refused } from "../../github/errors.ts";
import { loadConfiguration } from "../configuration/load-configuration.ts";
import type { AuditedCommit, AuditInput } from "./audit.ts";
import { readClones } from "./clone-files.ts";
import { keepOwnFiles } from "./keep-files.ts";
import { keepAuditedRepository, keepOtherRepositories } from "./known-places.ts";
import { keepTemplates, type ObservedPlace } from "./observe-clone.ts";

export interface BegunAudit extends ObservedPlace {
  readonly tree: Tree;
  readonly commit: AuditedCommit;
  readonly config: Config;
  readonly configProblems: readonly string[];
  /** When the audit speaks, milliseconds UTC; what is read is read a moment before. */
  readonly asOf: number;
  /** The commit from which history is followed. */
  readonly tip: string;
  readonly branch: string | null;
}

/** The base of a change. */
export interface Policy {
  readonly tree: Tree;
  readonly commit: AuditedCommit;
}

/**
 * @param policy what Firstpass's own files are taken of, and history is followed from; absent: what is looked at.
 * @throws CloneError for a revision that is not there, or a time that is missing.
 */
export async function beginAudit(input: AuditInput, policy?: Policy): Promise<BegunAudit> {
  const { clone, store, at } = input;
  const head = at === "working-tree" ? await clone.head() : await clone.resolve(at.revision);
  if (head === null)
    throw new CloneError(`The repository in ${clone.root} has no commit yet: make one first.`);
  const asOf = input.asOf ?? secondAfter(head, at);
  const tree =
    at === "working-tree" && !clone.isBare ? await clone.readWorkingTree() : await clone.readTree(head.sha);
  const branch = await clone.defaultBranch();
  // The files on disk may be those of another branch; what reached the default branch is told by that one.
  const tip = policy?.commit ?? (at === "working-tree" ? (branch?.tip ?? head) : head);
  const fullName = nameOf(input);
  const moment = asOf - 1;
  const templates = new Map([...input.templates].map(([name, one]) => [name.toLowerCase(), one]));
  const { state, known } = await keepAuditedRepository(store, {
    ...input.repository,
    fullName,
    url: input.repository?.url ?? addressOfOrigin(clone, fullName),
    at: moment,
  });
  await keepOtherRepositories(store, state, templates.keys(), moment);
  const github = readClones({ clone, fullName, tree, templates });
  const own = policy === undefined ? github : readClones({ clone, fullName, tree: policy.tree, templates });
  const organisationProblems = await keepOwnFiles({
    store,
    github: own,
    clone,
    state,
    tip: tip.sha,
    readOwn: async (path) => readOrNull(own, { owner: state.ownerLogin, name: state.name }, path),
    organisationConfig: input.organisationConfig,
    organisationExceptions: input.organisationExceptions ?? null,
    at: moment,
  });
  const { config, problems } = await loadConfiguration(store, state.accountId, state.repositoryId);
  const place = { store, github, state, known, config, at: moment };
  await keepTemplates(place);
  return {
    ...place,
    tree,
    commit: { sha: head.sha, committedAt: head.committedAt },
    configProblems: [...new Set([...organisationProblems, ...problems])],
    asOf,
    tip: tip.sha,
    branch: branch?.name ?? null,
  };
}

function secondAfter(head: AuditedCommit, at: AuditInput["at"]): number {
  if (at === "working-tree") throw new CloneError("Say when the audit speaks.");
  return head.committedAt + 1000;
}

function nameOf({ clone, repository }: AuditInput): string {
  if (repository?.fullName !== undefined) return repository.fullName;
  if (clone.origin !== null) return clone.origin.fullName;
  const folder = (clone.root.split(/[\\/]/).pop() ?? "").replace(/\.git$/, "");
  return `local/${folder.replace(/[^A-Za-z0-9._-]/g, "-") || "repository"}`;
}

/** Empty where nothing tells it: then rows of evidence have no link. */
function addressOfOrigin({ origin }: Clone, fullName: string): string {
  return origin === null ? "" : `https://${origin.host}/${fullName}`;
}

async function readOrNull(
  github: ReturnType<typeof readClones>,
  named: { readonly owner: string; readonly name: string },
  path: string,
) {
  try {
    const address = { installationId: 1, repositoryId: 0, ...named };
    const file = await github.readFile(address, path, null);
    return file === null ? null : { path, text: file.text };
  } catch (error) {
    // Whoever reads it for good is told why.
    if (error instanceof Refused) return null;
    throw error;
  }
}
