// Routes of how branches moved: the activity of a repository, and the commits of a branch.
import { dateTime, nodeId, showAccount } from "../answers/account.ts";
import { fullName, showCommit } from "../answers/repository.ts";
import { activityOf, findCommitByRef, lineOf } from "../history/commits.ts";
import { latestSnapshot } from "../history/pull-request-now.ts";
import type { RememberedActivity } from "../history/remembered.ts";
import { notFound, Refusal } from "../refusal.ts";
import { paginate, type Route, type RouteAnswer, type RouteRequest, requireRepository } from "../route.ts";
import type { Repository } from "../state.ts";

const DAY = 24 * 60 * 60 * 1000;
const periodDays = { day: 1, week: 7, month: 30, quarter: 90, year: 365 } as const;

/** SHAs that a pull request was merged as, and whether by the queue. */
function mergesOf({ history }: Repository): Map<string, "pr_merge" | "merge_queue_merge"> {
  const merges = new Map<string, "pr_merge" | "merge_queue_merge">();
  for (const pullRequest of history.pullRequests.values()) {
    const now = latestSnapshot(pullRequest);
    if (now === null || now.mergedAt === null || now.mergeCommitSha === null) continue;
    const queued = [...pullRequest.tellings.values()].some(({ action }) => action === "enqueued");
    merges.set(now.mergeCommitSha, queued ? "merge_queue_merge" : "pr_merge");
  }
  return merges;
}

/** One page by cursor, with the links that GitHub gives: a cursor is the activity that it begins after. */
function pageOf(request: RouteRequest, path: string, items: readonly RememberedActivity[]) {
  const { query, origin } = request;
  const size = Math.min(100, Math.max(1, Number(query.per_page ?? 30)));
  const placeOf = (cursor: string) => {
    const found = items.findIndex(({ id }) => String(id) === Buffer.from(cursor, "base64url").toString());
    if (found < 0) throw new Refusal(422, "Invalid cursor.");
    return found;
  };
  const start =
    query.after !== undefined
      ? placeOf(query.after) + 1
      : query.before !== undefined
        ? Math.max(0, placeOf(query.before) - size)
        : 0;
  const page = items.slice(start, start + size);
  const link = (name: "after" | "before", item: RememberedActivity | undefined, rel: string) => {
    const { after, before, ...rest } = query;
    const cursor = Buffer.from(String(item?.id)).toString("base64url");
    const next = new URLSearchParams({ ...rest, [name]: cursor });
    return `<${origin}/api/v3${path}?${next}>; rel="${rel}"`;
  };
  const links = [
    ...(start + size < items.length ? [link("after", page.at(-1), "next")] : []),
    ...(start > 0 && page.length > 0 ? [link("before", page[0], "prev")] : []),
  ];
  return { page, headers: links.length > 0 ? { link: links.join(", ") } : {} };
}

function listActivity(request: RouteRequest): RouteAnswer {
  const { query, state, origin } = request;
  const repository = requireRepository(request);
  const merges = mergesOf(repository);
  const kindOf = ({ kind, after }: RememberedActivity) =>
    kind === "push" ? (merges.get(after) ?? "push") : kind;
  const { ref } = query;
  const full = ref === undefined || ref.startsWith("refs/") ? ref : `refs/heads/${ref}`;
  const period = Object.entries(periodDays).find(([name]) => name === query.time_period)?.[1];
  const since = period === undefined ? Number.NEGATIVE_INFINITY : state.now() - period * DAY;
  const newestFirst = activityOf(repository).filter(
    (one) =>
      one.at >= since &&
      (full === undefined || one.ref === full) &&
      (query.actor === undefined || one.actor?.login === query.actor) &&
      (query.activity_type === undefined || kindOf(one) === query.activity_type),
  );
  const items = query.direction === "asc" ? newestFirst.reverse() : newestFirst;
  const { page, headers } = pageOf(request, `/repos/${fullName(repository)}/activity`, items);
  const body = page.map((one) => ({
    id: one.id,
    node_id: nodeId("Activity", one.id),
    before: one.before,
    after: one.after,
    ref: one.ref,
    timestamp: dateTime(one.at),
    activity_type: kindOf(one),
    actor: one.actor === null ? null : showAccount(one.actor, origin),
  }));
  return { status: 200, headers, body };
}

function listCommits(request: RouteRequest): RouteAnswer {
  const { query, origin } = request;
  const repository = requireRepository(request);
  const head = findCommitByRef(repository, query.sha ?? repository.defaultBranch);
  if (head === undefined && repository.commits.size === 0) throw new Refusal(409, "Git Repository is empty.");
  if (head === undefined) throw notFound();
  const since = query.since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(query.since);
  const until = query.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(query.until);
  // Reached first comes first where times are the same, so that a commit stands before those it is built on.
  const commits = [...lineOf(repository, head.sha).values()]
    .filter(({ committedAt }) => committedAt >= since && committedAt <= until)
    .sort((a, b) => b.committedAt - a.committedAt);
  const { page, headers } = paginate(request, `/repos/${fullName(repository)}/commits`, commits);
  return { status: 200, headers, body: page.map((commit) => showCommit(repository, commit, origin)) };
}

const readContents = { method: "GET", auth: "installation", permissions: [["contents", "read"]] } as const;

export const activityRoutes: readonly Route[] = [
  {
    ...readContents,
    template: "/repos/{owner}/{repo}/activity",
    operationId: "repos/list-activities",
    handle: listActivity,
  },
  {
    ...readContents,
    template: "/repos/{owner}/{repo}/commits",
    operationId: "repos/list-commits",
    handle: listCommits,
  },
];
