// Which findings arrived in a window, and which of them had been fixed before: in this very place, or in another of the same rule.
import type { Finding, FindingState } from "../../findings/finding.ts";
import { beforeDeliveries, isWithin, type JudgedFinding, whyNoFinding } from "../judged-finding.ts";
import type { Window } from "../measurement.ts";

/** A rule that was fixed within so many days before counts as fixed once. */
const lookBackDays = 180;
export const lookBackMillis = lookBackDays * 24 * 60 * 60 * 1000;

export interface ArrivedFinding extends JudgedFinding {
  readonly how: "came back" | "fixed rule" | "new" | "left out";
}

interface Return {
  readonly at: number;
  readonly what: "reopened" | "reintroduced";
  /** What it came back from. */
  readonly from: FindingState;
}

type Fixes = ReadonlyMap<string, readonly { readonly id: string; readonly at: number }[]>;

/**
 * Findings that were new on the default branch in the window, or back in it, each once. What arrived before `countedFrom` is left
 * out: nobody told what came back until then.
 */
export function judgeArrived(
  findings: readonly Finding[],
  window: Window,
  countedFrom: number,
): ArrivedFinding[] {
  const fixes = fixesByRule(findings);
  return findings.flatMap((finding) => {
    const told = judge(finding, fixes, { from: countedFrom, to: window.to });
    if (told.length > 0 || countedFrom <= window.from) return told;
    const before = judge(finding, fixes, { from: window.from, to: Math.min(countedFrom, window.to) });
    return before.map((each) => ({ ...each, leftOut: beforeDeliveries, counted: false, how: "left out" }));
  });
}

function judge(finding: Finding, fixes: Fixes, window: Window): ArrivedFinding[] {
  const returns = returnsWithin(finding, window);
  const repeat = returns.find(({ from }) => from === "fixed");
  const { reachedDefaultAt } = finding;
  const newAt = reachedDefaultAt !== null && isWithin(reachedDefaultAt, window) ? reachedDefaultAt : null;
  const at = repeat?.at ?? newAt ?? returns[0]?.at;
  if (at === undefined) return [];
  const tell = (
    how: ArrivedFinding["how"],
    note: string,
    leftOut: string | null = null,
  ): ArrivedFinding[] => [
    { finding, id: finding.id, at, note, leftOut, counted: how === "came back" || how === "fixed rule", how },
  ];
  const none = whyNoFinding(finding);
  if (none !== null) return tell("left out", "dismissed", none);
  if (repeat !== undefined) return tell("came back", `${repeat.what} after it had been fixed`);
  if (newAt === null) return tell("left out", "back again", whyNoRepeat(returns));
  if (finding.foundInHistory) return tell("left out", "new alert", "found in history");
  if (finding.rule === null) return tell("left out", "new", "rule not told");
  const before = fixBefore(finding, at, fixes);
  if (before !== null)
    return tell("fixed rule", `new, of a rule that was fixed before: ${before.id} on ${isoDay(before.at)}`);
  return tell("new", `new: no other finding of its rule was fixed in the ${lookBackDays} days before`);
}

/** By time. GitHub reintroduces only what was fixed; of a reopening the state before it tells. */
function returnsWithin({ transitions }: Finding, window: Window): Return[] {
  return transitions.flatMap(({ what, at }, index) => {
    if ((what !== "reopened" && what !== "reintroduced") || !isWithin(at, window)) return [];
    const from = what === "reintroduced" ? "fixed" : (transitions[index - 1]?.state ?? "open");
    return [{ at, what, from }];
  });
}

function whyNoRepeat(returns: readonly Return[]): string {
  return returns.every(({ from }) => from === "dismissed")
    ? "reopened after a dismissal"
    : "reopened, and what closed it was not told";
}

function fixesByRule(findings: readonly Finding[]): Fixes {
  const fixes = new Map<string, { id: string; at: number }[]>();
  for (const finding of findings) {
    if (whyNoFinding(finding) !== null) continue;
    const fixed = finding.transitions.filter(({ what }) => what === "fixed");
    const known = fixes.get(ruleKey(finding)) ?? [];
    fixes.set(ruleKey(finding), [...known, ...fixed.map(({ at }) => ({ id: finding.id, at }))]);
  }
  return fixes;
}

function ruleKey({ source, rule }: Finding): string {
  return JSON.stringify([source, rule]);
}

/** The last fix of the same rule, which is another finding's because its own come after its arrival, up to 180 days before; of the same time the one with the smallest id. */
function fixBefore(finding: Finding, at: number, fixes: Fixes): { id: string; at: number } | null {
  const others = (fixes.get(ruleKey(finding)) ?? []).filter(
    (fix) => fix.at < at && fix.at >= at - lookBackMillis,
  );
  return others.sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))[0] ?? null;
}

/** `2026-11-16`, UTC. */
export function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
