// The formula of the gate bypass rate: merges into the default branch → how many went round a gate.
import { partialHistoryNote } from "../coverage.ts";
import type { KpiInput } from "../definition.ts";
import { noCheckSelected } from "../first-evaluations.ts";
import type { Computed, Evidence } from "../measurement.ts";
import { historyOfMerges } from "../needed-history.ts";
import { besideGateBypassRate, breakDownBypasses } from "./beside.ts";
import { findDirectPushes } from "./direct-pushes.ts";
import { evidenceOfMerge, isBypass, type JudgedMerge, judgeMerge } from "./judge-merge.ts";
import { findMerges, type Merge } from "./merges.ts";
import { findPushProtectionBypasses } from "./push-protection.ts";
import { type RuleSuites, readRuleSuites } from "./rule-suites.ts";
import { whyNothing, whyUnread } from "./why-not.ts";

const unseenHead = "its head was not seen from the beginning, so that a check may have been missed";
const rulesLeftOut = "Bypasses by rule suite are not counted: the configuration leaves them out.";
const rulesNotReadYet = "bypassed rules not read since the merge";

/** Computes the share of merges that went round a gate. Pure; order and repetition of facts do not matter. */
export function computeGateBypassRate(input: KpiInput): Computed {
  const { window, config } = input;
  const rules = readRuleSuites(input);
  const merges = findMerges(input);
  const inWindow = merges.filter(({ mergedAt }) => mergedAt >= window.from && mergedAt < window.to);
  const countsAll = config.changes.bots === "include";
  const ofBots = countsAll ? [] : inWindow.filter(({ change }) => change.bot);
  const wanted = inWindow.filter(({ change }) => countsAll || !change.bot);
  const judged = wanted.flatMap((merge) => judgeMerge(merge, rules) ?? []);
  const waiting = judged.filter((merge) => isReadLater(merge, rules));
  const counted = judged.filter((merge) => !waiting.includes(merge));
  const unknown = wanted.filter(({ gate }) => gate === null);
  const judgedBots = ofBots.flatMap((merge) => judgeMerge(merge, rules) ?? []);
  const pushes = findDirectPushes(rules, merges, input);
  const secrets = findPushProtectionBypasses(input);
  const base = {
    excluded: {
      ...(ofBots.length > 0 && { "opened by a bot": ofBots.length }),
      ...(unknown.length > 0 && { "checks not seen from the beginning of the head": unknown.length }),
      ...(waiting.length > 0 && { [rulesNotReadYet]: waiting.length }),
    },
    evidence: [
      ...counted.map((merge) => evidenceOfMerge(merge, null)),
      ...waiting.map((merge) => evidenceOfMerge(merge, rulesNotReadYet)),
      ...judgedBots.map((merge) => evidenceOfMerge(merge, "opened by a bot")),
      ...unknown.map(evidenceOfUnknown),
      ...(pushes ?? []),
      ...(secrets ?? []),
    ],
    beside: besideGateBypassRate({
      merges: counted,
      rulesLeftOut: rules.leftOut,
      bots: config.changes.bots === "separate" ? judgedBots : null,
      pushes,
      secrets,
    }),
    breakdown: breakDownBypasses(counted),
    notes: noteOf(input, waiting.length, rules),
  };
  const unselected = noCheckSelected(input);
  if (unselected !== null) return { ...base, outcome: "not-applicable", reasons: [unselected] };
  const unread = whyUnread(counted, rules, input);
  const nothing = counted.length === 0 ? whyNothing(input, { wanted, unknown, waiting }) : null;
  if (unread !== null) {
    return { ...base, outcome: "not-measured", reasons: [unread, ...(nothing?.reasons ?? [])] };
  }
  if (nothing !== null) return { ...base, ...nothing };
  const bypassed = counted.filter(isBypass).length;
  return {
    ...base,
    outcome: "measured",
    value: (100 * bypassed) / counted.length,
    numerator: bypassed,
    denominator: counted.length,
  };
}

/** Rules are read once a day at most: a merge since then is told of when they have been read again. */
function isReadLater({ rulesRead, mergedAt }: JudgedMerge, { readUntil, unseen }: RuleSuites): boolean {
  return !rulesRead && unseen === null && readUntil !== null && mergedAt >= readUntil;
}

function noteOf(input: KpiInput, waiting: number, { readUntil, leftOut }: RuleSuites): string[] {
  const partial = partialHistoryNote(input, input.window, historyOfMerges);
  const notes = [...(partial === null ? [] : [partial]), ...(leftOut ? [rulesLeftOut] : [])];
  if (waiting === 0 || readUntil === null) return notes;
  const merges = waiting === 1 ? "1 merge" : `${waiting} merges`;
  const until = new Date(readUntil).toISOString().slice(0, 16).replace("T", " ");
  return [
    ...notes,
    `${merges} of the window will be counted when bypassed rules are read again; they were read last at ${until} UTC.`,
  ];
}

function evidenceOfUnknown({ change, mergedAt }: Merge): Evidence {
  return {
    kind: "pull-request",
    id: `#${change.number}`,
    url: change.url,
    at: mergedAt,
    note: `left out: ${unseenHead}`,
    counted: null,
  };
}
