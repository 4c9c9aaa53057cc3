// What ran on up to twenty commits, in one request of GraphQL.
import { z } from "zod";
import type { ListedChecks } from "../../../core/listed-history/listed.ts";
import type { Ask } from "../../ask.ts";
import type { RepositoryAddress } from "../../gateway.ts";
import { known, webUrl } from "../parts.ts";
import { type FoundRun, type FoundSuite, listChecksOf } from "./check-lists.ts";
import { checkConclusion, checkStatus, id, second, textOrNull } from "./parts.ts";

export const commitsAtOnce = 20;

/** A commit with more suites, or a suite with more runs, is read by REST. */
const suitesPerCommit = 25;
const runsPerSuite = 100;

/** The query for so many commits: `$c0`, `$c1`, … are their SHAs. */
export function commitsQuery(count: number): string {
  const numbers = Array.from({ length: count }, (_, number) => number);
  return `query (${["$owner: String!", "$name: String!", ...numbers.map((n) => `$c${n}: GitObjectID!`)].join(", ")}) {
  repository(owner: $owner, name: $name) {
${numbers.map((n) => `    c${n}: object(oid: $c${n}) { ...checks }`).join("\n")}
  }
}
fragment checks on Commit {
  oid
  status { state }
  checkSuites(first: ${suitesPerCommit}) {
    pageInfo { hasNextPage }
    nodes {
      databaseId
      app { databaseId slug }
      branch { name }
      status
      conclusion
      updatedAt
      latest: checkRuns(first: 1, filterBy: { checkType: LATEST }) { totalCount }
      checkRuns(first: ${runsPerSuite}, filterBy: { checkType: ALL }) {
        pageInfo { hasNextPage }
        nodes { databaseId name externalId status conclusion startedAt completedAt url detailsUrl }
      }
    }
  }
}`;
}

const pageInfo = z.object({ hasNextPage: z.boolean() });

const checkRun = z.object({
  databaseId: id,
  name: z.string(),
  externalId: known(z.string()),
  status: checkStatus,
  conclusion: checkConclusion,
  startedAt: known(second),
  completedAt: known(second),
  url: webUrl,
  detailsUrl: webUrl,
});

const checkSuite = z.object({
  databaseId: id,
  app: known(z.object({ databaseId: known(id), slug: textOrNull })),
  branch: known(z.object({ name: textOrNull })),
  status: checkStatus,
  conclusion: checkConclusion,
  updatedAt: second,
  latest: z.object({ totalCount: z.number() }),
  checkRuns: z.object({ pageInfo, nodes: z.array(checkRun) }),
});

const commit = z.object({
  oid: z.string(),
  status: z.object({ state: z.string() }).nullable(),
  // Whatever cannot be understood, or has no number, is read by REST, which tells it in other words.
  checkSuites: known(z.object({ pageInfo, nodes: z.array(checkSuite) })),
});

/** A tag or a tree of that name has no `oid` here. */
const answer = z.object({
  repository: z.record(z.string(), z.union([commit, z.object({ oid: z.undefined().optional() }), z.null()])),
});

export interface AskedCommit {
  readonly sha: string;
  readonly hasStatuses: boolean;
  /** Null: not all of it was told. */
  readonly checks: ListedChecks | null;
}

/** @param shas `commitsAtOnce` at most; one that GitHub does not have is left out. */
export async function askCommits(
  ask: Ask,
  repository: RepositoryAddress,
  shas: readonly string[],
): Promise<AskedCommit[]> {
  const names = Object.fromEntries(shas.map((sha, number) => [`c${number}`, sha]));
  const { owner, name, installationId } = repository;
  const query = commitsQuery(shas.length);
  const { repository: found } = await ask.graphql(installationId, query, { owner, name, ...names }, answer);
  return shas.flatMap((sha, number) => {
    const own = found[`c${number}`];
    if (own === null || own?.oid === undefined) return [];
    return [{ sha, hasStatuses: own.status !== null, checks: readChecks(sha, own.checkSuites) }];
  });
}

function readChecks(sha: string, suites: z.infer<typeof commit>["checkSuites"]): ListedChecks | null {
  if (suites === null || suites.pageInfo.hasNextPage) return null;
  if (suites.nodes.some((suite) => suite.checkRuns.pageInfo.hasNextPage)) return null;
  const { unusable, ...lists } = listChecksOf(sha, {
    suites: suites.nodes.map(readSuite),
    runs: suites.nodes.flatMap((suite) => suite.checkRuns.nodes.map((run) => readRun(suite, run))),
  });
  return { sha, ...lists, statuses: [], complete: unusable === 0 };
}

function readSuite(suite: z.infer<typeof checkSuite>): FoundSuite {
  return {
    id: suite.databaseId,
    appSlug: suite.app?.slug ?? null,
    appId: suite.app?.databaseId ?? null,
    headBranch: suite.branch?.name ?? null,
    status: suite.status,
    conclusion: suite.conclusion,
    latestRuns: suite.latest.totalCount,
    updatedAt: suite.updatedAt,
  };
}

function readRun(suite: z.infer<typeof checkSuite>, run: z.infer<typeof checkRun>): FoundRun {
  return {
    id: run.databaseId,
    suiteId: suite.databaseId,
    appSlug: suite.app?.slug ?? null,
    appId: suite.app?.databaseId ?? null,
    name: run.name,
    externalId: run.externalId,
    status: run.status,
    conclusion: run.conclusion,
    startedAt: run.startedAt,
    completedAt: run.completedAt,
    url: run.url ?? run.detailsUrl,
  };
}
