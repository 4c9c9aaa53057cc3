// Time to remediate: what it means. The formula is in `compute.ts`.
import type { Config } from "../../config/config.ts";
import type { KpiDefinition } from "../definition.ts";
import type { Target } from "../target.ts";
import { adviseTimeToRemediate } from "./advise.ts";
import { computeTimeToRemediate } from "./compute.ts";

export const timeToRemediate: KpiDefinition = {
  id: "time-to-remediate",
  version: 1,
  title: "Time to remediate",
  roles: ["lead", "manager"],
  direction: "down",
  statistic: "median",
  unit: "days",
  minimumSample: 10,
  denominatorUnit: "fixed finding",
  defaultTarget: null,
  targetFrom: targetOfSla,
  publicSafe: false,
  documentation: {
    question: "How long does it take until a critical or high finding is fixed?",
    formula:
      "Median of the days from a finding's first date to its fix, of critical and high findings together. Per severity, median, mean and 90th percentile stand beside it, each with its SLA.",
    population: [
      "Critical and high findings of code scanning, Dependabot and secret scanning on the default branch that were fixed in the window and are fixed at its end. The first date is when the finding reached the default branch; a reopened or reintroduced finding keeps it, and the fix that stands at the window's end counts. A revoked secret is fixed.",
      "Days are calendar days in UTC. Exceptions do not shorten them: they stop the clock of the SLA, not time.",
    ].join("\n\n"),
    window:
      "A finding belongs to the window of the fix that stands at its end. Reopened and fixed again later, it counts in the later window as well, from its first date.",
    exclusions: [
      "Dismissed as a false positive or as used in tests, also when it was judged so later.",
      "Accepted as a risk, not fixed: counted apart, with its own median.",
      "Closed by a rule, not by a judgement, or without a known reason.",
      "Severity not known.",
      "Code scanning results without a security severity, and findings that never reached the default branch, are no part of it.",
    ],
    notMeasuredWhen: [
      "Firstpass may not read the alerts of one of the three sources, or all three are off. One that is off is left out, and a note says so, unless findings of it were open when it was seen last: switching a scanner off closes nothing, and then nothing is told.",
      "No finding was fixed, and GitHub's lists of alerts have not been read to the end.",
      "Findings were fixed, but of none of them a severity is known.",
    ],
    howToAct:
      "Look at the slowest tenth before the median: a fast median with a long tail means that some findings have no owner. Read it beside the age of open findings, for a repository that fixes only what is easy has a short median too. The target is the SLA of high findings, unless the configuration sets another.",
  },
  compute: computeTimeToRemediate,
  advise: adviseTimeToRemediate,
};

/** The SLA of high findings, which are the larger part; null where there is none. */
function targetOfSla({ sla }: Config): Target | null {
  return sla.high === null ? null : { op: "<=", value: sla.high, tolerance: 0 };
}
