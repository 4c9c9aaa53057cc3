// Exception governance: what it means. The formula is in `compute.ts`, what an exception is in `core/exceptions`.
import type { Advice, KpiDefinition } from "../definition.ts";
import type { Computed } from "../measurement.ts";
import { computeExceptionGovernance, dismissedOnly } from "./compute.ts";

export const exceptionGovernance: KpiDefinition = {
  id: "exception-governance",
  version: 1,
  title: "Exception governance",
  roles: ["director"],
  direction: "up",
  statistic: "census",
  unit: "%",
  minimumSample: 1,
  denominatorUnit: "exception",
  defaultTarget: { op: ">=", value: 100, tolerance: 0 },
  publicSafe: false,
  documentation: {
    question: "Which share of the exceptions says why, who answers for it, and until when?",
    formula:
      "100 × exceptions with a reason, an owner and an expiry ÷ exceptions that stand at the end of the window.",
    population:
      "Exceptions that stand at the end of the window, as for exceptions-overdue: entries of the exceptions files, valid or not, and dismissals on GitHub that accept a risk. An entry counts as governed when it is valid: reason, owner and expiry can be read, and nothing else is wrong with it. An expired entry is still governed: that it is overdue is another number. A dismissal on GitHub has a reason, but neither an owner nor an expiry: it is governed only by an entry in an exceptions file that selects its alert.",
    window:
      "The state at the end of the window. An exception granted exactly at the end does not stand yet; one ended exactly then still does.",
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
      "Write an entry with reason, owner and expiry into the exceptions file for each alert that was dismissed on GitHub. Mend the entries that lack something; the check of the pull request names each mistake on its line.",
  },
  compute: computeExceptionGovernance,
  advise: adviseOnGovernance,
};

function adviseOnGovernance({ breakdown }: Computed): Advice | null {
  const [largest] = breakdown;
  if (largest === undefined) return null;
  const { label, count, of, evidenceIds = [] } = largest;
  const what = count === 1 ? "1 exception" : `${count} exceptions`;
  const text =
    label === dismissedOnly
      ? `Write an entry with reason, owner and expiry into .github/firstpass-exceptions.yml for ${what} that ${count === 1 ? "was" : "were"} dismissed on GitHub.`
      : `Mend ${what} in the exceptions file: each needs a reason, an owner and an expiry.`;
  return { text, why: `${count} of ${of} ungoverned exceptions: ${label}`, evidenceIds };
}
