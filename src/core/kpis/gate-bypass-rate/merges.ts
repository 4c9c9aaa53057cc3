// The merges into the default branch, each with how its gate stood and under which commits it landed.
import type { Change } from "../../changes/change.ts";
import { foldChanges } from "../../changes/fold-changes.ts";
import { groupBySha, isQueueBranch } from "../../changes/head-evidence.ts";
import { type GateAtMerge, judgeAtMerge } from "../../changes/judge-at-merge.ts";
import { securityCheckFilter } from "../../changes/select-checks.ts";
import { type Fact, factsOfKind } from "../../facts/fact.ts";
import { oncePerList } from "../../facts/once-per-list.ts";
import { coversWindow } from "../coverage.ts";
import type { KpiInput } from "../definition.ts";
import { historyOfMerges } from "../needed-history.ts";

export interface Merge {
  readonly change: Change;
  readonly mergedAt: number;
  /** Null: what its checks said cannot be known, because its head was not seen from its beginning. */
  readonly gate: GateAtMerge | null;
  /** The commits that the default branch moved to with it: its own, and the last one of the push that brought it. */
  readonly landedShas: readonly string[];
}

/** Every merge of any time, by pull request number. */
export function findMerges(input: KpiInput): Merge[] {
  const { facts, config } = input;
  const bySha = groupBySha(facts);
  const isSecurityCheck = securityCheckFilter(config);
  const landing = findLandings(facts);
  const queueHeads = findQueueHeads(facts);
  const seen = findSeenHeads(input);
  return changesIntoDefaultBranch(input).flatMap((change): Merge[] => {
    const { merged, closedAt: mergedAt, mergeCommitSha, headSha } = change;
    if (!merged || mergedAt === null) return [];
    const landed = mergeCommitSha === null ? null : (landing.get(mergeCommitSha)?.after ?? null);
    const landedShas = [...new Set([mergeCommitSha, landed])].filter((sha) => sha !== null);
    const judge = (sha: string, mergeGroup: boolean) =>
      judgeAtMerge(bySha.get(sha) ?? [], { config, isSecurityCheck, mergedAt, mergeGroup });
    // With a queue that tests several at once the last commit of the push is what was tested.
    const queueHead = [landed, mergeCommitSha].find((sha) => sha !== null && queueHeads.has(sha));
    const ofQueue = queueHead === undefined || queueHead === null ? null : judge(queueHead, true);
    if (ofQueue !== null && ofQueue.state !== "missing") {
      return [{ change, mergedAt, landedShas, gate: ofQueue }];
    }
    const gate = seen(change.number, headSha, mergedAt) ? judge(headSha, false) : null;
    return [{ change, mergedAt, landedShas, gate }];
  });
}

/** The configuration may count other branches as well; a bypass is one of the default branch. */
function changesIntoDefaultBranch(input: KpiInput): readonly Change[] {
  const { config, facts, changes } = input;
  if (config.changes.baseBranches.length === 0) return changes;
  const ofDefault = { ...config, changes: { ...config.changes, baseBranches: [] } };
  return foldChanges(facts, { ...input, config: ofDefault });
}

interface Landing {
  readonly at: number;
  /** The commit that the branch was at after the push. */
  readonly after: string;
}

/** By commit: the push that brought it to the default branch; the first one, where a later force-push brought it again. */
const findLandings = oncePerList((facts: readonly Fact[]): ReadonlyMap<string, Landing> => {
  const landings = new Map<string, Landing>();
  for (const { data, occurredAt: at } of factsOfKind(facts, "push")) {
    if (!data.toDefaultBranch || data.deleted) continue;
    for (const sha of [data.after, ...data.commits.map((commit) => commit.sha)]) {
      const known = landings.get(sha);
      const isFirst = known === undefined || at < known.at || (at === known.at && data.after < known.after);
      if (isFirst) landings.set(sha, { at, after: data.after });
    }
  }
  return landings;
});

/** The commits that the merge queue tested: by its own events, or, where those are not told, by the branch that its checks ran on. */
const findQueueHeads = oncePerList((facts: readonly Fact[]): ReadonlySet<string> => {
  const tested = facts.flatMap((fact) => {
    if (fact.kind === "merge-group") return [fact.data.headSha];
    if (fact.kind !== "check-run" && fact.kind !== "check-suite" && fact.kind !== "workflow-run") return [];
    return isQueueBranch(fact.data.headBranch) ? [fact.data.headSha] : [];
  });
  return new Set(tested);
});

/**
 * Whether a head was seen from when it was pushed until it was merged, so that a check that is not known was not there. Deliveries
 * that were lost since may have been those of its checks.
 */
function findSeenHeads(input: KpiInput): (number: number, sha: string, mergedAt: number) => boolean {
  const { facts } = input;
  const began = new Map<string, number>();
  const begin = (key: string, at: number) => began.set(key, Math.min(at, began.get(key) ?? at));
  for (const { data, occurredAt } of factsOfKind(facts, "pull-request")) {
    const brings = data.action === "opened" || data.action === "synchronize";
    if (brings) begin(`${data.number}:${data.headSha}`, occurredAt);
  }
  for (const { data, occurredAt } of factsOfKind(facts, "push")) begin(data.after, occurredAt);
  return (number, sha, mergedAt) => {
    const times = [began.get(`${number}:${sha}`), began.get(sha)].filter((at) => at !== undefined);
    if (times.length === 0) return false;
    const from = Math.min(...times);
    return coversWindow(input, { from, to: Math.max(from, mergedAt) }, historyOfMerges);
  };
}
