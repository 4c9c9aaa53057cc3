// A check run as GitHub shows it.
import type { components } from "@octokit/openapi-types";
import type { CheckRun, LocalState, Repository } from "../state.ts";
import { dateTime, nodeId, showApp } from "./account.ts";
import { fullName, repositoryUrl } from "./repository.ts";

type ShownCheckRun = components["schemas"]["check-run"];

export function showCheckRun(
  state: LocalState,
  repository: Repository,
  checkRun: CheckRun,
  origin: string,
): ShownCheckRun {
  const repositoryApi = repositoryUrl(repository, origin);
  const url = `${repositoryApi}/check-runs/${checkRun.id}`;
  const branch = { id: repository.id, url: repositoryApi, name: repository.name };
  const open = [...repository.pullRequests.values()].filter(({ headSha }) => headSha === checkRun.headSha);
  return {
    id: checkRun.id,
    node_id: nodeId("CheckRun", checkRun.id),
    head_sha: checkRun.headSha,
    external_id: checkRun.externalId,
    name: checkRun.name,
    url,
    html_url: `${origin}/${fullName(repository)}/runs/${checkRun.id}`,
    details_url: checkRun.detailsUrl,
    status: checkRun.status,
    conclusion: checkRun.conclusion,
    started_at: dateTime(checkRun.startedAt),
    completed_at: checkRun.completedAt === null ? null : dateTime(checkRun.completedAt),
    output: {
      title: checkRun.title,
      summary: checkRun.summary,
      text: checkRun.text,
      annotations_count: checkRun.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: checkRun.suiteId },
    app: showApp(state, origin),
    pull_requests: open.map((pullRequest) => ({
      id: pullRequest.id,
      number: pullRequest.number,
      url: `${repositoryApi}/pulls/${pullRequest.number}`,
      head: { ref: pullRequest.headRef, sha: pullRequest.headSha, repo: branch },
      base: { ref: pullRequest.baseRef, sha: pullRequest.baseSha, repo: branch },
    })),
  };
}
