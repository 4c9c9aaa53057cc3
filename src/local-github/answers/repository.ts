// A repository and its commits as GitHub shows them.
import type { components } from "@octokit/openapi-types";
import type { KnownCommit } from "../history/commits.ts";
import type { Repository } from "../state.ts";
import { dateTime, nodeId, showAccount } from "./account.ts";

type FullRepository = components["schemas"]["full-repository"];
type ShownCommit = components["schemas"]["commit"];

export const fullName = ({ owner, name }: Repository): string => `${owner.login}/${name}`;

export const repositoryUrl = (repository: Repository, origin: string): string =>
  `${origin}/api/v3/repos/${fullName(repository)}`;

export function showRepository(repository: Repository, origin: string): FullRepository {
  const url = repositoryUrl(repository, origin);
  const html = `${origin}/${fullName(repository)}`;
  const open = [...repository.issues.values()].filter(({ state }) => state === "open").length;
  return {
    id: repository.id,
    node_id: nodeId("Repository", repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.visibility !== "public",
    visibility: repository.visibility,
    owner: showAccount(repository.owner, origin),
    html_url: html,
    description: repository.description,
    fork: false,
    url,
    archive_url: `${url}/{archive_format}{/ref}`,
    assignees_url: `${url}/assignees{/user}`,
    blobs_url: `${url}/git/blobs{/sha}`,
    branches_url: `${url}/branches{/branch}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    comments_url: `${url}/comments{/number}`,
    commits_url: `${url}/commits{/sha}`,
    compare_url: `${url}/compare/{base}...{head}`,
    contents_url: `${url}/contents/{+path}`,
    contributors_url: `${url}/contributors`,
    deployments_url: `${url}/deployments`,
    downloads_url: `${url}/downloads`,
    events_url: `${url}/events`,
    forks_url: `${url}/forks`,
    git_commits_url: `${url}/git/commits{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    git_url: `git://${new URL(origin).host}/${fullName(repository)}.git`,
    hooks_url: `${url}/hooks`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    issue_events_url: `${url}/issues/events{/number}`,
    issues_url: `${url}/issues{/number}`,
    keys_url: `${url}/keys{/key_id}`,
    labels_url: `${url}/labels{/name}`,
    languages_url: `${url}/languages`,
    merges_url: `${url}/merges`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    pulls_url: `${url}/pulls{/number}`,
    releases_url: `${url}/releases{/id}`,
    ssh_url: `git@${new URL(origin).hostname}:${fullName(repository)}.git`,
    stargazers_url: `${url}/stargazers`,
    statuses_url: `${url}/statuses/{sha}`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    svn_url: html,
    tags_url: `${url}/tags`,
    teams_url: `${url}/teams`,
    trees_url: `${url}/git/trees{/sha}`,
    clone_url: `${html}.git`,
    mirror_url: null,
    homepage: null,
    language: repository.language,
    topics: [...repository.topics],
    custom_properties: Object.fromEntries(repository.security.properties),
    license: null,
    default_branch: repository.defaultBranch,
    archived: repository.archived,
    disabled: false,
    has_issues: repository.hasIssues,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: false,
    has_discussions: false,
    forks: 0,
    forks_count: 0,
    open_issues: open,
    open_issues_count: open,
    size: repository.blobs.size,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    network_count: 0,
    subscribers_count: 0,
    pushed_at: dateTime(repository.pushedAt),
    created_at: dateTime(repository.createdAt),
    updated_at: dateTime(repository.pushedAt),
  };
}

export function showCommit(repository: Repository, commit: KnownCommit, origin: string): ShownCommit {
  const url = `${repositoryUrl(repository, origin)}/commits/${commit.sha}`;
  const html = `${origin}/${fullName(repository)}/commit/${commit.sha}`;
  const person = { name: "Local", email: "local@example.invalid", date: dateTime(commit.committedAt) };
  return {
    url,
    sha: commit.sha,
    node_id: nodeId(commit.sha, repository.id),
    html_url: html,
    comments_url: `${url}/comments`,
    commit: {
      url: url.replace("/commits/", "/git/commits/"),
      author: person,
      committer: person,
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.treeSha, url: `${repositoryUrl(repository, origin)}/git/trees/${commit.treeSha}` },
    },
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: url.replace(commit.sha, sha),
      html_url: html.replace(commit.sha, sha),
    })),
  };
}
