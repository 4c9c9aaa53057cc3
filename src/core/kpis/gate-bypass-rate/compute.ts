// The formula of the gate bypass rate: merges into the default branch → how many went round a gate.
import { incompleteHistory, partialHistoryNote } from "../coverage.ts";
import type { KpiInput } from "../definition.ts";
import { noCheckSelected } from "../first-evaluations.ts";
import type { Computed, Evidence, Reason } from "../measurement.ts";
import { missingPermissions, neededPermissions } from "../permissions.ts";
import { besideGateBypassRate, breakDownBypasses } from "./beside.ts";
import { findDirectPushes } from "./direct-pushes.ts";
import { evidenceOfMerge, isBypass, type JudgedMerge, judgeMerge } from "./judge-merge.ts";
import { findMerges, type Merge } from "./merges.ts";
import { findPushProtectionBypasses } from "./push-protection.ts";
import { type RuleSuites, readRuleSuites } from "./rule-suites.ts";

const unseenHead = "its head was not seen from the beginning, so that a check may have been missed";
const rulesNotReadYet = "bypassed rules not read since the merge";

const administration = neededPermissions["gate-bypass-rate"].find(
  ({ permission }) => permission === "administration",
);
const neededForRules = `administration: ${administration?.access ?? "read"}`;

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
      bots: config.changes.bots === "separate" ? judgedBots : null,
      pushes,
      secrets,
    }),
    breakdown: breakDownBypasses(counted),
    notes: noteOf(input, waiting.length, rules),
  };
  const unselected = noCheckSelected(input);
  if (unselected !== null) return { ...base, outcome: "not-applicable", reasons: [unselected] };
  const unread = whyUnread(counted, wanted, rules, input.permissions);
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

/** Why bypasses of rules cannot be told for all merges that count; null where they can. */
function whyUnread(
  counted: readonly JudgedMerge[],
  wanted: readonly Merge[],
  { readUntil, unseen }: RuleSuites,
  permissions: KpiInput["permissions"],
): Reason | null {
  const open = counted.filter(({ rulesRead }) => !rulesRead).length;
  if (unseen !== null && (open > 0 || wanted.length === 0)) {
    return { code: unseen.why, text: unseen.text };
  }
  if (open === 0) return null;
  if (readUntil === null) {
    const text = `Which rules were bypassed has not been read yet. Wait for a day; where it stays so, grant Firstpass the permission "${neededForRules}".`;
    const isForbidden = missingPermissions("gate-bypass-rate", permissions).length > 0;
    return { code: isForbidden ? "permission-missing" : "rule-suites-not-read", text };
  }
  const merges = open === 1 ? "1 merge" : `${open} merges`;
  const text = `Which rules were bypassed is not known for ${merges} of the window: GitHub tells a month back at most, and nothing was read in time. Wait until the window begins later.`;
  return { code: "rule-suites-incomplete", text };
}

function whyNothing(
  input: KpiInput,
  left: {
    readonly wanted: readonly Merge[];
    readonly unknown: readonly Merge[];
    readonly waiting: readonly JudgedMerge[];
  },
): { outcome: "not-applicable" | "not-measured"; reasons: Reason[] } {
  const reasons: Reason[] = [];
  const incomplete = incompleteHistory(input, input.window);
  if (incomplete !== null) reasons.push(incomplete);
  if (left.waiting.length > 0) {
    const text =
      "Which rules were bypassed has not been read since the merges of the window. Wait for a day.";
    reasons.push({ code: "rule-suites-not-read", text });
  }
  if (left.unknown.length > 0) {
    const text =
      "The heads that were merged were pushed before Firstpass saw this repository: what their checks had said is not known. Wait for merges of newer heads.";
    reasons.push({ code: "heads-not-seen", text });
  }
  const outcome = reasons.length > 0 ? "not-measured" : "not-applicable";
  if (left.wanted.length === 0) {
    const text =
      "Nothing was merged into the default branch in the window; merges of changes by bots are counted apart.";
    reasons.push({ code: "no-merges", text });
  }
  return { outcome, reasons };
}

function noteOf(input: KpiInput, waiting: number, { readUntil }: RuleSuites): string[] {
  const partial = partialHistoryNote(input, input.window);
  const notes = partial === null ? [] : [partial];
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
