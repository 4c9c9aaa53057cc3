// First-pass security check rate: what it means. The formula is in `compute.ts`, the first evaluation in `core/changes`.
import type { KpiDefinition } from "../definition.ts";
import { adviseFirstPassRate } from "./advise.ts";
import { computeFirstPassRate } from "./compute.ts";

export const firstPassRate: KpiDefinition = {
  id: "first-pass-rate",
  version: 1,
  title: "First-pass security check rate",
  roles: ["engineer", "lead"],
  direction: "up",
  statistic: "share",
  unit: "%",
  minimumSample: 10,
  denominatorUnit: "change",
  defaultTarget: { op: ">=", value: 85, tolerance: 5 },
  publicSafe: true,
  documentation: {
    question: "Which share of code changes passes the security checks on the first try?",
    formula:
      "100 × changes whose first evaluation passed ÷ changes whose first evaluation was decided in the window.",
    population: [
      "Pull requests into the default branch (or the configured base branches), opened by a person. The base that counts is the one the pull request has now; once it is closed, the default branch is the one of that time, where a push to it tells. The first evaluation is that of the earliest reviewable head on which a security check concluded decisively; a head is reviewable from when the pull request is no draft. Checks of forks are joined by commit. Runs of the merge queue and Firstpass's own check run are no first try.",
      "A failing conclusion (failure, timed_out, action_required, startup_failure; of a commit status failure or error) decides at once. Otherwise the head passes when every expected check has passed: the configured required ones, else all that were seen on that head, once their check suites completed. success passes; neutral as configured; skipped only beside another check that passed, and where the skipped check had begun to run by then, that run counts in its place. The first decisive conclusion of a check (same app, name and commit) is frozen: a re-run on the same commit never changes it.",
      "A head is passed over, and the next one counts, when its checks were cancelled or went stale, or when a newer push replaced it before anything failed and before all had passed. What concludes after that push does not count any more, a failure neither; within the same second it still does. A merge does not end the first try: what concludes afterwards on the same commit still counts, except checks that begin more than an hour after the merge or close when the others have decided the head by themselves. A single cancelled check keeps a head undecided: it is never taken for a pass.",
    ].join("\n\n"),
    window:
      "A change belongs to the window in which its first evaluation was decided: when the check that failed first, or the last expected check, concluded, but not before the pull request was up for review. Undecided changes are listed in the window in which they came up for review.",
    exclusions: [
      "Changes by bots (accounts of type Bot, logins that end in `[bot]`, configured logins) are measured beside it; the configuration can include them or leave them out.",
      "Changes without any security check: a coverage gap, shown beside the number, not a pass.",
      "Changes that were up for review before their history is known, and changes of which only a re-run of a check was seen: the first try cannot be known.",
      "Changes not decided yet, or closed before anything was decided.",
    ],
    notMeasuredWhen: [
      "No change was decided, and the history does not reach back to the beginning of the window.",
    ],
    howToAct:
      "Look at the checks that fail first most often: bring that check to the editor or a pre-commit hook, or fix its rule when it is wrong. The rule and the folder of the code scanning alerts that were on a pull request when its first try failed stand beside the number, never in public: they say what was there, not what made the check fail. Where changes have no security check, add one or select it in the configuration.",
  },
  compute: computeFirstPassRate,
  advise: adviseFirstPassRate,
};
