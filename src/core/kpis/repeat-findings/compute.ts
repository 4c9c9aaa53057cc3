// The formula of repeat findings: findings that are new or came back in the window → the share of them that had been fixed before.
import { type FindingsSight, sightOfFindings } from "../../findings/sight.ts";
import { breakDownByRule } from "../concentration.ts";
import { concludeFindings, shareOf } from "../conclude-findings.ts";
import { countedFrom, coversWindow } from "../coverage.ts";
import type { KpiInput } from "../definition.ts";
import { countLeftOut, evidenceOfJudged } from "../judged-finding.ts";
import type { Beside, Computed } from "../measurement.ts";
import { type ArrivedFinding, isoDay, judgeArrived, lookBackMillis } from "./arrived.ts";

/** Computes the share of repeats among findings that arrived. Pure; order and repetition of facts do not matter. */
export function computeRepeatFindings(input: KpiInput): Computed {
  const { window } = input;
  const sight = sightOfFindings(input);
  const findings = input.findings.filter(
    ({ source, security }) => security && sight.sources.includes(source),
  );
  const arrived = judgeArrived(findings, window, countedFrom(input, window));
  const inNumber = arrived.filter(({ leftOut }) => leftOut === null);
  const repeats = inNumber.filter(({ counted }) => counted);
  const told = {
    excluded: countLeftOut(arrived),
    evidence: evidenceOfJudged(arrived),
    beside: besideRepeats(inNumber),
    breakdown: breakDownByRule(repeats.map((each) => ({ ...each, weight: 1 }))),
  };
  const blind = whyBlindBefore(input, sight);
  const share = shareOf(repeats.length, inNumber.length);
  return concludeFindings(input, sight, told, {
    // A history that grows finds more repeats: that is no trend.
    number: share !== null && blind !== null ? { ...share, comparable: false } : share,
    nothing: { code: "no-new-finding", text: "No finding was new or came back in the window." },
    unknown: [],
    // GitHub's lists tell the latest state, not that a finding came back in between.
    byEvents: true,
    notes: blind === null ? [] : [blind],
  });
}

/** Earlier fixes are known from GitHub's lists, or from having seen all that happened meanwhile. */
function whyBlindBefore(input: KpiInput, { incomplete }: FindingsSight): string | null {
  const from = input.window.from - lookBackMillis;
  if (incomplete === null || coversWindow(input, { from, to: input.window.to }, "deliveries")) return null;
  return `Fixes are not all known back to ${isoDay(from)}: a new finding of a rule fixed before that was not seen counts as new, so the share may be higher.`;
}

function besideRepeats(inNumber: readonly ArrivedFinding[]): Beside[] {
  const count = (id: string, label: string, wanted: ArrivedFinding["how"]): Beside => {
    const those = inNumber.filter(({ how }) => how === wanted);
    return { id, label, value: those.length, unit: "", evidenceIds: those.map((each) => each.id).sort() };
  };
  return [
    count("came-back", "findings that came back after a fix", "came back"),
    count("fixed-rule", "new findings of a rule that was fixed before", "fixed rule"),
    count("new", "new findings", "new"),
  ];
}
