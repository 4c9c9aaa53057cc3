// When a code scanning alert reached the default branch: from then on it is a finding of the repository.
import type { CodeScanningAlertFact } from "../facts/code-scanning-alert.ts";
import type { CodeScanningRefs } from "./code-scanning-refs.ts";
import type { PullRequestSighting } from "./finding.ts";

/**
 * Milliseconds UTC; null for an alert that was seen on other refs alone. In this order: when it was created, where no fact
 * says that this was on another ref; when GitHub saw it appear on the default branch; when a pull request that it was seen on
 * was merged; else when it was created, which is as early as it can have been. Give at least one fact.
 */
export function reachedDefaultAt(
  facts: readonly CodeScanningAlertFact[],
  pullRequests: readonly PullRequestSighting[],
  { placeOf, mergedAt }: CodeScanningRefs,
): number | null {
  const placed = facts.map((fact) => ({ ...fact, place: placeOf(fact).kind }));
  const onDefault = placed.filter(({ place }) => place === "default");
  const createdAt = Math.min(...facts.map(({ data }) => data.createdAt));
  // Told of by what persons did alone: nothing says that it is only elsewhere.
  if (onDefault.length === 0) return placed.every(({ place }) => place === "alert") ? createdAt : null;

  const isCreation = ({ data }: CodeScanningAlertFact) => data.action === "created";
  const createdHere = onDefault.some(isCreation);
  const createdElsewhere = placed.some((fact) => isCreation(fact) && fact.place !== "default");
  if (createdHere && !createdElsewhere) return createdAt;

  // A listing names no time of arrival: what it calls created tells only that the alert is there.
  const events = onDefault.filter((fact) => !isCreation(fact));
  const appearedAt = earliest(events.filter(isAppearance).map(({ occurredAt }) => occurredAt));
  const otherwiseAt = earliest(
    events.filter((fact) => !isAppearance(fact)).map(({ occurredAt }) => occurredAt),
  );
  const latest = otherwiseAt ?? Number.POSITIVE_INFINITY;
  if (appearedAt !== null && appearedAt <= latest) return Math.max(appearedAt, createdAt);
  const mergeTimes = pullRequests.flatMap(({ pullRequestNumber }) => mergedAt(pullRequestNumber) ?? []);
  return earliest(mergeTimes.filter((at) => at >= createdAt && at <= latest)) ?? createdAt;
}

function isAppearance({ data }: CodeScanningAlertFact): boolean {
  return data.action === "appeared_in_branch";
}

function earliest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times);
}
