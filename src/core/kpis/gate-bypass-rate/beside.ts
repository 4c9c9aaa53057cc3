// What stands beside the gate bypass rate, and how the merges went round the gate.
import type { Beside, Breakdown, Evidence } from "../measurement.ts";
import { isBypass, type JudgedMerge, mergeId } from "./judge-merge.ts";
import { waysRound } from "./ways-round.ts";

/** Figures beside the number, none of them part of it. Null lists: not known, or not wanted. */
export function besideGateBypassRate(found: {
  readonly merges: readonly JudgedMerge[];
  /** The configuration leaves bypassed rules out. */
  readonly rulesLeftOut: boolean;
  /** Null: not shown. */
  readonly bots: readonly JudgedMerge[] | null;
  readonly pushes: readonly Evidence[] | null;
  readonly secrets: readonly Evidence[] | null;
}): Beside[] {
  const { merges, bots, pushes, secrets } = found;
  const rulesRead = !found.rulesLeftOut && merges.every((merge) => merge.rulesRead);
  return [
    ...waysRound.map(({ id, label, took }) => {
      const isKnown = id !== "rule-bypassed" || rulesRead;
      return figure(`merges-${id}`, `merges: ${label}`, isKnown ? merges.filter(took).map(mergeId) : null);
    }),
    figure(
      "direct-pushes-bypassed",
      "pushes without a pull request: a rule of the branch was bypassed",
      pushes === null ? null : pushes.map(({ id }) => id),
    ),
    figure(
      "push-protection-bypassed",
      "secrets pushed past push protection",
      secrets === null ? null : secrets.map(({ id }) => id),
    ),
    ...(bots === null ? [] : [shareOfBots(bots)]),
  ];
}

function figure(id: string, label: string, evidenceIds: readonly string[] | null): Beside {
  if (evidenceIds === null) return { id, label, value: null, unit: "" };
  return { id, label, value: evidenceIds.length, unit: "", evidenceIds };
}

function shareOfBots(bots: readonly JudgedMerge[]): Beside {
  const isKnown = bots.length > 0 && bots.every(({ rulesRead }) => rulesRead);
  const bypassed = bots.filter(isBypass).length;
  const label = "merges of changes by bots that went round a gate";
  return {
    id: "bots-gate-bypass-rate",
    label: isKnown ? `${label} (${bypassed} of ${bots.length})` : label,
    value: isKnown ? (100 * bypassed) / bots.length : null,
    unit: "%",
    evidenceIds: bots.map(mergeId),
  };
}

/** How the merges that are bypasses went round, most often first. One merge can be in two: its checks failed, and a rule gave way. */
export function breakDownBypasses(merges: readonly JudgedMerge[]): Breakdown[] {
  const bypassed = merges.filter(isBypass);
  return waysRound
    .map(({ label, took }) => ({ label, ids: bypassed.filter(took).map(mergeId) }))
    .filter(({ ids }) => ids.length > 0)
    .map(({ label, ids }) => ({ label, count: ids.length, of: bypassed.length, evidenceIds: ids }))
    .sort((a, b) => b.count - a.count);
}
