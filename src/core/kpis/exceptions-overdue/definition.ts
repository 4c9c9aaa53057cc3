// Exceptions overdue: what it means. The formula is in `compute.ts`, what an exception is in `core/exceptions`.
import type { Advice, KpiDefinition } from "../definition.ts";
import type { Computed } from "../measurement.ts";
import { computeExceptionsOverdue } from "./compute.ts";

export const exceptionsOverdue: KpiDefinition = {
  id: "exceptions-overdue",
  version: 1,
  title: "Exceptions overdue",
  roles: ["lead", "director"],
  direction: "down",
  statistic: "census",
  unit: "%",
  minimumSample: 1,
  denominatorUnit: "exception",
  defaultTarget: { op: "<=", value: 0, tolerance: 0 },
  publicSafe: false,
  documentation: {
    question: "Which exceptions should have been decided again, and were not?",
    formula:
      "100 × overdue exceptions ÷ exceptions that stand at the end of the window. How many are overdue is the numerator.",
    population: [
      "Exceptions that stand at the end of the window. Two things are exceptions: an entry of an exceptions file (`.github/firstpass-exceptions.yml` in the repository, `firstpass-exceptions.yml` in the organisation's `.github` or `.github-private` repository, as far as it is for this repository), and an alert of code scanning or Dependabot that was dismissed on GitHub with a reason that accepts the risk (won't fix, mitigated, tolerable risk, no bandwidth, not used, fix started), or a secret scanning alert resolved as won't fix. Dismissed as false positive, as used in tests, or by a rule, it is no accepted risk.",
      "An entry stands from when Firstpass first read it on the default branch until it is taken out of the file, whether it is valid or not. A dismissal stands until the alert is open again, fixed, or dismissed anew.",
      "An exception is overdue when its expiry has passed, or when it is older than `exceptions.review_after_days` (90 days unless configured), whichever comes first. An expiry is the last day on which the exception holds, in UTC. The age of an entry counts from when it was first read; a later expiry does not make it younger. A dismissal has no expiry of its own: its age alone counts.",
    ].join("\n\n"),
    window:
      "The state at the end of the window. What happens exactly at the end belongs to the next window: an exception granted then does not stand yet, one ended then still stands, and one that is due then is not overdue yet.",
    exclusions: [
      "A dismissal of a finding for which a valid entry of an exceptions file stands: both are one decision, and the entry is counted.",
      "A dismissal with a reason that is none of GitHub's known ones: whether it accepts a risk cannot be told.",
    ],
    notMeasuredWhen: [
      "Code scanning, Dependabot and secret scanning alerts or the contents of the repository may not be read: grant the permission that the reason names.",
      "None of the three kinds of alerts is enabled.",
      "No exception is known, and alerts are dismissed with a reason that is not known.",
      "No exception is known, and GitHub's lists of alerts or one of the exceptions files have not been read by the end of the window.",
    ],
    howToAct:
      "Open each overdue exception: fix the finding and take the exception away, or decide again. To decide again is to write a new entry, with an id, a reason and an expiry of its own; a dismissal on GitHub is replaced by an entry in the exceptions file.",
  },
  compute: computeExceptionsOverdue,
  advise: adviseOnOverdue,
};

function adviseOnOverdue({ breakdown, evidence }: Computed): Advice | null {
  const overdue = evidence.filter(({ counted }) => counted === true);
  const [largest] = breakdown;
  if (largest === undefined || overdue.length === 0) return null;
  const which = overdue.length === 1 ? "the overdue exception" : `the ${overdue.length} overdue exceptions`;
  return {
    text: `Decide again on ${which}: fix what it is for and take it away, or write a new entry with an expiry.`,
    why: breakdown.map(({ label, count, of }) => `${count} of ${of} ${label}`).join(", "),
    evidenceIds: largest.evidenceIds ?? [],
  };
}
