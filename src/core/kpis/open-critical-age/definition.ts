// Age of open critical and high findings: what it means. The formula is in `compute.ts`.
import type { KpiDefinition } from "../definition.ts";
import { adviseOpenCriticalAge } from "./advise.ts";
import { computeOpenCriticalAge } from "./compute.ts";

export const openCriticalAge: KpiDefinition = {
  id: "open-critical-age",
  version: 1,
  title: "Age of open critical and high findings",
  roles: ["manager", "director"],
  direction: "down",
  statistic: "median",
  unit: "days",
  minimumSample: 10,
  denominatorUnit: "open finding",
  defaultTarget: { op: "<=", value: 10, tolerance: 2 },
  publicSafe: false,
  documentation: {
    question: "How long have the critical and high findings been open that are open now?",
    formula:
      "Median of the days from a finding's first date to the end of the window, of the critical and high findings that are open then, together. Per severity, how many are open, their median age and the oldest stand beside it.",
    population:
      "Critical and high findings of code scanning, Dependabot and secret scanning that are open on the default branch at the end of the window. The first date is when the finding reached the default branch; a reopened or reintroduced finding keeps it. A finding that an entry of an exceptions file accepts is open on GitHub and counts here: the code is as vulnerable as before.",
    window:
      "A state, not a flow: only the end of the window matters. What happens exactly at that end, or after it, does not count.",
    exclusions: [
      "Dismissed findings are not open; those dismissed as an accepted risk are counted beside the number.",
      "Findings that were judged later to be a false positive or used in tests.",
      "Severity not known.",
      "Code scanning results without a security severity, and findings that never reached the default branch, are no part of it.",
    ],
    notMeasuredWhen: [
      "Firstpass may not read the alerts of one of the three sources, or all three are off. One that is off is left out, and a note says so, unless findings of it were open when it was seen last: switching a scanner off closes nothing, and then nothing is told.",
      "No finding is known to be open, and GitHub's lists of alerts have not been read to the end.",
      "Findings are open, but of none of them a severity is known.",
    ],
    howToAct:
      "Decide on the oldest first: fix it, or accept the risk with an owner and an expiry. A falling median can also mean that many new findings came in: read it beside how many are open.",
  },
  compute: computeOpenCriticalAge,
  advise: adviseOpenCriticalAge,
};
