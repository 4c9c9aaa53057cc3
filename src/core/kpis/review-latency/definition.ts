// Review latency: what it means. The formula is in `compute.ts`, which review is the first in `reviews.ts`.
import type { KpiDefinition } from "../definition.ts";
import { adviseReviewLatency } from "./advise.ts";
import { computeReviewLatency } from "./compute.ts";

export const reviewLatency: KpiDefinition = {
  id: "review-latency",
  version: 1,
  title: "Review latency",
  roles: ["lead"],
  direction: "down",
  statistic: "median",
  unit: "hours",
  minimumSample: 10,
  denominatorUnit: "first review",
  defaultTarget: null,
  publicSafe: true,
  documentation: {
    question: "How long does a pull request that is ready wait for its first review by another person?",
    formula:
      "The median of the hours from ready for review to the first review, over the pull requests that were first reviewed in the window. With an even number it is the mean of the two in the middle.",
    population: [
      "Pull requests into the default branch (or the configured base branches), opened by a person. Ready is when it was first open and no draft. The first review is the earliest that another person handed in from then on, until it was merged or closed; approvals, requests for changes and comments count alike. Not reviews: those of bots (accounts of type Bot, logins that end in `[bot]`, configured logins), the author's own, those of accounts that are deleted, and the dismissal of a review. A review that was dismissed later was given all the same.",
      "A review of a draft, before the pull request was ready for the first time, does not end the wait: nobody had asked for it. While a pull request is a draft again, or closed and reopened later, the clock stands still; a review that is handed in during that time counts, and ends the wait. A review in the second of the merge counts, a later one does not.",
      "Where the configuration sets `reviews.working_hours`, only these hours count, in the configured time zone, by the wall clock, so that summer time makes no difference. Public holidays are not known.",
      "Pull requests for security review or threat modelling are those that had one of `reviews.security_labels` at any time up to their first review. They are in the median, and shown apart beside it.",
    ].join("\n\n"),
    window:
      "A pull request belongs to the window in which it was first reviewed. Those that wait still at the end of the window are shown beside the median, with the longest wait: a median of reviews alone would get better while the slowest ones are left lying.",
    exclusions: [
      "Pull requests by bots are measured beside it; the configuration can include them or leave them out.",
      "Pull requests that wait for their first review at the end of the window.",
      "Pull requests that were merged or closed in the window without a review by another person; those merged are counted beside it, apart where a draft of them had been reviewed.",
      "Pull requests that were ready before their history is known, and those that waited while deliveries were interrupted: an earlier review may have been missed.",
    ],
    notMeasuredWhen: [
      "Firstpass may not read pull requests.",
      "No first review was seen, and the history does not reach back to the beginning of the window, or all waits were seen in part only.",
    ],
    howToAct:
      "Begin with those that wait still. Agree who reviews first, keep changes small, and look at the 90th percentile: a few that lie for days cost more than a slow median. This is a number of a team and its habits, never of a person.",
  },
  compute: computeReviewLatency,
  advise: adviseReviewLatency,
};
