// The formula of control coverage: six core controls → the share that is active. What a control is, is judged in `controls.ts`.
import type { KpiInput } from "../definition.ts";
import type { Computed, Evidence, Reason } from "../measurement.ts";
import type { Control } from "./control.ts";
import { judgeControls } from "./controls.ts";

/** Computes the share of core controls that are active at the window's end. Pure; order and repetition of facts do not matter. */
export function computeControlCoverage({
  facts,
  config,
  window,
  repository,
  source = "app",
}: KpiInput): Computed {
  const controls = judgeControls({ facts, config, to: window.to, source });
  const active = controls.filter(({ judged }) => judged.state === "active");
  const inactive = controls.filter(({ judged }) => judged.state === "inactive");
  const reasons = distinctReasons(controls);
  const seen = active.length + inactive.length;
  const base = {
    excluded: {},
    evidence: controls.map((control) => evidenceOf(control, repository.url)),
    beside: [
      {
        id: "controls-active",
        label: `controls seen active, of ${seen} that were seen`,
        value: seen === 0 ? null : active.length,
        unit: "",
        evidenceIds: active.map(({ id }) => id),
      },
    ],
    breakdown: inactive.map(({ id, title }) => ({ label: title, count: 1, of: seen, evidenceIds: [id] })),
    notes: [],
  };
  if (reasons.length > 0) return { ...base, outcome: "not-measured", reasons };
  return {
    ...base,
    outcome: "measured",
    value: (100 * active.length) / seen,
    numerator: active.length,
    denominator: seen,
  };
}

/** All that keep a control from being seen; controls that one refusal hides share its reason. */
function distinctReasons(controls: readonly Control[]): Reason[] {
  const byText = new Map<string, Reason>();
  for (const { judged } of controls) {
    if (judged.state !== "unseen") continue;
    for (const reason of judged.reasons) byText.set(`${reason.code} ${reason.text}`, reason);
  }
  return [...byText.values()];
}

function evidenceOf({ id, title, settings, judged, at }: Control, repositoryUrl: string): Evidence {
  const url = `${repositoryUrl}/${settings}`;
  if (judged.state === "unseen") {
    const why = judged.reasons.map(({ text }) => text).join(" ");
    return { kind: "control", id, url, at, note: `${title}: not seen. ${why}`, counted: null };
  }
  const counted = judged.state === "active";
  return { kind: "control", id, url, at, note: `${title}: ${judged.state}. ${judged.note}`, counted };
}
