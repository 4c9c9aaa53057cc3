// What is read of a repository's past: lists, page by page, newest first, so that a reading can stop and go on. What GitHub refuses is
// a sight that says why; limits, time-outs and a repository that is gone are errors, as everywhere.
import type { Sight } from "../core/facts/observations.ts";
import type {
  ListedActivity,
  ListedChecks,
  ListedCommit,
  ListedPullRequest,
  ListedWorkflowRun,
} from "../core/listed-history/listed.ts";
import type { RepositoryAddress } from "./address.ts";

/** A part of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Asks for the rest; null at the end. It means something to the list that gave it only. */
  readonly next: string | null;
}

/** A repository as a list of its installation shows it: enough to tell whether anything has happened since. */
export interface SurveyedRepository {
  readonly repositoryId: number;
  readonly accountId: number;
  readonly owner: string;
  readonly name: string;
  readonly visibility: "public" | "private" | "internal";
  readonly archived: boolean;
  readonly defaultBranch: string;
  /** Its page: `html_url`. */
  readonly url: string;
  /** Milliseconds UTC of the last push to any branch; null: never. */
  readonly pushedAt: number | null;
  /** When a pull request last changed, milliseconds UTC; 0: there is none; null: not known, so it must be looked. */
  readonly pullRequestsUpdatedAt: number | null;
}

export interface GitHubHistory {
  /** Pull requests into any branch, last updated first. A page has 25 at most. */
  listPullRequests(
    repository: RepositoryAddress,
    cursor: string | null,
  ): Promise<Sight<Page<ListedPullRequest>>>;
  /** Changes of all branches, or of one (`refs/heads/…`), newest first; of the last year at most. */
  listActivity(
    repository: RepositoryAddress,
    query: { readonly ref: string | null; readonly since: number },
    cursor: string | null,
  ): Promise<Sight<Page<ListedActivity>>>;
  /** Commits of a branch with a committer's time in `[since, until)`, newest first. */
  listCommits(
    repository: RepositoryAddress,
    query: { readonly branch: string; readonly since: number; readonly until: number },
    cursor: string | null,
  ): Promise<Sight<Page<ListedCommit>>>;
  /** What ran on each of the commits; twenty at most. A commit that GitHub does not have is left out. */
  listChecks(repository: RepositoryAddress, shas: readonly string[]): Promise<Sight<readonly ListedChecks[]>>;
  /** Runs that were created in `[since, until)`, every attempt, newest first. Where GitHub gives no more than a thousand, `next` goes on before the oldest. */
  listWorkflowRuns(
    repository: RepositoryAddress,
    query: { readonly since: number; readonly until: number },
    cursor: string | null,
  ): Promise<Sight<Page<ListedWorkflowRun>>>;
  /** All repositories of the installation, a hundred a page. */
  surveyRepositories(installationId: number, cursor: string | null): Promise<Page<SurveyedRepository>>;
}
