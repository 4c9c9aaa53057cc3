// Repeat findings: what it means. The formula is in `compute.ts`; what arrived and what had been fixed before, in `arrived.ts`.
import type { KpiDefinition } from "../definition.ts";
import { adviseRepeatFindings } from "./advise.ts";
import { computeRepeatFindings } from "./compute.ts";

export const repeatFindings: KpiDefinition = {
  id: "repeat-findings",
  version: 2,
  title: "Repeat findings",
  roles: ["champion", "architect"],
  direction: "down",
  statistic: "share",
  unit: "%",
  minimumSample: 10,
  denominatorUnit: "new or returned finding",
  defaultTarget: null,
  publicSafe: false,
  documentation: {
    question: "How many of the findings that arrive had been fixed here before?",
    formula:
      "100 × repeats ÷ findings that were new or came back in the window. Repeats: findings that came back after a fix, and new findings of a rule of which another finding was fixed in this repository in the 180 days before.",
    population: [
      "Findings of code scanning, Dependabot and secret scanning, of any severity, that reached the default branch in the window, or that were reopened or reintroduced there in it after a fix. Each counts once, whatever happened to it how often: as one that came back, where it did.",
      "The same rule: the same source and the same rule id, advisory (GHSA) or type of secret. The fix must lie before the new finding's arrival, by 180 days at most; one in the same second does not, because code that is moved closes one alert and opens another at once.",
    ].join("\n\n"),
    window:
      "A new finding belongs to the window in which it reached the default branch, a returned one to that of its first return in the window. Where deliveries do not reach back to the beginning of the window, only what arrived since they began is looked at: GitHub's lists do not tell what came back in between. What is judged later not to have been a finding leaves its window.",
    exclusions: [
      "Dismissed as a false positive or as used in tests, also later: it was no finding, and its fix is none.",
      "Reopened after a dismissal: somebody thought again, but nothing was fixed that came back. The same where it is not told what had closed it.",
      "Secrets found by a scan of history, unless the push of their commit is known to have come while it ran: the alert is new, the secret is not.",
      "New findings whose rule is not told.",
      "Arrived before deliveries began, or before they came again after a gap.",
      "Code scanning results without a security severity are no part of it.",
    ],
    notMeasuredWhen: [
      "Firstpass may not read the alerts of one of the three sources, or all three are off. One that is off is left out, and a note says so, unless findings of it were open when it was seen last: switching a scanner off closes nothing, and then nothing is told.",
      "Nothing arrived, and GitHub's lists of alerts have not been read to the end, or the events do not reach back to the beginning of the window: the lists do not tell what came back in between.",
    ],
    howToAct:
      "Ask why the rule comes back: a fix without a test, a pattern that is copied, a library without a safe default. Mend the cause once, in the template or a shared library, and have its check run before review. A note says when fixes of 180 days are not all known; such a window is compared with no other.",
  },
  compute: computeRepeatFindings,
  advise: adviseRepeatFindings,
};
