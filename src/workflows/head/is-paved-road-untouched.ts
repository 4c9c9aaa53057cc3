// Proves from pushes alone that a pull request touches no file of the paved road, so that GitHub need not be asked.
import type { Timeline } from "../../core/changes/pull-request-timeline.ts";
import type { Config } from "../../core/config/config.ts";
import { type Fact, factsOfKind } from "../../core/facts/fact.ts";
import type { PushData } from "../../core/facts/push.ts";
import { isPavedRoadPath } from "../../core/paved-road/paths.ts";

/**
 * True only with proof: the pushes to the branch lead without a gap from its creation to the head, bring exactly as many
 * commits as the pull request has, and each tells all paths that it touched. In doubt, and for forks, false.
 */
export function isPavedRoadUntouched(facts: readonly Fact[], pullRequest: Timeline, config: Config): boolean {
  // Pushes do not keep the paths that only such rules name.
  if (config.templates.rules.some(({ kind }) => kind === "file" || kind === "library")) return false;
  return isUntouched(facts, pullRequest, (path) => isPavedRoadPath(path, config));
}

/** The same for other files that pushes keep the paths of; `counts` tells which. */
export function isUntouched(
  facts: readonly Fact[],
  pullRequest: Timeline,
  counts: (path: string) => boolean,
): boolean {
  const { headRef, commitCount } = pullRequest.latest;
  const chain = findPushChain(
    factsOfKind(facts, "push").map(({ data }) => data),
    `refs/heads/${headRef}`,
    pullRequest.headSha,
  );
  if (chain === null || commitCount === null) return false;
  const commits = new Set(chain.flatMap((push) => push.commits.map(({ sha }) => sha)));
  if (commits.size !== commitCount) return false;
  return chain.every(({ touchedPaths }) => touchedPaths?.every((path) => !counts(path)) ?? false);
}

/** The pushes from the branch's creation to `headSha`; null where one is missing, cut, or rewrote the branch. */
function findPushChain(pushes: readonly PushData[], ref: string, headSha: string): PushData[] | null {
  const chain: PushData[] = [];
  for (let after = headSha; ; ) {
    const push = pushes.find((candidate) => candidate.ref === ref && candidate.after === after);
    if (push === undefined || push.truncated || push.forced || chain.includes(push)) return null;
    chain.push(push);
    if (push.created) return chain;
    after = push.before;
  }
}
