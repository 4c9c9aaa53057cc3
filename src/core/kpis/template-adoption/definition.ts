// Adoption of secure templates: what it means. The formula is in `compute.ts`; how a rule is evaluated, in `core/paved-road`.
import type { KpiDefinition } from "../definition.ts";
import { adviseTemplateAdoption } from "./advise.ts";
import { computeTemplateAdoption } from "./compute.ts";

export const templateAdoption: KpiDefinition = {
  id: "template-adoption",
  version: 2,
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
    population: [
      "The rules under `templates.rules` whose conditions hold for the repository. A rule is *adopted*; *outdated* (an older version or another ref than allowed); *drifted* (the file, image or pinned commit is not what the template released); *missing*; *not applicable*; or *not measured*.",
      "A workflow counts when it runs on `pull_request` or `push`, whatever its conditions and filters, and one call at an allowed ref is enough. Calls are followed through the repository's own reusable workflows and through those of the account's other repositories under Firstpass, ten levels deep as GitHub allows; the innermost call is judged. Workflows of other accounts and composite actions are not followed. A file with merge keys (`<<`) is invalid on GitHub and counts as unreadable.",
      "Tags are compared by semantic versioning, a moving tag such as `v3` by the release it is at. A commit SHA is the release that the template's tags name; only where none does, its version comment counts. Where all tags of the template are known, a commit that is none of its releases, or whose comment names another one, is *drifted*, and so is a version that the template has not; one that is newer than every known tag is *not measured* until the tags are read again. A branch is allowed only where the rule lists it. With `pinned`, any full SHA will do whose comment names no other release.",
      "A required workflow is one that an active ruleset requires on the default branch; a ruleset without a ref runs the workflow's default branch. Every stage of every Dockerfile must start from an approved image, with build arguments at their defaults.",
      "These rules are all of the repository's, not a sample: one rule is enough for a status, there is no interval, and every difference is a real one.",
    ].join(" "),
    window:
      "The state at the window's end: what was read of the default branch last before it. An observation stands until the next one. The repository's language, properties, groups and template, and the rules themselves, are today's. What templates released, rulesets and default setup, and teams, are as they were read last before the window's end.",
    exclusions: [
      "Rules that do not apply to the repository.",
      "Rules that could not be evaluated: the template, a file, a called workflow of the account or a property of the repository could not be read; a base image or a version cannot be worked out; `uses` holds an expression; default setup needs `administration: read`, teams need `members: read`. Each is named with its reason and never counted as missing.",
    ],
    notMeasuredWhen: [
      "Workflows, Dockerfiles and template files of the default branch have not been read before the window's end.",
      "Firstpass may not read the repository's contents.",
      "None of the rules that may apply could be evaluated.",
    ],
    howToAct:
      "Take the rules that are not met one by one: the evidence names the file and the line, what is there and what is asked for. An outdated ref is a change of one line, which the check run of a pull request suggests; of a drifted file the difference from the nearest version of the template is shown.",
  },
  compute: computeTemplateAdoption,
  advise: adviseTemplateAdoption,
};
