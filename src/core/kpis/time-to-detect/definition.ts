// Time to detect: what it means. The formula is in `compute.ts`; from which commit to which alert, in `detections.ts`.
import type { KpiDefinition } from "../definition.ts";
import { adviseTimeToDetect } from "./advise.ts";
import { computeTimeToDetect } from "./compute.ts";

export const timeToDetect: KpiDefinition = {
  id: "time-to-detect",
  version: 2,
  title: "Time to detect",
  roles: ["manager"],
  direction: "down",
  statistic: "median",
  unit: "days",
  minimumSample: 10,
  denominatorUnit: "finding",
  defaultTarget: null,
  publicSafe: false,
  documentation: {
    question: "How long after its commit is a finding told of?",
    formula:
      "Median of (alert created − commit made), in days, over findings whose alert was created in the window. The mean and the 90th percentile (linear interpolation) stand beside it.",
    population: [
      "Findings of code scanning and secret scanning, of any severity, on the default branch, pull requests and other branches alike: what is found before the merge is found soonest. Dependabot's alerts have no commit that brought them and are no part of it.",
      "The commit: of code scanning the one that GitHub names when it creates the alert, which is the commit that was analysed first with the finding in it; an analysis that runs seldom, by a schedule, names a later commit than the one that really brought the finding, so that the true time may be longer. Of secret scanning the earliest known commit among the places of the secret. Its time is the committer's, from the push that brought it or from GitHub's commit.",
    ].join("\n\n"),
    window:
      "A finding belongs to the window in which GitHub created its alert; a reopening does not change it. What is judged later not to have been a finding leaves its window. Where deliveries do not reach back to the beginning of the window, only findings whose alert was created since they began are looked at: GitHub's lists name neither the commits nor what was found on pull requests.",
    exclusions: [
      "Dismissed as a false positive or as used in tests, also later.",
      "Secrets found by a scan of history, unless the push of their commit is known to have come while it ran: that scan began when it was switched on, not when the commit came.",
      "No commit was told, or the commit's time is not known.",
      "Created before deliveries began, or before they came again after a gap.",
      "The commit is dated after its alert: a clock was wrong, and a time below zero, or a zero in its place, would be invented.",
      "Code scanning results without a security severity are no part of it.",
    ],
    notMeasuredWhen: [
      "Firstpass may not read the alerts of one of the two sources, or both are off. One that is off is left out, and a note says so, unless findings of it were open when it was seen last: switching a scanner off closes nothing, and then nothing is told.",
      "Of more than one in ten of the findings that should have a time nobody told the commit: their deliveries were lost, and with them those of what was found on pull requests, which is found soonest.",
      "No time could be measured, and GitHub's lists of alerts have not been read to the end, or the events do not reach back to the beginning of the window, or the time of a commit is not known.",
    ],
    howToAct:
      "Run the analysis on every push and every pull request, not by a schedule alone, and keep it short. Turn on push protection: a secret that is stopped needs no detection.",
  },
  compute: computeTimeToDetect,
  advise: adviseTimeToDetect,
};
