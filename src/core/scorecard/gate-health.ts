// Release gate health: good, mixed, improving or at risk, from the gate's own KPIs and from what has got past it.
import type { KpiId } from "../kpis/measurement.ts";
import { formatValue } from "./format-value.ts";
import type { KpiResult, Review } from "./scorecard.ts";

/** What the gate itself does: at least one of these must be judged before anything is said. */
const gateKpis: readonly KpiId[] = ["first-pass-rate", "gate-bypass-rate", "gate-stability"];
/** What has got past it. */
const behindGate: readonly KpiId[] = ["remediation-within-sla", "open-critical-age"];

/** How these are judged where nobody has set a target, in their unit: up to `good`, up to `doubtful`, and beyond. */
export const gateLimits = {
  "gate-bypass-rate": { good: 2, doubtful: 10 },
  "gate-stability": { good: 95, doubtful: 90 },
} as const;

/** `open`: it cannot be seen. `silent`: there was nothing to measure, or too little to judge. */
type Signal = "good" | "doubtful" | "bad" | "open" | "silent";

/**
 * The rule, by what each KPI says (on target: good; near: doubtful; off target: bad; without a target by `gateLimits`):
 * any bad one makes it at risk, unless each bad one is improving beyond chance; then it is improving. Else any doubtful one, or one
 * that is worsening beyond chance, makes it mixed. Else it is good, but only if no KPI is hidden: what cannot be seen may be bad,
 * so that it is not measured then. It is not measured either where none of the gate's own KPIs could be judged.
 */
export function judgeGate(kpis: readonly KpiResult[]): Review["gateHealth"] {
  const looked = [...gateKpis, ...behindGate].flatMap((id) => kpis.filter((kpi) => kpi.id === id));
  const signals = looked.map((kpi) => ({ kpi, signal: readSignal(kpi) }));
  const judged = signals.filter(({ signal }) => signal !== "open" && signal !== "silent");
  const text = tell(signals);
  const made = looked.map(({ id }) => id);
  if (!judged.some(({ kpi }) => gateKpis.includes(kpi.id)))
    return { verdict: "not-measured", text, kpis: made };

  const bad = judged.filter(({ signal }) => signal === "bad");
  if (bad.length > 0) {
    const mending = bad.every(({ kpi }) => kpi.trend?.verdict === "improving");
    return { verdict: mending ? "improving" : "at-risk", text, kpis: made };
  }
  const mixed = judged.some(({ kpi, signal }) => signal === "doubtful" || kpi.trend?.verdict === "worsening");
  if (mixed) return { verdict: "mixed", text, kpis: made };
  const hidden = signals.some(({ signal }) => signal === "open");
  return { verdict: hidden ? "not-measured" : "good", text, kpis: made };
}

function readSignal(kpi: KpiResult): Signal {
  switch (kpi.status) {
    case "on-target":
      return "good";
    case "near":
      return "doubtful";
    case "off-target":
      return "bad";
    case "no-target":
      return readUntargeted(kpi);
    case "not-measured":
      return "open";
    case "not-applicable":
    case "low-sample":
      return "silent";
  }
}

function readUntargeted({ id, value }: KpiResult): Signal {
  if (value === null) return "silent";
  if (id === "gate-bypass-rate") {
    const { good, doubtful } = gateLimits[id];
    return value <= good ? "good" : value <= doubtful ? "doubtful" : "bad";
  }
  if (id === "gate-stability") {
    const { good, doubtful } = gateLimits[id];
    return value >= good ? "good" : value >= doubtful ? "doubtful" : "bad";
  }
  return "silent";
}

const signalWords: Readonly<Record<Signal, string>> = {
  good: "good",
  doubtful: "doubtful",
  bad: "bad",
  open: "not measured",
  silent: "",
};

const statusWords: Readonly<Partial<Record<KpiResult["status"], string>>> = {
  "on-target": "on target",
  near: "near target",
  "off-target": "off target",
  "low-sample": "too few to judge",
};

const names: Readonly<Partial<Record<KpiId, string>>> = {
  "first-pass-rate": "first-pass rate",
  "gate-bypass-rate": "bypassed",
  "gate-stability": "stable",
  "remediation-within-sla": "fixed in time",
  "open-critical-age": "open critical and high findings",
};

/** `first-pass rate 87.5 % (on target); bypassed 12 % (bad, improving); stable: not measured.` */
function tell(signals: readonly { readonly kpi: KpiResult; readonly signal: Signal }[]): string {
  if (signals.length === 0) return "None of the gate's KPIs is measured here.";
  const parts = signals.map(({ kpi, signal }) => {
    const name = names[kpi.id] ?? kpi.title;
    if (kpi.value === null) return `${name}: ${kpi.outcome.replace("-", " ")}`;
    const verdict = statusWords[kpi.status] ?? signalWords[signal];
    const moving = kpi.trend === null || kpi.trend.verdict === "steady" ? "" : `, ${kpi.trend.verdict}`;
    return `${name} ${formatValue(kpi.value, kpi.unit)}${verdict === "" ? "" : ` (${verdict}${moving})`}`;
  });
  return `${parts.join("; ")}.`;
}
