// Routes of how commits relate: comparisons, tags, the files that a pull request changes.
import type { components } from "@octokit/openapi-types";
import { nodeId } from "../answers/account.ts";
import { fullName, repositoryUrl, showCommit } from "../answers/repository.ts";
import { latestSnapshot } from "../history/pull-request-now.ts";
import { notFound } from "../refusal.ts";
import { ancestorsOf, resolveCommit } from "../repository.ts";
import { paginate, type Route, type RouteRequest, requireRepository } from "../route.ts";
import type { Commit, Repository } from "../state.ts";

type DiffEntry = components["schemas"]["diff-entry"];

const COMMITS_PER_COMPARISON = 250;

function newestFirst(repository: Repository, shas: Iterable<string>): Commit[] {
  const commits = [...shas].flatMap((sha) => repository.commits.get(sha) ?? []);
  return commits.sort((a, b) => b.committedAt - a.committedAt);
}

function showDiff(
  repository: Repository,
  base: Commit | undefined,
  head: Commit,
  origin: string,
): DiffEntry[] {
  const api = repositoryUrl(repository, origin);
  const html = `${origin}/${fullName(repository)}`;
  const paths = new Set([...(base?.files.keys() ?? []), ...head.files.keys()]);
  const entries: DiffEntry[] = [];
  for (const filename of [...paths].sort()) {
    const before = base?.files.get(filename);
    const after = head.files.get(filename);
    if (before === after) continue;
    const status = before === undefined ? "added" : after === undefined ? "removed" : "modified";
    entries.push({
      sha: after ?? before ?? null,
      filename,
      status,
      additions: after === undefined ? 0 : 1,
      deletions: before === undefined ? 0 : 1,
      changes: before === undefined || after === undefined ? 1 : 2,
      blob_url: `${html}/blob/${head.sha}/${filename}`,
      raw_url: `${html}/raw/${head.sha}/${filename}`,
      contents_url: `${api}/contents/${filename}?ref=${head.sha}`,
    });
  }
  return entries;
}

function mergeBase(repository: Repository, base: Commit, head: Commit): Commit | undefined {
  const ofHead = ancestorsOf(repository, head.sha);
  return newestFirst(
    repository,
    [...ancestorsOf(repository, base.sha)].filter((sha) => ofHead.has(sha)),
  )[0];
}

function compare(request: RouteRequest) {
  const repository = requireRepository(request);
  const [from = "", to = ""] = (request.parameters.basehead ?? "").split("...");
  const base = resolveCommit(repository, from);
  const head = resolveCommit(repository, to);
  if (base === undefined || head === undefined) throw notFound();
  const ofBase = ancestorsOf(repository, base.sha);
  const ofHead = ancestorsOf(repository, head.sha);
  const ahead = newestFirst(
    repository,
    [...ofHead].filter((sha) => !ofBase.has(sha)),
  ).reverse();
  const behind = [...ofBase].filter((sha) => !ofHead.has(sha)).length;
  const common = mergeBase(repository, base, head);
  if (common === undefined) throw notFound();
  const one = ahead.length > 0 ? "ahead" : "identical";
  const status = behind === 0 ? one : ahead.length > 0 ? "diverged" : "behind";
  const path = `/repos/${fullName(repository)}/compare/${from}...${to}`;
  const html = `${request.origin}/${fullName(repository)}/compare/${from}...${to}`;
  const show = (commit: Commit) => showCommit(repository, commit, request.origin);
  const paged = request.query.page !== undefined || request.query.per_page !== undefined;
  const { page, headers } = paginate(request, path, ahead);
  return {
    status: 200,
    headers: paged ? headers : {},
    body: {
      url: `${request.origin}/api/v3${path}`,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: show(base),
      merge_base_commit: show(common),
      status,
      ahead_by: ahead.length,
      behind_by: behind,
      total_commits: ahead.length,
      commits: (paged ? page : ahead.slice(0, COMMITS_PER_COMPARISON)).map(show),
      files: showDiff(repository, common, head, request.origin),
    },
  };
}

function listFiles(request: RouteRequest) {
  const repository = requireRepository(request);
  const number = Number(request.parameters.pull_number);
  const told = repository.history.pullRequests.get(number);
  const snapshot = told === undefined ? null : latestSnapshot(told);
  const pullRequest =
    repository.pullRequests.get(number) ?? (snapshot === null ? null : { ...snapshot, number });
  if (pullRequest === null) throw notFound();
  const base = resolveCommit(repository, pullRequest.baseSha);
  const head = resolveCommit(repository, pullRequest.headSha);
  if (base === undefined || head === undefined) throw notFound();
  const path = `/repos/${fullName(repository)}/pulls/${pullRequest.number}/files`;
  const files = showDiff(repository, mergeBase(repository, base, head), head, request.origin);
  const { page, headers } = paginate(request, path, files);
  return { status: 200, headers, body: page };
}

function listTags(request: RouteRequest) {
  const repository = requireRepository(request);
  const api = repositoryUrl(repository, request.origin);
  const tags = [...repository.tags].reverse().map(([name, sha]) => ({
    name,
    commit: { sha, url: `${api}/commits/${sha}` },
    zipball_url: `${api}/zipball/refs/tags/${name}`,
    tarball_url: `${api}/tarball/refs/tags/${name}`,
    node_id: nodeId(`Ref:${name}`, repository.id),
  }));
  const { page, headers } = paginate(request, `/repos/${fullName(repository)}/tags`, tags);
  return { status: 200, headers, body: page };
}

export const historyRoutes: readonly Route[] = [
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/compare/{+basehead}",
    operationId: "repos/compare-commits-with-basehead",
    auth: "installation",
    permissions: [["contents", "read"]],
    handle: compare,
  },
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/pulls/{pull_number}/files",
    operationId: "pulls/list-files",
    auth: "installation",
    permissions: [["pull_requests", "read"]],
    handle: listFiles,
  },
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/tags",
    operationId: "repos/list-tags",
    auth: "installation",
    permissions: [["metadata", "read"]],
    handle: listTags,
  },
];
