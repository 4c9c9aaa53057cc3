// A page of pull requests by REST: the list, and of each its timeline and its commits.
import { z } from "zod";
import type { ListedPullRequest } from "../../../core/listed-history/listed.ts";
import { inRepository } from "../../address.ts";
import type { Ask } from "../../ask.ts";
import type { RepositoryAddress } from "../../gateway.ts";
import { known } from "../parts.ts";
import { account, eachOf, id, second, sha } from "./parts.ts";
import { maximumCommits, settled } from "./pull-request-events.ts";
import { readTimeline, timeline } from "./pull-request-timeline.ts";

/** Each costs two requests more: a page of twenty-five would be lost whole to the limit that its last one meets. */
const pullRequestsAtOnce = 10;
const maximumTimelinePages = 10;

const pullRequests = z.array(
  z.object({
    number: z.number().int(),
    user: account,
    draft: known(z.boolean()),
    state: z.enum(["open", "closed"]),
    head: z.object({ sha, ref: z.string(), repo: known(z.object({ id })) }),
    base: z.object({ sha, ref: z.string() }),
    merged_at: known(second),
    merge_commit_sha: known(sha),
    created_at: second,
    updated_at: second,
    closed_at: known(second),
    labels: known(z.array(z.object({ name: z.string() }))),
  }),
);
type PullRequest = z.infer<typeof pullRequests>[number];

const commits = eachOf(z.object({ sha, commit: z.object({ committer: z.object({ date: second }) }) }));

export async function readPullRequestsByRest(
  ask: Ask,
  repository: RepositoryAddress,
  page: number,
): Promise<{ items: ListedPullRequest[]; hasNext: boolean }> {
  const { data, hasNext } = await ask.page(
    repository.installationId,
    "GET /repos/{owner}/{repo}/pulls",
    {
      ...inRepository(repository),
      state: "all",
      sort: "updated",
      direction: "desc",
      per_page: pullRequestsAtOnce,
      page,
    },
    pullRequests,
  );
  const items: ListedPullRequest[] = [];
  for (const pull of data) items.push(await readWhole(ask, repository, pull));
  return { items, hasNext };
}

async function readWhole(
  ask: Ask,
  repository: RepositoryAddress,
  pull: PullRequest,
): Promise<ListedPullRequest> {
  const { installationId } = repository;
  const happened = await ask.pages(
    installationId,
    "GET /repos/{owner}/{repo}/issues/{issue_number}/timeline",
    { ...inRepository(repository), issue_number: pull.number },
    { schema: timeline, items: (page) => page, maximumPages: maximumTimelinePages },
  );
  const ofPull = { ...inRepository(repository), pull_number: pull.number };
  let unusable = 0;
  // GitHub lists 250 at most and does not say that there are more.
  const listed = await ask.pages(
    installationId,
    "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits",
    ofPull,
    {
      schema: commits,
      items: (page) => {
        unusable += page.unusable;
        return page.items;
      },
      maximumPages: 3,
    },
  );
  const commitCount =
    listed.items.length + unusable < maximumCommits
      ? listed.items.length + unusable
      : (
          await ask(
            installationId,
            "GET /repos/{owner}/{repo}/pulls/{pull_number}",
            ofPull,
            z.object({ commits: z.number() }),
          )
        ).commits;
  return settled({
    ...readPullRequest(pull),
    ...readTimeline(happened.items),
    commitCount,
    commits: listed.items
      .slice(-maximumCommits)
      .map(({ sha, commit }) => ({ sha, committedAt: commit.committer.date })),
    complete: happened.complete && unusable === 0 && commitCount <= maximumCommits,
  });
}

function readPullRequest(pull: PullRequest) {
  const merged = pull.merged_at !== null;
  return {
    number: pull.number,
    authorId: pull.user.id,
    authorLogin: pull.user.login,
    authorType: pull.user.type,
    draft: pull.draft ?? false,
    state: pull.state,
    headSha: pull.head.sha,
    headRef: pull.head.ref,
    headRepositoryId: pull.head.repo?.id ?? null,
    baseRef: pull.base.ref,
    baseSha: pull.base.sha,
    merged,
    // Before the merge GitHub puts the SHA of a trial merge here.
    mergeCommitSha: merged ? pull.merge_commit_sha : null,
    createdAt: pull.created_at,
    updatedAt: pull.updated_at,
    closedAt: pull.closed_at,
    labels: (pull.labels ?? []).map(({ name }) => name),
  };
}
