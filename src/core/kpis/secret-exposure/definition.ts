// Secrets exposed per 1,000 commits: what it means. The formula is in `compute.ts`.
import type { KpiDefinition } from "../definition.ts";
import { adviseSecretExposure } from "./advise.ts";
import { computeSecretExposure } from "./compute.ts";

export const secretExposure: KpiDefinition = {
  id: "secret-exposure",
  version: 2,
  title: "Secrets exposed per 1,000 commits",
  roles: ["lead", "director"],
  direction: "down",
  statistic: "events-per-exposure",
  unit: "per 1,000 commits",
  minimumSample: 100,
  denominatorUnit: "commit",
  defaultTarget: null,
  publicSafe: false,
  documentation: {
    question: "How many secrets become visible for every 1,000 commits that reach the default branch?",
    formula:
      "1,000 × secrets newly exposed in the window ÷ distinct commits pushed to the default branch in the window.",
    population:
      "Numerator: secret scanning alerts, each number once, created in the window whose secret became visible in the window. It became visible when push protection was bypassed; else when the first commit it was found in was pushed; else, where neither is known, when the alert was created. Denominator: commits that pushes to the default branch call distinct (configurable: all branches), each commit and each push once. The commits of a push that GitHub's limit of 2,048 cut short are counted by the compare API. In an audit of a clone the secrets are those of a scanner's SARIF file, each place of a commit once, whose commit reached the default branch in the window; the time of the step that brought it stands for that of the push.",
    window:
      "An alert belongs to the window of its creation and of its exposure, both; a commit to the window of its push. An alert resolved later as a false positive or as used in tests leaves the window in which it was counted. A window without any sign that secret scanning was on is not compared with another.",
    exclusions: [
      "Found in history: alerts whose secret became visible before the window, and alerts that a backfill scan raised unless the push of their commit is known to be in the window.",
      "Alerts seen only in issues, pull request text, discussions or wikis.",
      "Alerts resolved as `false_positive` or `used_in_tests`.",
    ],
    notMeasuredWhen: [
      "Secret scanning is known to be off.",
      "An alert of the window is known from GitHub's list alone, and it is not known where its secret is, or since when its commit is on GitHub. Firstpass reads the places of such alerts, newest first, fifty at a reading, and the scans that ended. A secret whose every commit was made in the window is new; one that a known scan of history raised is not; of any other without a known push nothing is told.",
      "A push in the window was cut short by GitHub and its commits have not been counted yet.",
      "Secrets were exposed, but no commit was seen to measure them by.",
      "In an audit of a clone: no SARIF file of a scanner of secrets is given, one of them cannot be used, or the commit of a secret cannot be found.",
      "No commit was seen, and the history does not reach back to the beginning of the window.",
    ],
    howToAct:
      "Revoke what is still valid first, then find out how it came in: turn on push protection, and look at why it is bypassed. Aim at half of last quarter's rate; a target of zero would reward not looking.",
  },
  compute: computeSecretExposure,
  advise: adviseSecretExposure,
};
