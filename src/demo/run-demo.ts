// The demo: the made organisation lives its twelve weeks against the real server, then its numbers and posts are gathered.
// It checks itself: what was not acknowledged, not answered or refused makes it fail.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Adoption } from "../core/adoption/adoption.ts";
import type { Scorecard } from "../core/scorecard/scorecard.ts";
import type { CheckRun, Issue, Repository } from "../local-github/state.ts";
import { loadScorecard } from "../workflows/load-scorecard.ts";
import { loadAdoption } from "../workflows/overview/load-adoption.ts";
import { findHistoryProblems, type HistorySummary, openHistoryTally } from "./history-summary.ts";
import { chooseFates } from "./loss.ts";
import { buildOrganisation, type MadeOrganisation } from "./organisation/build.ts";
import { DAY, HOUR, MINUTE, type Place } from "./organisation/place.ts";
import { makeRandom } from "./organisation/world.ts";
import { passNight, settle } from "./pass-time.ts";
import { openPlay, type Played, type Player, type StoryClock } from "./play.ts";
import { openStage, type Stage } from "./stage.ts";

/** A Monday morning, right after an ISO week has ended. */
export const DEMO_ENDS_AT = Date.parse("2026-11-16T09:00:00Z");
const MONDAY = 1;
const SEED = 20_261_116;

export interface DemoPosts {
  readonly local: Repository;
  /** Our check runs on the heads of pull requests, oldest first. */
  readonly checkRuns: readonly CheckRun[];
  /** Our weekly issues or overviews, oldest first. */
  readonly issues: readonly Issue[];
}

export interface DemoRepository extends DemoPosts {
  readonly scorecard: Scorecard;
}

const postsOf = ({ repository }: Place): DemoPosts => ({
  local: repository,
  checkRuns: [...repository.checkRuns.values()],
  issues: [...repository.issues.values()],
});

/** The weekly issue of the repository that came late, as it was while its past was still being read. */
export interface EarlyIssue {
  readonly local: Repository;
  readonly issue: Issue;
}

export interface DemoResult {
  readonly played: Played;
  readonly facts: number;
  readonly requests: number;
  readonly history: HistorySummary;
  /** Null where the time of the end left no such moment. */
  readonly earlyIssue: EarlyIssue | null;
  readonly repositories: readonly DemoRepository[];
  /** What was posted on the repositories of the policy: checks of its changes, the weekly overviews. */
  readonly platform: readonly DemoPosts[];
  /** Who has adopted what in the organisation at the end. */
  readonly adoption: Adoption;
  /** What went wrong, in words; empty when nothing did. */
  readonly problems: readonly string[];
  readonly stage: Stage;
  /** Stops the servers and removes the store. */
  close(): Promise<void>;
}

async function findProblems(
  stage: Stage,
  played: Played,
  { closedLogins }: MadeOrganisation,
): Promise<string[]> {
  const { github, firstpass } = stage;
  const problems: string[] = [];
  if (played.acknowledged !== played.sent) {
    problems.push(`${played.sent - played.acknowledged} of ${played.sent} deliveries were not acknowledged.`);
  }
  const { counts } = await firstpass.store.deliveries.statistics();
  for (const state of ["pending", "unusable", "dead"] as const) {
    if (counts[state] > 0) problems.push(`${counts[state]} deliveries are ${state}.`);
  }
  for (const dead of await firstpass.store.jobs.listDead(5))
    problems.push(`The job ${dead.key} failed: ${dead.reason}`);
  for (const { method, path } of github.unexpectedRequests) problems.push(`GitHub has no ${method} ${path}.`);
  for (const { method, path, status, answer } of github.requests) {
    const lacksPermission =
      closedLogins.some((login) => path.startsWith(`/repos/${login}/`)) && status === 403;
    if (status !== null && status >= 400 && status !== 404 && !lacksPermission) {
      problems.push(`${method} ${path} was refused with ${status}: ${JSON.stringify(answer).slice(0, 200)}`);
    }
  }
  return problems;
}

async function countFacts({ facts }: Stage["firstpass"]["store"], places: readonly Place[]): Promise<number> {
  const accounts = new Set(places.map(({ repository }) => repository.owner.id));
  const counts = await Promise.all([...accounts].map((accountId) => facts.count(accountId)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** What the platform team must have been told. */
function findMissingPosts(platform: readonly DemoPosts[]): string[] {
  const runs = platform.flatMap(({ checkRuns }) => checkRuns);
  return [
    ...(platform.some(({ issues }) => issues.length > 0) ? [] : ["No overview was posted."]),
    ...(runs.some(({ summary }) => summary?.includes("Values that change") === true)
      ? []
      : ["The change of the policy was not simulated."]),
  ];
}

/** @throws what starting the servers or the store throws. */
export async function runDemo(options: {
  readonly endsAt?: number;
  /** Whether deliveries are lost on the way; default: some are. */
  readonly lossy?: boolean;
  /** As `buildOrganisation` takes it. */
  readonly only?: readonly string[];
  readonly onProgress: (text: string) => void;
}): Promise<DemoResult> {
  const endsAt = options.endsAt ?? DEMO_ENDS_AT;
  const only = options.only === undefined ? {} : { only: options.only };
  const folder = await mkdtemp(join(tmpdir(), "firstpass-demo-"));
  const clock: StoryClock = { now: endsAt - 85 * DAY };
  let stage: Stage | null = null;
  const close = async () => {
    await stage?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    stage = await openStage({ databaseUrl: `sqlite:${join(folder, "firstpass.db")}`, clock });
    const { github, firstpass } = stage;
    const made = buildOrganisation(github.state, { endsAt, seed: SEED, ...only });
    const { world, period, late } = made;
    const play = openPlay({
      github,
      world,
      period,
      clock,
      random: makeRandom(SEED + 1),
      fateOf: chooseFates(made, { seed: SEED + 2, lossy: options.lossy ?? true }),
      drain: firstpass.drain,
    });
    const tally = openHistoryTally(firstpass.store, github.state.app.id);
    let earlyIssue: EarlyIssue | null = null;
    const publish = async () => {
      await firstpass.tick();
      // Issues are spread over minutes, so that no limit is met.
      clock.now += HOUR;
      await firstpass.drain();
      const [issue] = late.place.repository.issues.values();
      if (issue !== undefined) earlyIssue ??= { local: late.place.repository, issue: structuredClone(issue) };
      await settle({ clock, firstpass }, clock.now + 30 * MINUTE);
    };
    const days = Math.ceil((period.to - period.from) / DAY);
    for (let day = 1; day <= days; day += 1) {
      const dayEnd = Math.min(period.from + day * DAY, endsAt);
      await play.advance(dayEnd, dayEnd === endsAt ? firstpass.tick : undefined);
      options.onProgress(`day ${day} of ${days}, ${play.played.sent} deliveries`);
      if (dayEnd === endsAt) break;
      const advance: Player["advance"] = (until, delivered) =>
        play.advance(Math.min(until, endsAt), delivered);
      await passNight({ clock, firstpass, advance }, dayEnd);
      await tally.countNight(dayEnd);
      if (new Date(dayEnd).getUTCDay() !== MONDAY) continue;
      clock.now = dayEnd + 8 * HOUR;
      await publish();
    }
    await publish();
    // What was sent again last is looked for once more.
    await firstpass.sweep();
    const { played } = play;
    const history = await tally.sumUp(played, late.place.repository);
    const repositories: DemoRepository[] = [];
    for (const place of made.places) {
      const { owner, id } = place.repository;
      const asked = { accountId: owner.id, repositoryId: id, now: endsAt };
      const { scorecard } = await loadScorecard(firstpass.store, asked);
      repositories.push({ ...postsOf(place), scorecard });
    }
    const { adoption } = await loadAdoption(firstpass.store, {
      account: { id: made.accountId, login: made.installation.account.login },
      at: endsAt,
      asOf: false,
      group: null,
      rule: null,
      repository: null,
      historyWeeks: null,
    });
    const platform = made.platform.map(postsOf);
    return {
      played,
      facts: await countFacts(firstpass.store, [...made.platform, ...made.places]),
      requests: github.requests.length,
      history,
      earlyIssue,
      repositories,
      platform,
      adoption,
      problems: [
        ...(await findProblems(stage, played, made)),
        ...findMissingPosts(platform),
        ...findHistoryProblems(history),
      ],
      stage,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
