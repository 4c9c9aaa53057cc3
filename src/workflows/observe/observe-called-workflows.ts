// Reads the reusable workflows of other repositories that stand behind a repository's own, as far as nobody has read them yet.
// They are facts of the account: one reading serves all who call them.
import type { CalledWorkflowData, CalledWorkflowFact } from "../../core/facts/account.ts";
import { accountWide } from "../../core/facts/account.ts";
import { type Fact, factsOfKind } from "../../core/facts/fact.ts";
import { latestBySubject } from "../../core/facts/latest-fact.ts";
import type { ObservedWorkflow } from "../../core/facts/paved-road.ts";
import { calledWorkflowSubject } from "../../core/facts/subjects.ts";
import { parseWorkflow } from "../../core/paved-road/parse-workflow.ts";
import { isWorkflowPath } from "../../core/paved-road/paths.ts";
import { type CalledName, calledKey, listReachedWorkflows } from "../../core/paved-road/reached-workflows.ts";
import type { Access } from "../../github/access.ts";
import { PermissionError, Refused } from "../../github/errors.ts";
import type { GitHubReads, RepositoryAddress } from "../../github/gateway.ts";
import type { Store } from "../../records/store.ts";

/** Workflows that are read for one repository at most, which is all that GitHub would run. */
const mostRead = 50;

/** What the ledger says of called workflows today, by `calledKey`. */
export type CalledWorkflows = ReadonlyMap<string, CalledWorkflowData>;

/** The last word on each, of facts of any kind and time. */
export function findCalledWorkflows(facts: readonly Fact[]): Map<string, CalledWorkflowData> {
  const standing = latestBySubject(factsOfKind(facts, "called-workflow"), Number.POSITIVE_INFINITY);
  return new Map(standing.map(({ data }) => [calledKey(data), data]));
}

export interface CallServices {
  readonly store: { readonly repositories: Pick<Store["repositories"], "findByName"> };
  /** A token has no list of repositories that it may read: GitHub is asked. */
  readonly github: Pick<GitHubReads, "readFile"> & { readonly access?: Access };
  /** Milliseconds UTC. */
  readonly now: () => number;
}

export interface Account {
  readonly accountId: number;
  readonly installationId: number;
  /** Its login. */
  readonly owner: string;
}

/**
 * Facts of the workflows behind `workflows` that `known` (by `calledKey`) does not tell of. An installation asks only active repositories of the
 * account, a token all of the account that it may see; others' workflows get the reason why they cannot be followed.
 */
export async function readUnknownWorkflows(
  services: CallServices,
  account: Account,
  workflows: readonly ObservedWorkflow[],
  known: CalledWorkflows,
): Promise<CalledWorkflowFact[]> {
  const called = new Map(known);
  const read: CalledWorkflowFact[] = [];
  while (read.length < mostRead) {
    const unknown = listReachedWorkflows(workflows, called, account.owner).find(
      (name) => !called.has(calledKey(name)),
    );
    if (unknown === undefined) break;
    const fact = await readCalledWorkflow(services, account, unknown);
    called.set(calledKey(unknown), fact.data);
    read.push(fact);
  }
  return read;
}

/** Reads it as it is today. What cannot be read is told as well: it stands until it is asked for again. */
export async function readCalledWorkflow(
  services: CallServices,
  { accountId, installationId }: Account,
  name: CalledName,
): Promise<CalledWorkflowFact> {
  const occurredAt = services.now();
  const data = { ...name, ...(await readContent(services, accountId, installationId, name)) };
  const subject = calledWorkflowSubject(data);
  return { kind: "called-workflow", accountId, repositoryId: accountWide, subject, occurredAt, data };
}

/** Parsers quote the text, and it is told in repositories whose readers may not be allowed to see it. */
function withoutContent(problem: string): string {
  return problem.replace(/^(Not valid YAML at line \d+): .*$/s, "$1.");
}

async function readContent(
  { store, github }: CallServices,
  accountId: number,
  installationId: number,
  { target, ref }: CalledName,
): Promise<Omit<CalledWorkflowData, "target" | "ref">> {
  const unread = (problem: string) => ({ triggers: [], uses: [], problem });
  const [owner = "", name = "", ...parts] = target.split("/");
  const path = parts.join("/");
  // Whoever writes `uses` must not have other files of other repositories read.
  if (!isWorkflowPath(path)) return unread(`${path} is no workflow: GitHub runs those of .github/workflows.`);
  const byName = (github.access ?? "installation") !== "installation";
  const repository = await store.repositories.findByName(`${owner}/${name}`);
  const isActive = repository !== null && repository.state.accountId === accountId && repository.active;
  if (!isActive && !byName) return unread(`Firstpass is not installed on ${owner}/${name}.`);
  const address: RepositoryAddress = isActive
    ? {
        installationId,
        repositoryId: repository.state.repositoryId,
        owner: repository.state.ownerLogin,
        name: repository.state.name,
      }
    : { installationId, repositoryId: 0, owner, name };
  try {
    const file = await github.readFile(address, path, ref);
    if (file === null) {
      const hidden = byName ? ", or the token may not see it" : "";
      return unread(`There is no ${path} at ${ref} in ${owner}/${name}${hidden}.`);
    }
    const { triggers, uses, problem } = parseWorkflow(path, file.text);
    return { triggers, uses, problem: problem === null ? null : withoutContent(problem) };
  } catch (error) {
    if (!(error instanceof PermissionError) && !(error instanceof Refused)) throw error;
    return unread(error.message);
  }
}
