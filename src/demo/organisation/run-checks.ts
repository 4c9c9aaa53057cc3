// The checks of one head: they start, conclude one after another, and their suites complete.
import {
  type CheckRunView,
  checkRunPayload,
  checkSuitePayload,
  githubActions,
  workflowRunPayload,
} from "../payloads/checks.ts";
import { MINUTE, type Place, type PlaceCheck } from "./place.ts";

const securityWorkflowPath = ".github/workflows/security.yml";

export interface HeadChecks {
  readonly headSha: string;
  /** Null for forks. */
  readonly headBranch: string | null;
  /** Conclusion by name of check; `success` where it is not named. */
  readonly conclusions: Readonly<Record<string, string>>;
  /** What triggered the workflow. */
  readonly event: string;
  /** A re-run on the same commit: what ran before. Only the named checks run again; absent: the first run. */
  readonly again?: RanChecks;
}

/** What ran on a head. */
export interface RanChecks {
  /** When the last check concluded. */
  readonly endedAt: number;
  /** Which attempt this was, from 1 on. */
  readonly attempt: number;
  /** By the slug of their app. A re-run goes on in the suite and the workflow run that were there. */
  readonly suites: ReadonlyMap<string, HeadSuite>;
}

interface HeadSuite {
  readonly suiteId: number;
  readonly runId: number;
  readonly createdAt: number;
}

const worst = (conclusions: readonly string[]): string =>
  conclusions.find((word) => word === "failure") ??
  conclusions.find((word) => word === "cancelled") ??
  "success";

function runOne(
  place: Place,
  check: PlaceCheck,
  suiteId: number,
  head: HeadChecks,
  startedAt: number,
): number {
  const { world, scene } = place;
  const conclusion = head.conclusions[check.name] ?? "success";
  const minutes = conclusion === "cancelled" ? 1 : check.afterMinutes;
  const completedAt = startedAt + minutes * MINUTE + Math.floor(world.random() * 50) * 1000;
  const view: CheckRunView = {
    id: world.nextId(),
    suiteId,
    name: check.name,
    app: check.app,
    headSha: head.headSha,
    headBranch: head.headBranch,
    status: "in_progress",
    conclusion: null,
    startedAt,
    completedAt: null,
  };
  // A run that has started makes its head wait; one of them is enough to show it.
  if (check === place.checks[0])
    world.schedule(startedAt, () => world.emit("check_run", checkRunPayload(scene, view)));
  const completed: CheckRunView = { ...view, status: "completed", conclusion, completedAt };
  world.schedule(completedAt, () => world.emit("check_run", checkRunPayload(scene, completed)));
  return completedAt;
}

/** What the head's security workflow calls, as GitHub tells it of a run. */
function calledBy({ repository }: Place, headSha: string) {
  const blob = repository.commits.get(headSha)?.files.get(securityWorkflowPath);
  const text = blob === undefined ? "" : (repository.blobs.get(blob)?.toString("utf8") ?? "");
  const [, path, ref] = /uses: (\S+)@(\S+)/.exec(text) ?? [];
  if (path === undefined || ref === undefined) return [];
  const kind = /^v\d/.test(ref) ? "tags" : "heads";
  return [{ path: `${path}@${ref}`, sha: headSha, ref: `refs/${kind}/${ref}` }];
}

/** Schedules all deliveries of a head's checks. */
export function runChecks(place: Place, head: HeadChecks, at: number): RanChecks {
  const { world, scene } = place;
  const { again } = head;
  const attempt = (again?.attempt ?? 0) + 1;
  const suites = new Map(again?.suites);
  let last = at;
  for (const slug of new Set(place.checks.map(({ app }) => app.slug))) {
    const all = place.checks.filter(({ app }) => app.slug === slug);
    const checks = all.filter(({ name }) => again === undefined || head.conclusions[name] !== undefined);
    const app = checks[0]?.app;
    if (app === undefined) continue;
    const startedAt = at + 30_000;
    const known = suites.get(slug);
    const { suiteId, runId, createdAt } = known ?? {
      suiteId: world.nextId(),
      runId: world.nextId(),
      createdAt: startedAt,
    };
    suites.set(slug, { suiteId, runId, createdAt });
    const ends = checks.map((check) => runOne(place, check, suiteId, head, startedAt));
    const endedAt = Math.max(...ends) + 5_000;
    const conclusion = worst(checks.map(({ name }) => head.conclusions[name] ?? "success"));
    const suite = {
      id: suiteId,
      app,
      headSha: head.headSha,
      headBranch: head.headBranch,
      conclusion,
      runs: all.length,
      createdAt,
    };
    world.schedule(endedAt, () => world.emit("check_suite", checkSuitePayload(scene, suite, endedAt)));
    if (slug === githubActions.slug) {
      const run = {
        id: runId,
        suiteId,
        attempt,
        path: securityWorkflowPath,
        name: "Security",
        event: head.event,
        headSha: head.headSha,
        headBranch: head.headBranch,
        conclusion,
        referencedWorkflows: calledBy(place, head.headSha),
        createdAt,
        startedAt,
      };
      world.schedule(endedAt, () => world.emit("workflow_run", workflowRunPayload(scene, run, endedAt)));
    }
    last = Math.max(last, endedAt);
  }
  return { endedAt: last, attempt, suites };
}
