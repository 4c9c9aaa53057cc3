// Ownership: what it means. The formula is in `compute.ts`.
import type { Config } from "../../config/config.ts";
import type { Advice, KpiDefinition } from "../definition.ts";
import type { Computed } from "../measurement.ts";
import { computeOwnership } from "./compute.ts";

export const ownership: KpiDefinition = {
  id: "ownership",
  version: 1,
  title: "Defined ownership",
  roles: ["manager"],
  direction: "up",
  statistic: "census",
  unit: "%",
  // Two things are all that is asked, not a sample of more.
  minimumSample: 1,
  denominatorUnit: "part of ownership",
  defaultTarget: null,
  publicSafe: false,
  documentation: {
    question: "Is it written down who owns this repository, and how much it matters?",
    formula: "100 × parts of ownership that are defined ÷ parts that are asked for.",
    population: [
      "Two parts. *A code owner of everything*: the CODEOWNERS file that GitHub uses names an owner in the last of its lines whose pattern takes in every file (`*` or the like). A line for a folder alone is not enough, and a last such line without an owner takes the ownership away. Whether the named people or teams exist is not looked at.",
      "*A tier or product line*: one of the custom properties named under `ownership.properties` has a value. Where the configuration names none, this part is not asked for, and the code owner alone counts.",
    ].join("\n\n"),
    window:
      "The state at the window's end. The CODEOWNERS file read last before it stands until the next reading. A custom property has the value that GitHub told last before the window's end; where it told of none, the value that its payloads show today. The names of the properties are today's configuration.",
    exclusions: [],
    notMeasuredWhen: [
      "One of the parts could not be seen: the CODEOWNERS file had not been read before the window's end, or GitHub never said what the custom properties are (repositories of users have none). The part that was seen stands in the evidence.",
      "Firstpass may not read the repository's contents (`contents: read`).",
    ],
    howToAct:
      "Add a line `* @your-org/your-team` at the top of `.github/CODEOWNERS`, and set the custom property in the organisation's settings. A repository that nobody wants to own is one to archive.",
  },
  compute: computeOwnership,
  advise: adviseOnOwnership,
};

function adviseOnOwnership({ evidence }: Computed, config: Config): Advice | null {
  const missing = evidence.filter(({ counted }) => counted === false);
  if (missing.length === 0) return null;
  const steps = missing.map(({ kind }) =>
    kind === "file"
      ? "name an owner for everything (`*`) in CODEOWNERS"
      : `set one of the custom properties ${config.ownership.properties.join(", ")}`,
  );
  const text = steps.join(", and ");
  return {
    text: `${text.charAt(0).toUpperCase()}${text.slice(1)}.`,
    why: missing.map(({ note }) => note).join(" "),
    evidenceIds: missing.map(({ id }) => id),
  };
}
