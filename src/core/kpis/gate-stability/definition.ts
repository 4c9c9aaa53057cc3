// Gate stability: what it means. The formula is in `compute.ts`, the first evaluation and its re-runs in `core/changes`.
import type { KpiDefinition } from "../definition.ts";
import { adviseGateStability } from "./advise.ts";
import { computeGateStability } from "./compute.ts";

export const gateStability: KpiDefinition = {
  id: "gate-stability",
  version: 1,
  title: "Gate stability",
  roles: ["manager"],
  direction: "up",
  statistic: "share",
  unit: "%",
  minimumSample: 10,
  denominatorUnit: "change",
  defaultTarget: null,
  publicSafe: false,
  documentation: {
    question:
      "How often does the first answer of the security checks stand when they run again on the same commit?",
    formula:
      "100 × first evaluations that no re-run on the same commit changed ÷ first evaluations decided in the window.",
    population:
      "The same as that of the first-pass rate: pull requests into the default branch (or the configured base branches) whose first evaluation was decided in the window. A first evaluation is changed when one of the security checks of its head (same app, name and commit) first passed and later failed, or the other way round, whichever of them decided the head. A run that was skipped, cancelled or went stale changes nothing. A change whose checks never ran a second time counts as not changed: this is how often people met an unstable gate, not how stable each check is.",
    window:
      "A change belongs to the window in which its first evaluation was decided. A re-run counts for that window whenever it comes, so that a number can still go down after the window has ended; `--as-of` tells what was known at a time.",
    exclusions: [
      "Changes by bots, unless the configuration includes them.",
      "Changes without any security check, not decided yet, or closed before anything was decided.",
      "Changes that were up for review before their history is known, and changes of which only a re-run of a check was seen: what the first run said cannot be known.",
    ],
    notMeasuredWhen: [
      "Firstpass may not read pull requests, check runs or commit statuses.",
      "No change was decided, and the history does not reach back to the beginning of the window.",
    ],
    howToAct:
      "Look at the check that re-runs change most often. A failure that becomes a pass on the same commit says nothing of the code: find what the check depends on besides the commit (network, time, a database of rules) and fix its version, or it will teach people to press “re-run”.",
  },
  compute: computeGateStability,
  advise: adviseGateStability,
};
