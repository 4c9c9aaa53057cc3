// All check runs and suites of one commit, by REST.
import { z } from "zod";
import type { ListedChecks } from "../../../core/listed-history/listed.ts";
import { inRepository } from "../../address.ts";
import type { Ask } from "../../ask.ts";
import type { RepositoryAddress } from "../../gateway.ts";
import { known, webUrl } from "../parts.ts";
import { listChecksOf } from "./check-lists.ts";
import { checkConclusion, checkStatus, eachOf, id, second, textOrNull } from "./parts.ts";

const app = known(z.object({ id: known(id), slug: textOrNull })).transform(
  (found) => found ?? { id: null, slug: null },
);

const runs = z.object({
  check_runs: eachOf(
    z.object({
      id,
      name: z.string(),
      external_id: known(z.string()),
      app,
      check_suite: known(z.object({ id })),
      status: checkStatus,
      conclusion: checkConclusion,
      started_at: known(second),
      completed_at: known(second),
      html_url: webUrl,
      details_url: webUrl,
    }),
  ),
});

const suites = z.object({
  check_suites: eachOf(
    z.object({
      id,
      app,
      head_branch: textOrNull,
      status: checkStatus,
      conclusion: checkConclusion,
      latest_check_runs_count: known(z.number()),
      updated_at: second,
    }),
  ),
});

/** Of a hundred: GitHub itself looks at the thousand newest suites of a commit, each of which may have many runs. */
const maximumSuitePages = 10;
const maximumRunPages = 50;

/** @throws Refused with status 422 where GitHub has no such commit. */
export async function readChecksByRest(
  ask: Ask,
  repository: RepositoryAddress,
  sha: string,
): Promise<ListedChecks> {
  const { installationId } = repository;
  const ofCommit = { ...inRepository(repository), ref: sha };
  let unusable = 0;
  const counted = <Item>(page: { items: Item[]; unusable: number }) => {
    unusable += page.unusable;
    return page.items;
  };
  const runList = await ask.pages(
    installationId,
    "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
    { ...ofCommit, filter: "all" },
    { schema: runs, items: (page) => counted(page.check_runs), maximumPages: maximumRunPages },
  );
  const suiteList = await ask.pages(
    installationId,
    "GET /repos/{owner}/{repo}/commits/{ref}/check-suites",
    ofCommit,
    { schema: suites, items: (page) => counted(page.check_suites), maximumPages: maximumSuitePages },
  );
  const { unusable: untold, ...lists } = listChecksOf(sha, {
    runs: runList.items.map((run) => ({
      id: run.id,
      suiteId: run.check_suite?.id ?? null,
      appSlug: run.app.slug,
      appId: run.app.id,
      name: run.name,
      externalId: run.external_id,
      status: run.status,
      conclusion: run.conclusion,
      startedAt: run.started_at,
      completedAt: run.completed_at,
      url: run.html_url ?? run.details_url,
    })),
    suites: suiteList.items.map((suite) => ({
      id: suite.id,
      appSlug: suite.app.slug,
      appId: suite.app.id,
      headBranch: suite.head_branch,
      status: suite.status,
      conclusion: suite.conclusion,
      latestRuns: suite.latest_check_runs_count,
      updatedAt: suite.updated_at,
    })),
  });
  const complete = runList.complete && suiteList.complete && unusable + untold === 0;
  return { sha, ...lists, statuses: [], complete };
}
