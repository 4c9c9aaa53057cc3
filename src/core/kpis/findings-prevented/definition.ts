// Findings prevented: what it means. The formula is in `compute.ts`; what became of each finding, in `outcomes.ts`.
import type { KpiDefinition } from "../definition.ts";
import { adviseFindingsPrevented } from "./advise.ts";
import { computeFindingsPrevented } from "./compute.ts";

export const findingsPrevented: KpiDefinition = {
  id: "findings-prevented",
  version: 1,
  title: "Findings prevented",
  roles: ["engineer"],
  direction: "up",
  statistic: "share",
  unit: "%",
  minimumSample: 10,
  denominatorUnit: "finding on a merged pull request",
  defaultTarget: null,
  publicSafe: false,
  documentation: {
    question: "How many of the findings that pull requests showed were fixed before they merged?",
    formula: "100 × findings prevented ÷ (findings prevented + findings introduced).",
    population: [
      "Code scanning findings of any severity that GitHub saw on a pull request before it saw them on the default branch, where that pull request into the default branch (or a configured base branch) was merged in the window. By whom it was opened does not matter. A finding on several pull requests counts once for each that was merged.",
      "Prevented: GitHub told that it was fixed on the pull request, before the second of the merge, also where another pull request brought it to the default branch meanwhile. Introduced: it was not, and GitHub told that it reached the default branch. A pull request that was closed without a merge prevents and introduces nothing here.",
    ].join("\n\n"),
    window:
      "A finding belongs to the window in which its pull request was merged. That it reached the default branch may be told later, when that is analysed; it belongs to the merge all the same.",
    exclusions: [
      "On the default branch before: the pull request did not bring it.",
      "Dismissed as a false positive or as used in tests, also later; and dismissed for any other reason before the merge, and not reopened by then. Each reason has its count.",
      "Merged, and GitHub told neither a fix nor the default branch: what became of it cannot be known.",
      "Fixed on the pull request, yet on the default branch after its merge, with no other merged pull request that explains it: GitHub's two words contradict each other.",
      "Code scanning results without a security severity are no part of it.",
    ],
    notMeasuredWhen: [
      "Firstpass may not read code scanning alerts, or code scanning is off.",
      "No finding was counted, and what became of some is not told; or GitHub's list of alerts has not been read to the end, or the events do not reach back to the beginning of the window: GitHub's list is of the default branch alone.",
    ],
    howToAct:
      "Look at the rules that are introduced most: have code scanning fail the check for them and require that check, so that they cannot be merged unseen. Where much is not told, run code scanning on every push to the pull request and to the default branch.",
  },
  compute: computeFindingsPrevented,
  advise: adviseFindingsPrevented,
};
