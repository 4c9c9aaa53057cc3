// Patterns that repeat over the weeks: pull requests by people, updates by a bot, pushes every working day.
import { schedulePush } from "./daily-work.ts";
import { DAY, HOUR, type Place, people, staff } from "./place.ts";
import { schedulePullRequest } from "./pull-request-story.ts";
import type { PullRequestPlan } from "./story.ts";

/** When the story begins and ends, milliseconds UTC. */
export interface Period {
  /** Midnight. */
  readonly from: number;
  readonly to: number;
}

const WEEKS = 12;

/** Days of work of the period, oldest first. */
function workdays({ from, to }: Period): number[] {
  const days: number[] = [];
  for (let day = from; day < to; day += DAY) {
    const weekday = new Date(day).getUTCDay();
    if (weekday !== 0 && weekday !== 6) days.push(day);
  }
  return days;
}

/** `perWeek` pull requests a week by people; `failingOf` says which security checks fail on the first head of the n-th. */
export function schedulePullRequests(
  place: Place,
  period: Period,
  perWeek: number,
  failingOf: (index: number, week: number) => readonly string[],
  more: (index: number, week: number) => Partial<PullRequestPlan> = () => ({}),
): void {
  const days = workdays(period);
  const titles = [
    "Round amounts to cents",
    "Retry failed webhooks",
    "Validate input lengths",
    "Cache exchange rates",
  ];
  for (let index = 0; index < perWeek * WEEKS; index += 1) {
    const week = Math.floor(index / perWeek);
    const day = days[week * 5 + Math.floor(((index % perWeek) * 5) / perWeek)];
    const at = (day ?? Number.POSITIVE_INFINITY) + 8 * HOUR + Math.floor(place.world.random() * 5 * HOUR);
    if (day === undefined || at > period.to - DAY) continue;
    const options = more(index, week);
    const author = options.fork === true ? people.contributor : staff[index % staff.length];
    const mended = index % 5 === 4 ? "force-push" : index % 7 === 6 ? "rerun" : "commit";
    const title = `${titles[index % titles.length]} (${week + 1}.${(index % perWeek) + 1})`;
    const plan = {
      title,
      author: author ?? people.mira,
      failing: failingOf(index, week),
      mended,
      ...options,
    } as const;
    schedulePullRequest(place, plan, at);
  }
}

export function scheduleBotUpdates(place: Place, period: Period): void {
  for (let week = 0; week < WEEKS; week += 2) {
    const plan = {
      title: "Bump package",
      author: people.dependabot,
      failing: week % 4 === 0 ? ["Semgrep"] : [],
      mended: "commit",
    } as const;
    schedulePullRequest(place, plan, period.from + (week * 7 + 1) * DAY + 5 * HOUR);
  }
}

export const scheduleDailyPushes = (place: Place, period: Period, commits: number): void => {
  for (const day of workdays(period)) schedulePush(place, commits, day + 15 * HOUR);
};

export const agoOf = ({ to }: Period, days: number): number => to - days * DAY;
