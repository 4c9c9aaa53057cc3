// Which facts tell the same event: a webhook and a list may give it another second, another head, or a later state.
import type { Fact } from "../facts/fact.ts";
import type { PullRequestFact } from "../facts/pull-request.ts";

/** What a fact tells of. */
export interface ToldEvent {
  readonly key: string;
  /**
   * It can happen again, so that only a fact of about the same time is of the same event. False: it happens once, and whatever tells it
   * tells it for good.
   */
  readonly recurs: boolean;
}

/** How far apart two tellings of one event may be: a webhook carries the time at which GitHub noted it. */
export const sameEventMillis = 15 * 60 * 1000;

/** The event that a fact of a reading tells. */
export function eventOf(fact: Fact): ToldEvent {
  switch (fact.kind) {
    case "pull-request":
      return eventOfPullRequest(fact);
    case "pull-request-review": {
      const { reviewId, state } = fact.data;
      return once(`review:${reviewId}:${state === "dismissed" ? "dismissed" : "submitted"}`);
    }
    case "push":
      return again(fact.subject);
    case "check-run":
      return fact.data.status === "completed"
        ? again(`check-run:${fact.data.checkRunId}:completed`)
        : once(`check-run:${fact.data.checkRunId}:begun`);
    case "workflow-run": {
      const { runId, runAttempt, status } = fact.data;
      return once(`workflow-run:${runId}:${runAttempt}:${status === "completed" ? status : "begun"}`);
    }
    default:
      return once(`${fact.kind} ${fact.subject}`);
  }
}

/** All that a fact proves to be known: its own event, and what must have been before it. */
export function eventsProvedBy(fact: Fact): string[] {
  const own = eventOf(fact).key;
  switch (fact.kind) {
    case "pull-request": {
      const { number, headSha, action } = fact.data;
      const told = [own, `pull-request:${number}`];
      // Others carry a head as well, and not the time from which it was one.
      const brings = action === "opened" || action === "synchronize";
      return brings ? [...told, headKey(number, headSha)] : told;
    }
    case "check-run":
      return [own, `check-run:${fact.data.checkRunId}:begun`];
    case "workflow-run":
      return [own, `workflow-run:${fact.data.runId}:${fact.data.runAttempt}:begun`];
    default:
      return [own];
  }
}

function eventOfPullRequest({ data }: PullRequestFact): ToldEvent {
  const { number, action, headSha, previousHeadSha, previousBaseRef } = data;
  if (action === "opened") return once(`pull-request:${number}:opened`);
  if (action === "synchronize") {
    // Told by its checks, whose first sign may come long after the push; such a head comes once.
    return previousHeadSha === null
      ? once(headKey(number, headSha))
      : again(`pull-request:${number}:synchronize:${headSha}`);
  }
  // What a list shows as of today is news only where nothing is known of the pull request.
  if (action === "edited" && previousBaseRef === null) return once(`pull-request:${number}`);
  return again(`pull-request:${number}:${action}`);
}

function headKey(number: number, sha: string): string {
  return `pull-request:${number}:head:${sha}`;
}

function once(key: string): ToldEvent {
  return { key, recurs: false };
}

function again(key: string): ToldEvent {
  return { key, recurs: true };
}
