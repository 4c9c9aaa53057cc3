// Remediation within SLA: what it means. The formula is in `compute.ts`, the clock in `core/findings/sla.ts`.
import type { KpiDefinition } from "../definition.ts";
import { adviseRemediationWithinSla } from "./advise.ts";
import { computeRemediationWithinSla } from "./compute.ts";

export const remediationWithinSla: KpiDefinition = {
  id: "remediation-within-sla",
  version: 1,
  title: "Remediation within SLA",
  roles: ["engineer", "lead"],
  direction: "up",
  statistic: "share",
  unit: "%",
  minimumSample: 10,
  denominatorUnit: "finding",
  defaultTarget: { op: ">=", value: 95, tolerance: 5 },
  publicSafe: false,
  documentation: {
    question: "Which share of critical and high findings is fixed within the time that was agreed?",
    formula:
      "100 × findings fixed at or before they were due ÷ findings that were due in the window or were fixed in it.",
    population: [
      "Critical and high findings of code scanning, Dependabot and secret scanning on the default branch that were fixed in the window, or that were due in it and are not fixed at its end. Each counts once in a window. Medium and low findings with an SLA are shown beside the number.",
      "Due: the finding's first date + the SLA of its severity + the time for which accepted exceptions stopped the clock before it was due. The first date is when the finding reached the default branch. Only an accepted exception stops the clock: a valid entry of an exceptions file until it expires, a dismissal on GitHub as an accepted risk until it is older than the review window (`exceptions.reviewAfterDays`).",
      "A reopened or reintroduced finding keeps its first date, and the clock runs on while it was fixed or dismissed for another reason: closing and reopening wins no time. The fix that stands at the window's end is the one that counts, so that a finding fixed in time, reopened, and fixed again after it was due counts in time in the first window and late in the second. A revoked secret is fixed.",
    ].join("\n\n"),
    window:
      "A finding belongs to the window in which it was fixed, and to the window in which it was due unless it was fixed by that window's end in an earlier one. A late finding can therefore count in two windows: when its SLA ran out, and when it was fixed at last. What happens after the window's end does not change it, except that a finding which is judged later to be a false positive or used in tests leaves it.",
    exclusions: [
      "Dismissed as a false positive or as used in tests, also when it was judged so later, and also when its code went away afterwards.",
      "Closed by a rule, not by a judgement: dismissed by an auto-triage rule, a secret's pattern deleted, edited or hidden by configuration.",
      "Closed without a known reason.",
      "Clock stopped by an accepted exception: it would have been due in the window, or was accepted in it. Accepted after it was due, or accepted for longer than the review window, it counts as late.",
      "Severity not known, and no SLA for its severity: those open at the window's end or closed in it.",
      "Code scanning results without a security severity, and findings that never reached the default branch, are no part of it.",
    ],
    notMeasuredWhen: [
      "Firstpass may not read the alerts of one of the three sources, or all three are off. One that is off is left out, and a note says so, unless findings of it were open when it was seen last: switching a scanner off closes nothing, and then nothing is told.",
      "Firstpass may not read the exceptions file.",
      "No finding was due or fixed, and GitHub's lists of alerts have not been read to the end.",
      "Findings were open or closed, but of none of those that count a severity is known.",
    ],
    howToAct:
      "Fix what is late and still open first, beginning with the rule or package that most of it is of. Where a risk is to be lived with, accept it in the exceptions file with an owner and an expiry before it is due. Do not close findings to meet the date: what is dismissed as a false positive shows in alert precision.",
  },
  compute: computeRemediationWithinSla,
  advise: adviseRemediationWithinSla,
};
