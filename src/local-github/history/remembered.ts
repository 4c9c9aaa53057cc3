// What a repository's deliveries tell of its past, kept as GitHub itself would know it: pull requests and what happened to them,
// pushes, checks, statuses, workflow runs. The recorder fills it; routes and GraphQL answer from it. Times are milliseconds UTC.

export interface RememberedAccount {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Bot" | "Organization";
}

export interface RememberedApp {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
}

export interface RememberedLabel {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

/** The repository that a head comes from; null: it is gone. */
export type RememberedHeadRepository = {
  readonly id: number;
  readonly name: string;
  readonly owner: RememberedAccount;
} | null;

/** A pull request as one payload showed it. */
export interface PullRequestSnapshot {
  readonly title: string;
  readonly author: RememberedAccount | null;
  readonly draft: boolean;
  readonly state: "open" | "closed";
  readonly headRef: string;
  readonly headSha: string;
  readonly headRepository: RememberedHeadRepository;
  readonly baseRef: string;
  readonly baseSha: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly closedAt: number | null;
  readonly mergedAt: number | null;
  readonly mergeCommitSha: string | null;
  readonly labels: readonly RememberedLabel[];
  /** Null where the payload does not count them: a review's does not. */
  readonly commitCount: number | null;
}

/** One payload about a pull request. */
export interface PullRequestTelling {
  /** The payload's action; `reviewed` for a payload about a review. */
  readonly action: string;
  readonly at: number;
  readonly actor: RememberedAccount | null;
  /** The head before a `synchronize`. */
  readonly before: string | null;
  /** The base before an edit. */
  readonly previousBaseRef: string | null;
  readonly snapshot: PullRequestSnapshot;
}

export interface RememberedReview {
  readonly id: number;
  readonly author: RememberedAccount | null;
  /** As it was submitted; null while only its dismissal is known. */
  readonly submittedState: "approved" | "changes_requested" | "commented" | null;
  readonly submittedAt: number;
  readonly commitSha: string | null;
  readonly dismissedAt: number | null;
}

export interface RememberedPullRequest {
  readonly number: number;
  readonly id: number;
  /** By content, so that a payload that is sent twice is kept once. */
  readonly tellings: Map<string, PullRequestTelling>;
  readonly reviews: Map<number, RememberedReview>;
}

/** One change of a branch. */
export interface RememberedActivity {
  readonly id: number;
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly at: number;
  readonly kind: "push" | "force_push" | "branch_creation" | "branch_deletion";
  readonly actor: RememberedAccount | null;
}

export interface RememberedCheckRun {
  readonly id: number;
  readonly suiteId: number;
  readonly name: string;
  readonly app: RememberedApp;
  readonly externalId: string;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly status: string;
  readonly conclusion: string | null;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly detailsUrl: string | null;
  readonly htmlUrl: string | null;
}

export interface RememberedCheckSuite {
  readonly id: number;
  readonly app: RememberedApp;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly status: string;
  readonly conclusion: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Null where only its check runs have told of it. */
  readonly runCount: number | null;
}

export interface RememberedStatus {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly creator: RememberedAccount | null;
}

/** One attempt of a workflow run. */
export interface RememberedWorkflowRun {
  readonly id: number;
  readonly attempt: number;
  readonly name: string | null;
  readonly path: string;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly suiteId: number | null;
  readonly workflowId: number;
  readonly status: string;
  readonly conclusion: string | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly updatedAt: number;
  readonly headRepository: RememberedHeadRepository;
  readonly referencedWorkflows: readonly {
    readonly path: string;
    readonly sha: string;
    readonly ref?: string;
  }[];
}

/** A commit that only payloads name. */
export interface RememberedCommit {
  readonly sha: string;
  readonly message: string;
  readonly committedAt: number;
  readonly parents: readonly string[];
  /** How much its source knows of it: 0 a mention, 1 a head, 2 a push that lists it. */
  readonly rank: 0 | 1 | 2;
}

export interface RepositoryHistory {
  readonly pullRequests: Map<number, RememberedPullRequest>;
  readonly activity: Map<string, RememberedActivity>;
  readonly commits: Map<string, RememberedCommit>;
  readonly checkRuns: Map<number, RememberedCheckRun>;
  readonly checkSuites: Map<number, RememberedCheckSuite>;
  readonly statuses: Map<number, RememberedStatus>;
  /** Run id → attempt → the run as it was then. */
  readonly workflowRuns: Map<number, Map<number, RememberedWorkflowRun>>;
  /** Ids of check runs and suites and ids of statuses by commit, so that a commit is answered without looking at all. */
  readonly byCommit: Map<string, CommitIndex>;
}

export interface CommitIndex {
  readonly checkRuns: Set<number>;
  readonly checkSuites: Set<number>;
  readonly statuses: Set<number>;
}

/** Nothing has been told yet. */
export const makeHistory = (): RepositoryHistory => ({
  pullRequests: new Map(),
  activity: new Map(),
  commits: new Map(),
  checkRuns: new Map(),
  checkSuites: new Map(),
  statuses: new Map(),
  workflowRuns: new Map(),
  byCommit: new Map(),
});

/** What is known of one commit, made when it is first asked for. */
export function indexOf(history: RepositoryHistory, sha: string): CommitIndex {
  const known = history.byCommit.get(sha);
  if (known !== undefined) return known;
  const made: CommitIndex = { checkRuns: new Set(), checkSuites: new Set(), statuses: new Set() };
  history.byCommit.set(sha, made);
  return made;
}
