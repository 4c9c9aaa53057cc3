// Paved-road start: what it means. The formula is in `compute.ts`; how a rule is evaluated, in `core/paved-road`.
import type { Advice, KpiDefinition } from "../definition.ts";
import type { Computed } from "../measurement.ts";
import { computePavedRoadStart } from "./compute.ts";

export const pavedRoadStart: KpiDefinition = {
  id: "paved-road-start",
  version: 2,
  title: "New repositories on the paved road",
  roles: ["architect"],
  direction: "up",
  statistic: "census",
  unit: "%",
  minimumSample: 1,
  denominatorUnit: "repository",
  defaultTarget: null,
  publicSafe: false,
  documentation: {
    question: "Do new repositories start on the paved road?",
    formula:
      "100 × repositories created in the window that satisfied all their template rules within 14 days ÷ repositories created in the window whose start is decided. Of one repository this is 0 or 100.",
    population:
      "The repository, when GitHub says that it was created in the window. It satisfied its rules when in one reading of its default branch, made from its creation on and before 14 days of 24 hours were over, every rule under `templates.rules` that applies to it was *adopted*. What became of it afterwards does not count here: template-adoption tells that.",
    window:
      "A repository belongs to the window of its creation. Its first 14 days may end after the window: the outcome is looked up to when the scorecard speaks. The rules, and the repository's language and properties, are today's.",
    exclusions: [
      "Still within 14 days: not all rules are satisfied yet, and there is time left. Counted, and decided later.",
    ],
    notMeasuredWhen: [
      "The 14 days are over without all rules seen satisfied, and Firstpass did not see the repository from its creation on.",
      "The default branch was not read in these days.",
      "A reading in which no rule was certainly unmet, but some could not be evaluated.",
      "It is not known when the repository was created, or Firstpass may not read its contents (`contents: read`).",
    ],
    howToAct:
      "Make new repositories from a template repository that has the workflows and files already. The evidence names the rules that were not met; a rule that new repositories never meet in time may ask for too much.",
  },
  compute: computePavedRoadStart,
  advise: adviseOnStart,
};

function adviseOnStart({ breakdown, evidence }: Computed): Advice | null {
  const [first] = breakdown;
  if (first === undefined) return null;
  return {
    text: `Bring what the template rules ask for into the repository, and into the template that new ones are made from: ${breakdown.map(({ label }) => label).join("; ")}.`,
    why: `${breakdown.length} of ${first.of} template rules were not met when the first 14 days ended.`,
    evidenceIds: evidence.slice(0, 1).map(({ id }) => id),
  };
}
