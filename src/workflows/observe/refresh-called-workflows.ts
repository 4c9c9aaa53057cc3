// Reads again what repositories call in others: workflows at refs that may have moved, and those that could not be read. What a
// commit names is read once for ever.

import type { CalledWorkflowData } from "../../core/facts/account.ts";
import { findLatestFact } from "../../core/facts/latest-fact.ts";
import type { ObservedWorkflow } from "../../core/facts/paved-road.ts";
import { calledKey, listReachedWorkflows } from "../../core/paved-road/reached-workflows.ts";
import { commitSha } from "../../core/paved-road/uses.ts";
import { hashContent } from "../hash-content.ts";
import { letOthersRun } from "../let-others-run.ts";
import type { JobServices } from "../services.ts";
import {
  type Account,
  findCalledWorkflows,
  readCalledWorkflow,
  readUnknownWorkflows,
} from "./observe-called-workflows.ts";

export interface Refreshed {
  /** Workflows that somebody calls. */
  readonly known: number;
  readonly recorded: number;
}

/** Of one repository: those that somebody was seen to call. @param repository `owner/repo` in lower case. */
export async function refreshWorkflowsOf(
  services: JobServices,
  account: Account,
  repository: string,
): Promise<Refreshed> {
  const facts = await services.store.facts.listOfAccount({
    accountId: account.accountId,
    kinds: ["called-workflow"],
    prefixes: [`called-workflow:${repository}/`],
  });
  const called = findCalledWorkflows(facts);
  return { known: called.size, recorded: await readAgain(services, account, [...called.values()]) };
}

/** All that these repositories call today; also what nobody has read yet. */
export async function refreshCalledWorkflows(
  services: JobServices,
  account: Account,
  repositoryIds: readonly number[],
): Promise<Refreshed> {
  const { store } = services;
  const { accountId, owner } = account;
  if (repositoryIds.length === 0) return { known: 0, recorded: 0 };
  const facts = await store.facts.listOfAccount({ accountId, kinds: ["called-workflow"] });
  const before = findCalledWorkflows(facts);
  const called = new Map(before);
  const reached = new Set<string>();
  let recorded = 0;
  for (const repositoryId of repositoryIds) {
    await letOthersRun();
    const workflows = await loadWorkflows(services, accountId, repositoryId);
    const unknown = await readUnknownWorkflows(services, account, workflows, called);
    for (const { data } of unknown) called.set(calledKey(data), data);
    recorded += await store.facts.append(unknown, "observation");
    for (const name of listReachedWorkflows(workflows, called, owner)) reached.add(calledKey(name));
  }
  // What was read just now is not read twice.
  const standing = [...before].flatMap(([key, data]) => (reached.has(key) ? [data] : []));
  return { known: reached.size, recorded: recorded + (await readAgain(services, account, standing)) };
}

async function readAgain(
  services: JobServices,
  account: Account,
  called: readonly CalledWorkflowData[],
): Promise<number> {
  let recorded = 0;
  for (const before of called) {
    if (commitSha.test(before.ref) && before.problem === null) continue;
    const fact = await readCalledWorkflow(services, account, before);
    if (hashContent(fact.data) === hashContent(before)) continue;
    recorded += await services.store.facts.append([fact], "observation");
  }
  return recorded;
}

async function loadWorkflows(
  { store }: JobServices,
  accountId: number,
  repositoryId: number,
): Promise<readonly ObservedWorkflow[]> {
  const newest = await store.facts.listNewest({ accountId, repositoryId, kind: "paved-road" });
  return findLatestFact(newest, "paved-road", Number.POSITIVE_INFINITY)?.data.workflows ?? [];
}
