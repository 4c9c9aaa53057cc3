// Adoption of secure templates: what it means. The formula is in `compute.ts`; how a rule is evaluated, in `core/paved-road`.
import type { KpiDefinition } from "../definition.ts";
import { adviseTemplateAdoption } from "./advise.ts";
import { computeTemplateAdoption } from "./compute.ts";

export const templateAdoption: KpiDefinition = {
  id: "template-adoption",
  version: 1,
  title: "Adoption of secure templates",
  roles: ["engineer", "lead", "architect", "director"],
  direction: "up",
  statistic: "census",
  unit: "%",
  // The rules are all there are, not a sample of more: even one says what is so.
  minimumSample: 1,
  denominatorUnit: "rule",
  defaultTarget: { op: ">=", value: 85, tolerance: 5 },
  publicSafe: true,
  documentation: {
    question: "How much of the paved road that applies to this repository does it follow?",
    formula: "100 × rules adopted ÷ rules that apply to the repository and could be evaluated.",
    population:
      "The rules under `templates.rules` whose conditions hold for the repository. A rule is *adopted*; *outdated* (an older version or another ref than allowed); *drifted* (the file, image or pinned commit is not what the template released); *missing*; *not applicable*; or *not measured*. A workflow counts when it runs on `pull_request` or `push`, and one call at an allowed ref is enough; calls through the repository's own reusable workflows are followed, composite actions are not. Every stage of every Dockerfile must start from an approved image, with build arguments at their defaults. These rules are all of the repository's, not a sample: one rule is enough for a status, there is no interval, and every difference is a real one.",
    window:
      "The state at the window's end: what was read of the default branch last before it. An observation stands until the next one. The repository's language, properties and template, and the rules themselves, are today's.",
    exclusions: [
      "Rules that do not apply to the repository.",
      "Rules that could not be evaluated: the template, a file or a property of the repository could not be read; a base image or a version cannot be worked out. Each is named with its reason and never counted as missing.",
    ],
    notMeasuredWhen: [
      "Workflows, Dockerfiles and template files of the default branch have not been read before the window's end.",
      "Firstpass may not read the repository's contents.",
      "None of the rules that may apply could be evaluated.",
    ],
    howToAct:
      "Take the rules that are not met one by one: the evidence names the file and the line, what is there and what is asked for. An outdated ref is a change of one line.",
  },
  compute: computeTemplateAdoption,
  advise: adviseTemplateAdoption,
};
