// Reads repositories one after another and makes their scorecards. One that cannot be read does not stop the others.
import type { Config } from "../core/config/config.ts";
import type { Window } from "../core/kpis/measurement.ts";
import { withoutLaterEvents } from "../core/scorecard/as-of.ts";
import { buildScorecard } from "../core/scorecard/build.ts";
import type { MemoryStore } from "../memory/open-memory-store.ts";
import { countOf } from "../render/numbers.ts";
import type { FailedRepository } from "../render/portfolio/portfolio.ts";
import { collectRepository } from "../workflows/collect/collect-repository.ts";
import type { Collected, CollectServices } from "../workflows/collect/collected.ts";
import { loadScorecard } from "../workflows/load-scorecard.ts";
import { CommandFailed } from "./exit.ts";
import { describeReadFailure, isTokenRefused } from "./report-failure.ts";
import type { MadeReport } from "./report-output.ts";
import type { ReportProgress } from "./report-progress.ts";

const dayMillis = 24 * 60 * 60 * 1000;

/** As much of the past as a reading has where nobody says, and as it has at most. */
const usualDays = 90;
const mostDays = 365;

export interface AskedReport {
  /** When the window ends, milliseconds UTC; absent: when the repository was read. */
  readonly asOf?: number;
  /** Length of the window in milliseconds; absent: as configured. */
  readonly window?: number;
  /** Days of the past to read; absent: at least 90, and enough for the window and the one before it. */
  readonly history?: number;
  /** Milliseconds UTC: nothing is waited for longer. */
  readonly waitUntil: number;
}

export interface ReportRun {
  readonly services: CollectServices & { readonly store: MemoryStore };
  readonly asked: AskedReport;
  readonly progress: ReportProgress;
  /** Never shown. */
  readonly token: string;
  /** What is made is handed on at once: a thousand repositories are not held. */
  readonly onMade: (made: MadeReport) => Promise<void>;
}

/** Those that could not be read, and why. @throws CommandFailed where the token itself is refused. */
export async function runReport(names: readonly string[], run: ReportRun): Promise<FailedRepository[]> {
  const failed: FailedRepository[] = [];
  for (const fullName of names) {
    try {
      await run.onMade(await reportOne(fullName, run));
    } catch (error) {
      const why = describeReadFailure(error, run.token);
      if (isTokenRefused(error)) throw new CommandFailed(why);
      run.progress.say(`${fullName}: ${why}`);
      failed.push({ fullName, why });
    }
  }
  return failed;
}

/** How many days before now a reading begins, so that the window and the one before it are seen. */
export function daysToRead({ asOf, window, history }: AskedReport, now: number): number {
  if (history !== undefined) return history;
  const past = asOf === undefined ? 0 : now - asOf;
  const windows = window === undefined ? usualDays : Math.max(usualDays, Math.ceil((2 * window) / dayMillis));
  return Math.min(mostDays, windows + Math.ceil(past / dayMillis));
}

async function reportOne(fullName: string, run: ReportRun): Promise<MadeReport> {
  const { services, asked, progress } = run;
  const startedAt = Date.now();
  const days = daysToRead(asked, startedAt);
  const collected = await collectRepository(services, fullName, {
    days,
    waitUntil: asked.waitUntil,
    onProgress: (now) => progress.show(now),
  });
  const { store, repository } = collected;
  try {
    const made = await makeReport(collected, asked, progress);
    progress.say(summarise(`${repository.ownerLogin}/${repository.name}`, collected, days, startedAt));
    return made;
  } finally {
    if (store === services.store)
      await services.store.dropRepository(repository.accountId, repository.repositoryId);
  }
}

/** `acme/shop: 41 requests (12 not modified), 90 days of history, 9 s`. */
function summarise(
  fullName: string,
  { requests, notModified }: Collected,
  days: number,
  startedAt: number,
): string {
  const kept = notModified === 0 ? "" : ` (${notModified} not modified)`;
  const seconds = Math.max(1, Math.round((Date.now() - startedAt) / 1000));
  return `${fullName}: ${countOf(requests, "request")}${kept}, ${countOf(days, "day")} of history, ${seconds} s`;
}

async function makeReport(
  { store, repository, readTo, problems }: Collected,
  { asOf, window }: AskedReport,
  progress: ReportProgress,
): Promise<MadeReport> {
  const now = asOf ?? readTo;
  const windowOf = (config: Config): Window => ({
    from: now - (window ?? config.windowDays * dayMillis),
    to: now,
  });
  const { accountId, repositoryId, ownerLogin, name } = repository;
  const loaded = await loadScorecard(store, { accountId, repositoryId, now, windowOf, source: "api" });
  for (const problem of [...problems, ...loaded.configProblems])
    progress.say(`${ownerLogin}/${name}: ${problem}`);
  if (asOf === undefined) return loaded;
  const facts = withoutLaterEvents(loaded.facts, asOf);
  return { config: loaded.config, scorecard: buildScorecard({ ...loaded, facts }) };
}
