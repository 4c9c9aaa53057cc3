// The formula of alert precision: findings closed in the window → the share of them that were real.
import type { Closure, Finding } from "../../findings/finding.ts";
import { lastTransition, standingClosure } from "../../findings/life.ts";
import { sightOfFindings } from "../../findings/sight.ts";
import { breakDownByRule } from "../concentration.ts";
import { concludeFindings, shareOf } from "../conclude-findings.ts";
import type { KpiInput } from "../definition.ts";
import { countLeftOut, evidenceOfJudged, isWithin, type JudgedFinding } from "../judged-finding.ts";
import type { Beside, Computed, Reason, Window } from "../measurement.ts";

type Ending = "fixed" | Closure;

interface ClosedFinding extends JudgedFinding {
  readonly ending: Ending;
}

/** What each way to be closed says of the finding. */
const verdicts: Readonly<Record<Ending, { real: boolean; leftOut: string | null; text: string }>> = {
  fixed: { real: true, leftOut: null, text: "real: fixed" },
  accepted: { real: true, leftOut: null, text: "real: accepted as a risk" },
  "false-positive": { real: false, leftOut: null, text: "not real: false positive" },
  test: { real: false, leftOut: null, text: "not real: used in tests" },
  administrative: { real: false, leftOut: "closed by a rule, not by a judgement", text: "dismissed" },
  unknown: { real: false, leftOut: "closed without a known reason", text: "dismissed" },
};

/** Computes the share of closed findings that were real. Pure; order and repetition of facts do not matter. */
export function computeAlertPrecision(input: KpiInput): Computed {
  const sight = sightOfFindings(input);
  const judged = input.findings
    .filter(({ source, security }) => security && sight.sources.includes(source))
    .flatMap((finding) => judge(finding, input.window));
  const counted = judged.filter(({ leftOut }) => leftOut === null);
  const real = counted.filter((each) => each.counted).length;
  const wrong = counted.filter((each) => !each.counted);
  const told = {
    excluded: countLeftOut(judged),
    evidence: evidenceOfJudged(judged),
    beside: besidePrecision(judged),
    breakdown: breakDownByRule(wrong.map((each) => ({ ...each, weight: 1 }))),
  };
  return concludeFindings(input, sight, told, {
    number: shareOf(real, counted.length),
    nothing: {
      code: "no-finding-closed",
      text: "No finding was closed by a fix or a judgement in the window.",
    },
    unknown: whyUnknown(judged.filter(({ ending }) => ending === "unknown").length),
    // GitHub's lists tell when each alert was closed.
    byEvents: false,
  });
}

/** Closed at the window's end, by what happened in the window; none where it was not. */
function judge(finding: Finding, window: Window): ClosedFinding[] {
  const last = lastTransition(finding, window.to);
  if (last === null || last.state === "open" || !isWithin(last.at, window)) return [];
  const ending = endingOf(finding, window.to);
  const { real, leftOut, text } = verdicts[ending];
  const note = last.reason === null ? text : `${text} (${last.reason})`;
  return [{ finding, id: finding.id, at: last.at, note, leftOut, counted: real, ending }];
}

/** What was judged not to be real does not become real when its code goes away. */
function endingOf(finding: Finding, at: number): Ending {
  const closure = standingClosure(finding, at);
  const isFixed = lastTransition(finding, at)?.state === "fixed";
  return isFixed && closure !== "false-positive" && closure !== "test" ? "fixed" : (closure ?? "unknown");
}

function besidePrecision(closed: readonly ClosedFinding[]): Beside[] {
  const count = (wanted: Ending, label: string): Beside => {
    const those = closed.filter(({ ending }) => ending === wanted);
    return {
      id: wanted,
      label,
      value: those.length,
      unit: "",
      evidenceIds: those.map(({ id }) => id).sort(),
    };
  };
  return [
    count("fixed", "fixed"),
    count("accepted", "accepted as a risk"),
    count("false-positive", "closed as a false positive"),
    count("test", "closed as used in tests"),
  ];
}

function whyUnknown(count: number): Reason[] {
  if (count === 0) return [];
  const closed = count === 1 ? "One finding was" : `${count} findings were`;
  const text = `${closed} dismissed in the window without a reason that says whether it was real: choose one when you dismiss.`;
  return [{ code: "closure-unknown", text }];
}
