// What the local GitHub knows: accounts, installations and repositories with their commits, pull requests, check runs and issues.
// Plain data; the routes read and change it, `repository.ts` builds its history.
import type { RememberedAccount, RememberedApp, RepositoryHistory } from "./history/remembered.ts";
import { makeRegistration, type Registration } from "./registration.ts";
import type { RepositorySecurity } from "./security-state.ts";

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: "Organization" | "User";
}

export type PermissionLevel = "read" | "write";

export interface Installation {
  readonly id: number;
  readonly account: Account;
  permissions: Readonly<Record<string, PermissionLevel>>;
  suspended: boolean;
  /** Repositories it was given; null: all of the account's. */
  repositoryIds: readonly number[] | null;
}

export interface Commit {
  readonly sha: string;
  readonly treeSha: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly committedAt: number;
  /** Path → blob SHA, all files of the commit. */
  readonly files: ReadonlyMap<string, string>;
}

export interface PullRequest {
  readonly number: number;
  readonly id: number;
  readonly baseRef: string;
  readonly baseSha: string;
  readonly headRef: string;
  headSha: string;
}

export interface CheckRunAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title?: string;
}

export interface CheckRun {
  readonly id: number;
  readonly headSha: string;
  readonly suiteId: number;
  name: string;
  externalId: string;
  detailsUrl: string | null;
  status: "queued" | "in_progress" | "completed";
  conclusion: CheckRunConclusion | null;
  startedAt: number;
  completedAt: number | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: CheckRunAnnotation[];
  actions: readonly { label: string; description: string; identifier: string }[];
  /** Bodies of the POST and of each PATCH, in order: what a test looks at. */
  readonly writes: unknown[];
}

export type CheckRunConclusion =
  | "action_required"
  | "cancelled"
  | "failure"
  | "neutral"
  | "success"
  | "skipped"
  | "timed_out";

export interface Label {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

export interface Issue {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  stateReason: "completed" | "not_planned" | "reopened" | null;
  labels: Label[];
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  /** Who opened it; absent: the registered app. */
  readonly author?: RememberedAccount;
  /** The app through which it was opened; absent: the registered one; null: none, a person did it. */
  readonly app?: RememberedApp | null;
}

export interface Repository {
  readonly id: number;
  readonly owner: Account;
  name: string;
  visibility: "public" | "private";
  readonly defaultBranch: string;
  readonly language: string | null;
  topics: readonly string[];
  readonly description: string;
  archived: boolean;
  hasIssues: boolean;
  readonly createdAt: number;
  pushedAt: number;
  readonly blobs: Map<string, Buffer>;
  readonly commits: Map<string, Commit>;
  readonly branches: Map<string, string>;
  /** Newest last. */
  readonly tags: Map<string, string>;
  readonly pullRequests: Map<number, PullRequest>;
  readonly checkRuns: Map<number, CheckRun>;
  readonly issues: Map<number, Issue>;
  readonly labels: Map<string, Label>;
  readonly security: RepositorySecurity;
  /** What its deliveries have told. */
  readonly history: RepositoryHistory;
}

export interface LocalApp {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
}

/** A team of an organisation, as far as it concerns repositories: nobody's membership is kept. */
export interface Team {
  readonly organisation: string;
  readonly slug: string;
  /** Repository id → what the team may do there. */
  readonly repositories: Map<number, TeamRole>;
}

export type TeamRole = "pull" | "triage" | "push" | "maintain" | "admin";

export interface LocalState {
  readonly app: LocalApp;
  readonly registration: Registration;
  readonly installations: Map<number, Installation>;
  readonly repositories: Map<number, Repository>;
  readonly teams: Team[];
  /**
   * Operations that this server does not have, as older GitHub Enterprise Servers lack some: they answer 404. By operation id;
   * `/graphql` for GraphQL.
   */
  readonly absentOperations: Set<string>;
  /** `X-GitHub-Enterprise-Version` of every answer; null: github.com, which sends none. */
  enterpriseVersion: string | null;
  /** Where links of alerts and releases lead, as in the webhooks that a story sends; null: to this server. */
  webOrigin: string | null;
  /** Milliseconds UTC of everything that GitHub dates. */
  readonly now: () => number;
  readonly nextId: () => number;
}

/** A new, empty GitHub with one app registered on it. */
export function makeState(app: LocalApp, now: () => number): LocalState {
  let last = 7_000;
  const nextId = () => {
    last += 1;
    return last;
  };
  return {
    app,
    registration: makeRegistration(),
    installations: new Map(),
    repositories: new Map(),
    teams: [],
    absentOperations: new Set(),
    enterpriseVersion: null,
    webOrigin: null,
    now,
    nextId,
  };
}

/** By `owner/name`, case-insensitive as on GitHub. */
export function findRepository(state: LocalState, fullName: string): Repository | undefined {
  const wanted = fullName.toLowerCase();
  return [...state.repositories.values()].find(
    ({ owner, name }) => `${owner.login}/${name}`.toLowerCase() === wanted,
  );
}
