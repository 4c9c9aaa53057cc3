// Gate bypass rate: what it means. The formula is in `compute.ts`, the state of the checks at a merge in `core/changes`.
import type { KpiDefinition } from "../definition.ts";
import { adviseGateBypassRate } from "./advise.ts";
import { computeGateBypassRate } from "./compute.ts";

export const gateBypassRate: KpiDefinition = {
  id: "gate-bypass-rate",
  version: 1,
  title: "Gate bypass rate",
  roles: ["manager"],
  direction: "down",
  statistic: "share",
  unit: "%",
  minimumSample: 10,
  denominatorUnit: "merge",
  defaultTarget: null,
  publicSafe: false,
  documentation: {
    question: "Which share of merges into the default branch went round the security gate?",
    formula:
      "100 × merges whose security checks had failed, were missing or unfinished at the merge, or for which a rule of the branch was bypassed ÷ merges into the default branch in the window.",
    population: [
      "Pull requests that were merged into the default branch, whatever base branches the configuration counts elsewhere. Whether the branch was the default one is asked of the time of the merge, where a push to it tells.",
      "What counts is the state at the moment of the merge, on the head that was merged, re-runs included: a check that concluded in the same second counts as concluded, one that concluded later as unfinished, one that began in that second or later as not there (the merge itself sets off runs). Failed: the latest run of any security check had failed. Missing: no security check had run on the head (skipped ones did not run), or one that `checks.required` names was not there. Unfinished: an expected check still ran, or had been cancelled or gone stale; expected are those of `checks.required`, else all that were there. The first of these that holds is the one that is told.",
      "Of a pull request that came through a merge queue, the commit that the queue made and tested decides; where no security check ran on it, the pull request's own head does. With a queue that merges several at once, the last commit of the push decides for all of them.",
      "A rule was bypassed when GitHub lists a rule suite with the result `bypass` for the push that the merge made, for whatever rule: not all rules are about security. With `gates.rule_suites: false` this is left out: the checks at the merge decide alone, no permission `administration` is needed, and a note on the number says so.",
    ].join("\n\n"),
    window:
      "A merge belongs to the window in which the pull request was merged. Rule suites are read once a day at most and reach back a month at most, so the union of the readings must cover every merge that counts.",
    exclusions: [
      "Changes by bots, unless the configuration includes them; their share is shown beside it unless the configuration leaves them out.",
      "Merges of heads that were pushed before Firstpass saw the repository, or before deliveries were interrupted: a check that is not known may have been there.",
      "Merges since the rule suites were read last: they are counted when these are read again, and a note says how many they are.",
      "Pushes without a pull request and bypasses of push protection are shown beside the rate; they are no merges.",
    ],
    notMeasuredWhen: [
      "Firstpass may not read pull requests, check runs, commit statuses or administration (rule suites; not needed with `gates.rule_suites: false`).",
      "The rule suites of a merge were not read, and the configuration does not leave them out: never yet, not in time, or GitHub refused. What the checks tell is shown all the same.",
      "Nothing was merged, and the history does not reach back to the beginning of the window.",
    ],
    howToAct:
      "Open the merges that are listed. Where checks had failed or were unfinished, make them required on the default branch; where they were missing, run one on every pull request. Where a rule was bypassed, ask whether the person had to: an emergency that is written down is no defect of the gate, a habit is.",
  },
  compute: computeGateBypassRate,
  advise: adviseGateBypassRate,
};
