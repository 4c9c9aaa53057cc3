// The formula of findings prevented: of what pull requests showed first, the share that was fixed before the merge.
import { sightOfFindings } from "../../findings/sight.ts";
import { breakDownByRule } from "../concentration.ts";
import { concludeFindings, shareOf } from "../conclude-findings.ts";
import type { KpiInput } from "../definition.ts";
import { countLeftOut, evidenceOfJudged, type JudgedFinding } from "../judged-finding.ts";
import type { Beside, Computed, Reason } from "../measurement.ts";
import { judgePrevented, outcomeNotTold } from "./outcomes.ts";

/** Computes the share of findings prevented. Pure; order and repetition of facts do not matter. */
export function computeFindingsPrevented(input: KpiInput): Computed {
  const sight = sightOfFindings(input, ["code-scanning"]);
  const findings = input.findings.filter(
    ({ source, security }) => security && sight.sources.includes(source),
  );
  const judged = judgePrevented(findings, input.changes, input.window);
  const counted = judged.filter(({ leftOut }) => leftOut === null);
  const prevented = counted.filter((each) => each.counted);
  const introduced = counted.filter((each) => !each.counted);
  const unknown = judged.filter(({ leftOut }) => leftOut === outcomeNotTold);
  const told = {
    excluded: countLeftOut(judged),
    evidence: evidenceOfJudged(judged),
    beside: [
      figure("prevented", "fixed before the merge", prevented),
      figure("introduced", "open at the merge", introduced),
      figure("not-told", "merged, and what became of them is not told", unknown),
    ],
    breakdown: breakDownByRule(introduced.map((each) => ({ ...each, weight: 1 }))),
  };
  return concludeFindings(input, sight, told, {
    number: shareOf(prevented.length, counted.length),
    nothing: {
      code: "no-finding-on-pull-requests",
      text: "No finding was first seen on a pull request that was merged in the window.",
    },
    unknown: whyUnknown(unknown.length),
    // GitHub's list is of the default branch alone.
    byEvents: true,
  });
}

function figure(id: string, label: string, judged: readonly JudgedFinding[]): Beside {
  return { id, label, value: judged.length, unit: "", evidenceIds: judged.map((each) => each.id).sort() };
}

function whyUnknown(count: number): Reason[] {
  if (count === 0) return [];
  const findings = count === 1 ? "One finding was" : `${count} findings were`;
  const text = `${findings} open on a merged pull request by GitHub's last word, and the default branch was not told to have them: run code scanning on pushes to the default branch and on the last commit of a pull request.`;
  return [{ code: "outcome-not-told", text }];
}
