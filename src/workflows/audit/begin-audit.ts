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
  /** The default branch; null where there is none, or what is followed is not on it. */
  readonly branch: string | null;
  /** Where the files and the history are not of one moment: plain sentences, for a person. */
  readonly apart: readonly string[];
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
  const followed =
    policy === undefined
      ? await chooseHistory(input, head, branch)
      : { tip: policy.commit, branch: branch?.name ?? null, apart: [] };
  const { tip, apart } = followed;
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
    branch: followed.branch,
    apart,
  };
}

type DefaultBranch = Awaited<ReturnType<Clone["defaultBranch"]>>;

interface FollowedHistory extends Pick<BegunAudit, "branch" | "apart"> {
  readonly tip: AuditedCommit;
}

/** A revision is taken at the time of its commit; at any later time the branch may have gone on. */
async function chooseHistory(
  { clone, at, asOf }: AuditInput,
  head: AuditedCommit,
  branch: DefaultBranch,
): Promise<FollowedHistory> {
  if (branch === null) return { tip: head, branch: null, apart: [] };
  const { name, tip } = branch;
  const isThere = head.sha === tip.sha;
  if (at !== "working-tree") {
    if (!isThere && (await clone.findMergeBase(head.sha, tip.sha)) !== head.sha)
      return {
        tip: head,
        branch: null,
        apart: [`${at.revision} is not on ${name}: what reached it is counted, not what reached ${name}.`],
      };
    return { tip: asOf === undefined ? head : tip, branch: name, apart: [] };
  }
  const apart: string[] = [];
  if (!isThere)
    apart.push(
      `The files on disk are not those of ${name}, which is at commit ${tip.sha.slice(0, 10)}: rules are held against the files, commits are those of ${name}.`,
    );
  if (asOf !== undefined && tip.committedAt >= asOf)
    apart.push(
      `The newest commit of ${name} has a time that is still to come (${new Date(tip.committedAt).toISOString().slice(0, 10)}): commits with such times are not counted.`,
    );
  return { tip, branch: name, apart };
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
