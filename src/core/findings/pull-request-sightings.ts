// What happened to a code scanning alert on pull requests: when it was first seen on each, and when it was fixed there.
import type { CodeScanningAlertFact } from "../facts/code-scanning-alert.ts";
import { foldLife, type Telling, tell } from "./alert-life.ts";
import type { CodeScanningRefs } from "./code-scanning-refs.ts";
import type { FindingTransition, PullRequestSighting } from "./finding.ts";
import { judgementsOf } from "./judgements.ts";

/** One per pull request, by its number. `facts` are those of one alert. */
export function foldSightings(
  facts: readonly CodeScanningAlertFact[],
  { placeOf }: CodeScanningRefs,
): PullRequestSighting[] {
  const byNumber = new Map<number, CodeScanningAlertFact[]>();
  for (const fact of facts) {
    const place = placeOf(fact);
    if (place.kind === "pull-request")
      byNumber.set(place.number, [...(byNumber.get(place.number) ?? []), fact]);
  }
  return [...byNumber]
    .sort(([a], [b]) => a - b)
    .map(([pullRequestNumber, there]) => {
      const seenAt = whenSeen(there, facts.length === there.length);
      const told = there.flatMap(tellingsOf);
      const life = foldLife(seenAt, told);
      const last = life.at(-1);
      const judged = facts.flatMap(judgementsOf).flatMap((judgement) => keepFixed(judgement, life));
      return {
        pullRequestNumber,
        seenAt,
        fixedAt: last?.state === "fixed" ? last.at : null,
        transitions: foldLife(seenAt, [...told, ...judged]),
      };
    });
}

/** A person who takes a dismissal back brings no code back: what was fixed on the pull request is fixed there still. */
function keepFixed(judgement: Telling, life: readonly FindingTransition[]): Telling[] {
  const { what, at } = judgement;
  const fixed = life.findLast((transition) => transition.at <= at)?.state === "fixed";
  return what === "reopened" && fixed ? [judgement, tell("fixed", at)] : [judgement];
}

/** An alert of which no more than its fix is known there was seen there when it was created, unless it is known elsewhere too. */
function whenSeen(there: readonly CodeScanningAlertFact[], onlyThere: boolean): number {
  const seen = there.flatMap(({ occurredAt, data }) => {
    if (data.action === "created") return data.createdAt;
    return data.action === "fixed" ? [] : occurredAt;
  });
  if (seen.length > 0) return Math.min(...seen, ...there.map(({ occurredAt }) => occurredAt));
  return Math.min(...there.map(({ occurredAt, data }) => (onlyThere ? data.createdAt : occurredAt)));
}

function tellingsOf({ occurredAt, data }: CodeScanningAlertFact): Telling[] {
  if (data.action === "fixed") return [tell("fixed", occurredAt)];
  if (data.action === "reopened") return [tell("reopened", occurredAt)];
  return data.action === "appeared_in_branch" ? [tell("appeared", occurredAt)] : [];
}
