// What code scanning had found on the changes that failed on the first try, by rule and folder: what stands behind a failing check.
import type { Finding } from "../../findings/finding.ts";
import type { DecidedChange } from "../first-evaluations.ts";
import { alertFigurePrefix, type Beside } from "../measurement.ts";
import { evidenceId } from "./evidence.ts";

/** An alert of an analysis may be recorded a little after the check that reports it. */
const slackMillis = 60_000;

const mostPlaces = 5;

/**
 * Rule and folder of the alerts that were on a pull request when its first try failed, as many changes as they were on, most
 * first. A change counts a place once. That an alert was there is measured; that it made the check fail is not claimed.
 */
export function findAlertsOnFailures(
  failed: readonly DecidedChange[],
  findings: readonly Finding[],
): Beside[] {
  const byPlace = new Map<string, Set<string>>();
  const onPullRequests = findings.filter(({ security, pullRequests }) => security && pullRequests.length > 0);
  for (const change of failed) {
    for (const finding of onPullRequests) {
      if (!wasOn(finding, change)) continue;
      const place = placeOf(finding);
      byPlace.set(place, (byPlace.get(place) ?? new Set()).add(evidenceId(change)));
    }
  }
  return [...byPlace]
    .sort(([a, ofA], [b, ofB]) => ofB.size - ofA.size || (a < b ? -1 : 1))
    .slice(0, mostPlaces)
    .map(([place, ids]) => ({
      id: `${alertFigurePrefix}${place}`,
      label: `failed changes with ${place}`,
      value: ids.size,
      unit: "",
      evidenceIds: failed.map(evidenceId).filter((id) => ids.has(id)),
    }));
}

function wasOn({ pullRequests }: Finding, change: DecidedChange): boolean {
  const decidedAt = change.firstEvaluation.decidedAt;
  return pullRequests.some(
    ({ pullRequestNumber, seenAt, fixedAt }) =>
      pullRequestNumber === change.number &&
      seenAt <= decidedAt + slackMillis &&
      (fixedAt === null || fixedAt > decidedAt),
  );
}

/** `CodeQL js/xss in web/`. */
function placeOf({ tool, rule, path }: Finding): string {
  const folder = path === null ? "" : path.includes("/") ? ` in ${path.slice(0, path.indexOf("/") + 1)}` : "";
  return `${[tool, rule ?? "an alert"].filter((part) => part !== null).join(" ")}${folder}`;
}
