// Commits in GraphQL, with the checks and statuses on them.
import { dateTime, nodeId } from "../answers/account.ts";
import { fullName } from "../answers/repository.ts";
import {
  checkSuitesOn,
  latestOf,
  type RunOnCommit,
  type SuiteOnCommit,
  statusesOn,
} from "../history/checks-on.ts";
import { findCommit, type KnownCommit, lineOf, tipOf } from "../history/commits.ts";
import type { RememberedStatus } from "../history/remembered.ts";
import type { Repository } from "../state.ts";
import { showActor, showApp } from "./accounts.ts";
import { connect, type PageArguments } from "./connection.ts";
import { type GraphQLContext, refusal, requirePermission } from "./refusals.ts";

interface CheckRunFilter {
  readonly appId?: number | null;
  readonly checkName?: string | null;
  readonly checkType?: "ALL" | "LATEST" | null;
  readonly conclusions?: readonly string[] | null;
  readonly status?: string | null;
  readonly statuses?: readonly string[] | null;
}

const upper = (word: string | null): string | null => word?.toUpperCase() ?? null;
const timeOrNull = (at: number | null): string | null => (at === null ? null : dateTime(at));

function showCheckRun({ origin }: GraphQLContext, repository: Repository, run: RunOnCommit) {
  const permalink = run.htmlUrl ?? `${origin}/${fullName(repository)}/runs/${run.id}`;
  return {
    __typename: "CheckRun",
    id: nodeId("CheckRun", run.id),
    databaseId: run.id,
    name: run.name,
    externalId: run.externalId,
    status: upper(run.status),
    conclusion: upper(run.conclusion),
    startedAt: timeOrNull(run.startedAt),
    completedAt: timeOrNull(run.completedAt),
    permalink,
    url: permalink,
    detailsUrl: run.detailsUrl,
    title: run.own?.title ?? null,
    summary: run.own?.summary ?? null,
    text: run.own?.text ?? null,
  };
}

function fits(run: RunOnCommit, filter: CheckRunFilter): boolean {
  const { appId = null, checkName = null, conclusions = null, status = null, statuses = null } = filter;
  return (
    (appId === null || run.app.id === appId) &&
    (checkName === null || run.name === checkName) &&
    (conclusions === null || conclusions.includes(upper(run.conclusion) ?? "")) &&
    (status === null || upper(run.status) === status) &&
    (statuses === null || statuses.includes(upper(run.status) ?? ""))
  );
}

/** A branch is a ref, and a ref that is deleted is gone: also where REST still names it. */
function showBranch(repository: Repository, suite: SuiteOnCommit) {
  const { headBranch } = suite;
  if (headBranch === null || tipOf(repository, headBranch) === undefined) return null;
  return { name: headBranch, prefix: "refs/heads/" };
}

function showSuite(context: GraphQLContext, repository: Repository, suite: SuiteOnCommit) {
  return {
    id: nodeId("CheckSuite", suite.id),
    databaseId: suite.id,
    status: upper(suite.status),
    conclusion: upper(suite.conclusion),
    createdAt: dateTime(suite.createdAt),
    updatedAt: dateTime(suite.updatedAt),
    branch: () => showBranch(repository, suite),
    app: showApp(suite.app, context.origin),
    commit: () => showCommit(context, repository, suite.headSha),
    checkRuns: (asked: PageArguments & { readonly filterBy?: CheckRunFilter | null }) => {
      const filter = asked.filterBy ?? {};
      const runs = suite.runs.filter((run) => fits(run, filter));
      const shown = (filter.checkType ?? "LATEST") === "LATEST" ? latestOf(runs) : runs;
      const show = (run: RunOnCommit) => showCheckRun(context, repository, run);
      return connect("checkRuns", asked, shown, ({ id }) => [0, id], show);
    },
  };
}

function showContext({ origin }: GraphQLContext, status: RememberedStatus) {
  return {
    __typename: "StatusContext",
    id: nodeId("StatusContext", status.id),
    context: status.context,
    state: upper(status.state),
    createdAt: dateTime(status.createdAt),
    description: status.description,
    targetUrl: status.targetUrl,
    creator: showActor(status.creator, origin),
  };
}

/** The last status of each context; null without any. */
function showStatus(context: GraphQLContext, repository: Repository, sha: string) {
  const newestFirst = statusesOn(repository, sha);
  if (newestFirst.length === 0) return null;
  const latest = newestFirst.filter(
    (status, index) => newestFirst.findIndex((other) => other.context === status.context) === index,
  );
  const states = latest.map(({ state }) => state);
  const worst = ["error", "failure", "pending"].find((state) => states.includes(state)) ?? "success";
  return {
    id: nodeId(`Status:${sha}`, repository.id),
    state: upper(worst),
    contexts: () => latest.map((status) => showContext(context, status)),
  };
}

/** Null where no side knows the commit. */
export function showCommit(context: GraphQLContext, repository: Repository, sha: string) {
  const commit = findCommit(repository, sha);
  if (commit === undefined) return null;
  const show = (one: KnownCommit) => showCommit(context, repository, one.sha);
  return {
    __typename: "Commit",
    id: nodeId(`Commit:${sha}`, repository.id),
    oid: sha,
    message: commit.message,
    messageHeadline: commit.message.split("\n")[0],
    committedDate: dateTime(commit.committedAt),
    authoredDate: dateTime(commit.committedAt),
    parents: (asked: PageArguments) => {
      const parents = commit.parents.flatMap((parent) => findCommit(repository, parent) ?? []);
      return connect("parents", asked, parents, (parent) => [commit.parents.indexOf(parent.sha), ""], show);
    },
    history: (
      asked: PageArguments & {
        readonly since?: string | null;
        readonly until?: string | null;
        readonly path?: string | null;
      },
    ) => {
      if (asked.path) throw refusal("NOT_IMPLEMENTED", "The local GitHub has no history of a path.");
      const since = asked.since ? Date.parse(asked.since) : Number.NEGATIVE_INFINITY;
      const until = asked.until ? Date.parse(asked.until) : Number.POSITIVE_INFINITY;
      const line = [...lineOf(repository, sha).values()].filter(
        ({ committedAt }) => committedAt >= since && committedAt <= until,
      );
      return connect("history", asked, line, (one) => [-one.committedAt, one.sha], show);
    },
    checkSuites: (
      asked: PageArguments & {
        readonly filterBy?: { readonly appId?: number | null; readonly checkName?: string | null } | null;
      },
    ) => {
      requirePermission(context, repository, "checks");
      const { appId = null, checkName = null } = asked.filterBy ?? {};
      const suites = checkSuitesOn(context.state, repository, sha).filter(
        (suite) =>
          (appId === null || suite.app.id === appId) &&
          (checkName === null || suite.runs.some(({ name }) => name === checkName)),
      );
      const showOne = (suite: SuiteOnCommit) => showSuite(context, repository, suite);
      return connect("checkSuites", asked, suites, ({ id }) => [0, id], showOne);
    },
    status: () => {
      requirePermission(context, repository, "statuses");
      return showStatus(context, repository, sha);
    },
  };
}
