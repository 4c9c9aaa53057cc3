// Control coverage: what it means. The formula is in `compute.ts`, each control in `controls.ts`.
import type { Advice, KpiDefinition } from "../definition.ts";
import type { Computed } from "../measurement.ts";
import { computeControlCoverage } from "./compute.ts";

export const controlCoverage: KpiDefinition = {
  id: "control-coverage",
  version: 1,
  title: "Security control coverage",
  roles: ["manager", "director"],
  direction: "up",
  statistic: "census",
  unit: "%",
  // The six controls are all there are, not a sample of more.
  minimumSample: 1,
  denominatorUnit: "control",
  defaultTarget: null,
  publicSafe: false,
  documentation: {
    question: "How many of the core security controls does this repository have on?",
    formula: "100 × core controls that are active ÷ 6.",
    population: [
      "Six controls, each counted once. *Code scanning*: its default setup is configured, or the default branch was analysed within the 30 days before the window's end. *Secret scanning*, *push protection*, *Dependabot alerts*: GitHub says that they are on. *Required review*: a ruleset or the branch's classic protection asks for at least one approval on the default branch.",
      "*Required security check*: a ruleset or the branch's classic protection asks on the default branch for a check that is one of security. A required name is one when `checks.required` matches it, or a selector of `checks.security` that has a name alone, or when a check of that name was seen to run that the selectors select by app or workflow. A required workflow is one when a selector that has a workflow alone matches its path, or one that has a name alone matches its file's name. Firstpass's own check is none.",
      "The six are a census, not a sample: there is no interval, and every difference is a real one.",
    ].join("\n\n"),
    window:
      "The state at the window's end. What was read of GitHub last before it stands until the next reading; a webhook about a security feature that is newer than the reading stands over it. The configuration's selectors are today's.",
    exclusions: [],
    notMeasuredWhen: [
      "One of the six controls could not be seen: a share of the others would leave out what may be off. Each reason names what to grant; the controls that were seen stand in the evidence and beside the number.",
      "Nothing was read of the repository before the window's end.",
      "Code scanning is told by its analyses alone, and they were read more than 30 days before the window's end.",
      "Firstpass may not read code scanning (`security_events: read`) or security features and branch protection (`administration: read`).",
    ],
    howToAct:
      "Turn on what is off: each row of the evidence leads to the page of settings where that is done. A control for all repositories is best set once for the organisation: a security configuration for the features, a ruleset for the branch rules.",
  },
  compute: computeControlCoverage,
  advise: adviseOnControls,
};

function adviseOnControls({ breakdown }: Computed): Advice | null {
  const [first] = breakdown;
  if (first === undefined) return null;
  const titles = breakdown.map(({ label }) => label.toLowerCase().replace("dependabot", "Dependabot"));
  const those = titles.length === 1 ? "control is" : "controls are";
  return {
    text: `Turn on in the repository's settings, or for the whole organisation: ${titles.join(", ")}.`,
    why: `${breakdown.length} of ${first.of} core ${those} off.`,
    evidenceIds: breakdown.flatMap(({ evidenceIds }) => evidenceIds ?? []),
  };
}
