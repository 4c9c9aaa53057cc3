// An issue and a label as GitHub shows them.
import type { components } from "@octokit/openapi-types";
import type { Issue, Label, LocalState, Repository } from "../state.ts";
import { dateTime, nodeId, showAccount, showApp, showAppBot } from "./account.ts";
import { showOtherApp } from "./checks.ts";
import { fullName, repositoryUrl } from "./repository.ts";

type ShownIssue = components["schemas"]["issue"];
type ShownLabel = components["schemas"]["label"];

export function showLabel(repository: Repository, label: Label, origin: string): ShownLabel {
  return {
    id: label.id,
    node_id: nodeId("Label", label.id),
    url: `${repositoryUrl(repository, origin)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

export const authorOf = (state: LocalState, { author }: Issue, origin: string) =>
  author === undefined ? showAppBot(state, origin) : showAccount(author, origin);

function viaApp(state: LocalState, { app }: Issue, origin: string) {
  if (app === null) return null;
  return app === undefined ? showApp(state, origin) : showOtherApp(state, app, origin);
}

export function showIssue(
  state: LocalState,
  repository: Repository,
  issue: Issue,
  origin: string,
): ShownIssue {
  const url = `${repositoryUrl(repository, origin)}/issues/${issue.number}`;
  return {
    id: issue.id,
    node_id: nodeId("Issue", issue.id),
    url,
    repository_url: repositoryUrl(repository, origin),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `${origin}/${fullName(repository)}/issues/${issue.number}`,
    number: issue.number,
    state: issue.state,
    state_reason: issue.stateReason,
    title: issue.title,
    body: issue.body,
    user: authorOf(state, issue, origin),
    performed_via_github_app: viaApp(state, issue, origin),
    labels: issue.labels.map((label) => showLabel(repository, label, origin)),
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    comments: 0,
    created_at: dateTime(issue.createdAt),
    updated_at: dateTime(issue.updatedAt),
    closed_at: issue.closedAt === null ? null : dateTime(issue.closedAt),
    author_association: "NONE",
  };
}
