// What the workflows ask of GitHub, in the product's own words. `connect.ts` makes one from Octokit; tests bring their own.
// Every method throws the errors of `errors.ts` and nothing else of GitHub's.
import type { Sight } from "../core/facts/observations.ts";
import type { RepositoryState } from "../core/facts/repository.ts";
import type { Tree } from "../core/paved-road/tree.ts";
import type { CheckRunContent, IssueContent } from "../core/publication/content.ts";
import type { Priority } from "../core/requests/priority.ts";
import type { Access } from "./access.ts";
import type { RepositoryAddress } from "./address.ts";
import type { GitHubHistory } from "./history.ts";
import type { GitHubObservations } from "./observations.ts";

export type { Tree, TreeEntry } from "../core/paved-road/tree.ts";
export type { RepositoryAddress } from "./address.ts";

export interface ChangedFile {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: "added" | "removed" | "modified" | "renamed" | "copied" | "changed" | "unchanged";
  readonly blobSha: string | null;
}

export interface IssueReference {
  readonly number: number;
  readonly state: "open" | "closed";
  readonly body: string;
  readonly url: string;
}

/** One of ours, whoever posted it: an App, a workflow, or a person who may write to the repository. */
export interface MarkedIssue extends IssueReference {
  readonly author: { readonly login: string; readonly kind: "bot" | "person" };
}

export interface GitHubReads {
  /** Text of a file at a ref (default branch when null); null when it does not exist. Files above 1 MiB are `Refused`. */
  readFile(
    repository: RepositoryAddress,
    path: string,
    ref: string | null,
  ): Promise<{ text: string; sha: string } | null>;
  /** All paths of a commit. */
  readTree(repository: RepositoryAddress, ref: string): Promise<Tree>;
  /** Larger ones than `maximumBytes` (1 MiB) are `Refused`. */
  readBlob(repository: RepositoryAddress, sha: string, maximumBytes?: number): Promise<string>;
  /** `total_commits` between two commits. */
  countCommits(repository: RepositoryAddress, base: string, head: string): Promise<number>;
  listPullRequestFiles(repository: RepositoryAddress, number: number): Promise<ChangedFile[]>;
  /** Tags of any repository, in GitHub's order; not complete where GitHub has more than are read. */
  listTags(repository: Pick<RepositoryAddress, "installationId" | "owner" | "name">): Promise<
    Sight<{
      readonly tags: readonly { readonly name: string; readonly commitSha: string }[];
      readonly complete: boolean;
    }>
  >;
  /** Our own check run on a head, by external id; null when there is none. */
  findCheckRun(
    repository: RepositoryAddress,
    headSha: string,
    externalId: string,
  ): Promise<{ checkRunId: number } | null>;
  /** Our own weekly issue by its hidden marker; null when there is none. */
  findIssue(repository: RepositoryAddress, label: string, marker: string): Promise<IssueReference | null>;
  /** Issues of ours whose text holds `mark`, newest first, of the hundred newest; `label` null: of all, labelled or not. */
  listMarkedIssues(
    repository: RepositoryAddress,
    search: { readonly label: string | null; readonly mark: string },
  ): Promise<MarkedIssue[]>;
  /** Where a repository lives today, by id; null when it is gone. */
  findRepository(
    installationId: number,
    repositoryId: number,
  ): Promise<{
    owner: string;
    name: string;
    archived: boolean;
    hasIssues: boolean;
    visibility: string;
    defaultBranch?: string;
    /** Absent: GitHub sees none in it. */
    language?: string;
    topics?: readonly string[];
  } | null>;
}

/** A repository that was found by its name, and the account that it belongs to. */
export interface NamedRepository {
  readonly state: RepositoryState;
  /** `Organization`, `User`. */
  readonly accountType: string;
}

/** How repositories are found without an installation that lists them. */
export interface GitHubLookups {
  readonly access: Access;
  /** By its name today or a former one. Throws `NotFound` where there is none, or the token may not see it: GitHub does not tell which. */
  findRepositoryByName(owner: string, name: string): Promise<NamedRepository>;
  /**
   * All repositories of an organisation or a person that the token sees, by name; not complete where there are more than ten thousand, and
   * partial where GitHub left out some for which the token is not authorised by single sign-on.
   */
  listOwnedRepositories(owner: string): Promise<{
    readonly repositories: readonly NamedRepository[];
    readonly complete: boolean;
    readonly partial: boolean;
  }>;
}

export interface GitHubWrites {
  /** Creates the check run, annotations in pages of 50. Returns its id. */
  createCheckRun(
    repository: RepositoryAddress,
    run: { headSha: string; externalId: string; content: CheckRunContent },
  ): Promise<number>;
  updateCheckRun(repository: RepositoryAddress, checkRunId: number, content: CheckRunContent): Promise<void>;
  createIssue(repository: RepositoryAddress, content: IssueContent): Promise<number>;
  updateIssue(
    repository: RepositoryAddress,
    number: number,
    change: { title?: string; body?: string; state?: "open" | "closed" },
  ): Promise<void>;
  /** Makes the label if it is missing. */
  ensureLabel(
    repository: RepositoryAddress,
    label: { name: string; color: string; description: string },
  ): Promise<void>;
}

export type GitHubGateway = GitHubReads & GitHubWrites & GitHubObservations & GitHubHistory;

/** Also gives the same gateway with a priority of its own: what its requests wait for, and what waits for them. */
export interface PrioritizedGitHub extends GitHubGateway, GitHubLookups {
  at(priority: Priority): GitHubGateway;
}
