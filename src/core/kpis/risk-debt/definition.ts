// Risk debt: what it means. The formula is in `compute.ts`, the clock in `core/findings/sla.ts`.
import type { KpiDefinition } from "../definition.ts";
import { adviseRiskDebt } from "./advise.ts";
import { computeRiskDebt } from "./compute.ts";

export const riskDebt: KpiDefinition = {
  id: "risk-debt",
  version: 1,
  title: "Risk debt",
  roles: ["director"],
  direction: "down",
  statistic: "total",
  unit: "weighted days",
  minimumSample: 1,
  denominatorUnit: "open finding",
  defaultTarget: null,
  publicSafe: false,
  documentation: {
    question: "How much overdue risk does the repository carry, and does it grow?",
    formula:
      "Σ over the findings that are open at the end of the window of severity weight × days past the SLA. The weights are configurable (`riskWeights`; default critical 10, high 5, medium 2, low 1).",
    population: [
      "Findings of code scanning, Dependabot and secret scanning, of any severity that has an SLA, that are open on the default branch at the end of the window. One that is within its SLA is counted with a debt of zero: the denominator says how many are open, and is no divisor.",
      "Days past the SLA are days of the finding's own clock: it runs from the first date, which a reopening does not change, and an accepted exception stops it, before the finding is due and after. Parts of days count.",
    ].join("\n\n"),
    window:
      "A state, not a flow: only the end of the window matters. Its use is the trend. Every difference is a real one, for everything is counted.",
    exclusions: [
      "Dismissed findings are not open.",
      "Findings that were judged later to be a false positive or used in tests.",
      "Severity not known, and no SLA for its severity.",
      "Code scanning results without a security severity, and findings that never reached the default branch, are no part of it.",
    ],
    notMeasuredWhen: [
      "Firstpass may not read the alerts of one of the three sources, or all three are off. One that is off is left out, and a note says so, unless findings of it were open when it was seen last: switching a scanner off closes nothing, and then nothing is told.",
      "Firstpass may not read the exceptions file.",
      "No finding is known to be open, and GitHub's lists of alerts have not been read to the end.",
      "Findings are open, but of none of them a severity is known.",
    ],
    howToAct:
      "Pay off what weighs most: the rule or package that stands first, and of it the oldest. Debt grows every day by itself: a debt that stays level is being paid off as fast as it grows. Repositories of different size cannot be compared by it, and there is no default target.",
  },
  compute: computeRiskDebt,
  advise: adviseRiskDebt,
};
