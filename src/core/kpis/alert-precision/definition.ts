// Alert precision: what it means. The formula is in `compute.ts`; which reason means what, in `core/findings/closure.ts`.
import type { KpiDefinition } from "../definition.ts";
import { adviseAlertPrecision } from "./advise.ts";
import { computeAlertPrecision } from "./compute.ts";

export const alertPrecision: KpiDefinition = {
  id: "alert-precision",
  version: 1,
  title: "Alert precision",
  roles: ["manager"],
  direction: "up",
  statistic: "share",
  unit: "%",
  minimumSample: 10,
  denominatorUnit: "closed finding",
  defaultTarget: null,
  publicSafe: false,
  documentation: {
    question: "How many of the findings that were closed had been real?",
    formula:
      "100 × real findings closed in the window ÷ findings closed by a judgement or a fix in the window.",
    population: [
      "Findings of code scanning, Dependabot and secret scanning on the default branch, of any severity, that are closed at the window's end and were closed last in the window. Each counts once, by its last closure: one that was dismissed, reopened and then fixed is a fixed one, and one that is open again at the end is none.",
      "Real: fixed (a revoked secret is fixed), and accepted as a risk (won't fix, tolerable risk, no bandwidth, not used, fix started, mitigated). Not real: false positive (inaccurate) and used in tests, also where its code was removed afterwards. GitHub also calls a finding fixed when its code or its dependency was removed: that proves no judgement, but no mistake of the tool either.",
    ].join("\n\n"),
    window:
      "A finding belongs to the window of its last closure before the window's end. What happens to it afterwards does not change the window.",
    exclusions: [
      "Closed by a rule, not by a judgement: dismissed by an auto-triage rule, a secret's pattern deleted, edited or hidden by configuration.",
      "Closed without a known reason: GitHub gave none, or one that Firstpass does not know.",
      "Code scanning results without a security severity, and findings that never reached the default branch, are no part of it.",
    ],
    notMeasuredWhen: [
      "Firstpass may not read the alerts of one of the three sources, or all three are off. One that is off is left out, and a note says so, unless findings of it were open when it was seen last: switching a scanner off closes nothing, and then nothing is told.",
      "No finding was closed, and GitHub's lists of alerts have not been read to the end.",
      "All findings that were closed were dismissed without a known reason.",
    ],
    howToAct:
      "Look at the rules that were wrong most often: tune or turn off those, leave tests and examples out of the scan, and report what the tool gets wrong. Do not aim at 100 %: a team that never dismisses anything reaches it too, so read it beside the number of findings closed.",
  },
  compute: computeAlertPrecision,
  advise: adviseAlertPrecision,
};
