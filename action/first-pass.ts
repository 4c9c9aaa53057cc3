// How the first try of a pull request's security checks came out, by the same rule as the App's check run: its heads and what ran on them are
// read with the token, made facts, and folded. Nothing is written.
import { foldChanges } from "../src/core/changes/fold-changes.ts";
import type { Config } from "../src/core/config/config.ts";
import type { Fact } from "../src/core/facts/fact.ts";
import type { Sight } from "../src/core/facts/observations.ts";
import type { RepositoryState } from "../src/core/facts/repository.ts";
import { factsOfChecks, factsOfWorkflowRuns } from "../src/core/listed-history/check-facts.ts";
import { commitsToCheck, headsOf, needsOwnActivity } from "../src/core/listed-history/heads.ts";
import type {
  ListedActivity,
  ListedChecks,
  ListedPullRequest,
  ListedWorkflowRun,
} from "../src/core/listed-history/listed.ts";
import { branchRef } from "../src/core/listed-history/place.ts";
import { factsOfPullRequest } from "../src/core/listed-history/pull-request-facts.ts";
import { NotFound, PermissionError, RateLimited, Refused, Transient } from "../src/github/errors.ts";
import type { GitHubGateway, RepositoryAddress } from "../src/github/gateway.ts";
import type { Page } from "../src/github/history.ts";
import type { FirstPass } from "../src/render/action/change-summary.ts";
import { type CheckState, readCheckState } from "../src/render/check/check-state.ts";

export interface FirstPassReading {
  readonly state: FirstPass;
  /** Null: nothing could be read. */
  readonly head: CheckState | null;
  /** Why it is not known, for a person. */
  readonly why: string | null;
}

export interface FirstPassQuestion {
  readonly address: RepositoryAddress;
  readonly repository: RepositoryState;
  readonly config: Config;
  readonly number: number;
  readonly headSha: string;
  /** Milliseconds UTC. */
  readonly now: number;
}

const pullRequestPages = 4;
const activityPages = 5;
const runPages = 10;
const commitsAtOnce = 20;

export async function readFirstPass(
  github: GitHubGateway,
  question: FirstPassQuestion,
): Promise<FirstPassReading> {
  try {
    return await fold(github, question);
  } catch (error) {
    const known = [NotFound, PermissionError, RateLimited, Refused, Transient];
    if (known.some((kind) => error instanceof kind) && error instanceof Error) return unknown(error.message);
    throw error;
  }
}

export function unknown(why: string): FirstPassReading {
  return { state: "unknown", head: null, why };
}

async function fold(github: GitHubGateway, question: FirstPassQuestion): Promise<FirstPassReading> {
  const { address, repository, config, number, headSha, now } = question;
  const found = await findPullRequest(github, address, number);
  if ("unseen" in found) return unknown(found.unseen.text);
  const listed = found.seen;
  if (listed === null) return unknown(`Pull request ${number} is not among the latest that GitHub lists.`);
  const activity = needsOwnActivity(repository, listed, Number.POSITIVE_INFINITY)
    ? await readActivity(github, address, listed)
    : { activity: null, activitySince: 0 };
  const headsWith = (checks: ReadonlyMap<string, ListedChecks>) =>
    headsOf(repository, listed, { ...activity, checks });
  const wanted = [...new Set([...commitsToCheck(listed, headsWith(new Map())), headSha])];
  const checks = await readChecks(github, address, wanted);
  if ("unseen" in checks) return unknown(checks.unseen.text);
  const runs = await readRuns(github, address, listed.createdAt, now, new Set(wanted));
  const byWorkflow = config.checks.security.some(({ workflow }) => workflow !== undefined);
  if (byWorkflow && "unseen" in runs) return unknown(runs.unseen.text);
  const facts: Fact[] = [
    ...factsOfPullRequest(repository, listed, headsWith(checks.seen)),
    ...factsOfChecks(repository, [...checks.seen.values()]),
    ...factsOfWorkflowRuns(repository, "unseen" in runs ? [] : runs.seen),
  ];
  const change = foldChanges(facts, { repository, config, now }).find((one) => one.number === number) ?? null;
  const head = change?.heads.findLast(({ sha }) => sha === headSha) ?? null;
  const state = readCheckState({ change, head, headSha, mergeGroup: null });
  return { state: stateOf(state), head: state, why: null };
}

function stateOf(state: CheckState): FirstPass {
  if (state.kind !== "draft" && state.kind !== "change") return "unknown";
  const { firstTry } = state;
  if (firstTry.kind === "unknown") return "unknown";
  if (firstTry.kind === "open") return "pending";
  return firstTry.evaluation.outcome === "pass" ? "passed" : "failed";
}

/** Last updated first: one that an event has just told of stands at the front. */
async function findPullRequest(
  github: GitHubGateway,
  address: RepositoryAddress,
  number: number,
): Promise<Sight<ListedPullRequest | null>> {
  const pages = await readPages(
    (cursor) => github.listPullRequests(address, cursor),
    pullRequestPages,
    (page) => page.some((one) => one.number === number),
  );
  if ("unseen" in pages) return pages;
  return { seen: pages.seen.items.find((one) => one.number === number) ?? null };
}

async function readActivity(github: GitHubGateway, address: RepositoryAddress, listed: ListedPullRequest) {
  const query = { ref: branchRef(listed.headRef), since: listed.createdAt };
  const pages = await readPages<ListedActivity>(
    (cursor) => github.listActivity(address, query, cursor),
    activityPages,
  );
  if ("unseen" in pages) return { activity: null, activitySince: 0 };
  const { items, whole } = pages.seen;
  return { activity: items, activitySince: whole ? query.since : Math.min(...items.map(({ at }) => at)) + 1 };
}

async function readChecks(
  github: GitHubGateway,
  address: RepositoryAddress,
  shas: readonly string[],
): Promise<Sight<ReadonlyMap<string, ListedChecks>>> {
  const checks = new Map<string, ListedChecks>();
  for (let from = 0; from < shas.length; from += commitsAtOnce) {
    const sight = await github.listChecks(address, shas.slice(from, from + commitsAtOnce));
    if ("unseen" in sight) return sight;
    for (const listed of sight.seen) checks.set(listed.sha, listed);
  }
  return { seen: checks };
}

/** Attempts, and the workflows behind check suites: not seen where they are too many to be read here. */
async function readRuns(
  github: GitHubGateway,
  address: RepositoryAddress,
  since: number,
  now: number,
  shas: ReadonlySet<string>,
): Promise<Sight<ListedWorkflowRun[]>> {
  const query = { since, until: now + 1000 };
  const pages = await readPages((cursor) => github.listWorkflowRuns(address, query, cursor), runPages);
  if ("unseen" in pages) return pages;
  if (!pages.seen.whole) {
    const text = "More workflows have run since the pull request was opened than are read here.";
    return { unseen: { why: "not-available", permission: null, text } };
  }
  return { seen: pages.seen.items.filter(({ headSha }) => shas.has(headSha)) };
}

async function readPages<Item>(
  read: (cursor: string | null) => Promise<Sight<Page<Item>>>,
  most: number,
  isEnough: (items: readonly Item[]) => boolean = () => false,
): Promise<Sight<{ readonly items: Item[]; readonly whole: boolean }>> {
  const items: Item[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < most; page++) {
    const sight: Sight<Page<Item>> = await read(cursor);
    if ("unseen" in sight) return sight;
    items.push(...sight.seen.items);
    cursor = sight.seen.next;
    if (cursor === null || isEnough(sight.seen.items)) return { seen: { items, whole: cursor === null } };
  }
  return { seen: { items, whole: false } };
}
