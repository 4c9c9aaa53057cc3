// What was posted and what was simulated, in memory: nothing that works without a server posts twice in one run.
import type {
  CheckRunsTable,
  OverviewsTable,
  PostedCheckRun,
  PostedOverview,
  PostedWeeklyIssue,
  SimulationsTable,
  StoredSimulation,
  WeeklyIssuesTable,
} from "../records/store.ts";
import type { Run } from "./facts.ts";
import { compareText, copyOf, type KeptMap, keyOf } from "./kept-map.ts";

export function checkRunsTable(rows: KeptMap<PostedCheckRun>, run: Run): CheckRunsTable {
  return {
    find: (accountId, repositoryId, headSha) =>
      run(() => rows.get(keyOf(accountId, repositoryId, headSha)) ?? null),
    save: (posted) =>
      run(() => rows.set(keyOf(posted.accountId, posted.repositoryId, posted.headSha), copyOf(posted))),
  };
}

export function weeklyIssuesTable(rows: KeptMap<PostedWeeklyIssue>, run: Run): WeeklyIssuesTable {
  const list = (accountId: number, repositoryId: number) =>
    rows
      .list()
      .filter((issue) => issue.accountId === accountId && issue.repositoryId === repositoryId)
      .sort((a, b) => compareText(b.isoWeek, a.isoWeek));
  return {
    find: (accountId, repositoryId, isoWeek) =>
      run(() => rows.get(keyOf(accountId, repositoryId, isoWeek)) ?? null),
    list: (accountId, repositoryId, limit) => run(() => list(accountId, repositoryId).slice(0, limit)),
    lastScorecard: (accountId, repositoryId) =>
      run(
        () =>
          list(accountId, repositoryId).find(({ issueNumber }) => issueNumber !== null)?.scorecard ?? null,
      ),
    save: (issue) =>
      run(() => rows.set(keyOf(issue.accountId, issue.repositoryId, issue.isoWeek), copyOf(issue))),
  };
}

export function overviewsTable(rows: KeptMap<PostedOverview>, run: Run): OverviewsTable {
  return {
    list: (accountId, limit) =>
      run(() =>
        rows
          .list()
          .filter((overview) => overview.accountId === accountId)
          .sort((a, b) => compareText(b.isoWeek, a.isoWeek) || a.repositoryId - b.repositoryId)
          .slice(0, limit),
      ),
    save: (overview) =>
      run(() =>
        rows.set(keyOf(overview.accountId, overview.isoWeek, overview.repositoryId), copyOf(overview)),
      ),
  };
}

export function simulationsTable(rows: KeptMap<StoredSimulation>, run: Run): SimulationsTable {
  const keyed = ({ accountId, repositoryId, headSha }: StoredSimulation) =>
    keyOf(accountId, repositoryId, headSha);
  return {
    find: (accountId, repositoryId, headSha) =>
      run(() => rows.get(keyOf(accountId, repositoryId, headSha)) ?? null),
    save: (simulation) => run(() => rows.set(keyed(simulation), copyOf(simulation))),
    finish: (simulation) =>
      run(() => {
        const kept = rows.get(keyed(simulation));
        if (kept === undefined || kept.digest !== simulation.digest) return false;
        rows.set(keyed(simulation), { ...kept, result: copyOf(simulation.result) });
        return true;
      }),
  };
}
